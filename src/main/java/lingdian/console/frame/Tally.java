package lingdian.console.frame;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** The figures at the head of the live page, which the browser asks for anew every while. */
public record Tally(List<Figure> figures) {
    private static final List<String> SHOWN = List.of("cafes", "connected", "open", "sessions", "overtime");

    public Tally {
        figures = List.copyOf(figures);
    }

    /** @param key of its name */
    record Figure(String key, long count) {}

    public static Tally of(JsonObject tally) {
        return new Tally(SHOWN.stream()
                .map(name -> new Figure("tally." + name, tally.getLong(name)))
                .toList());
    }
}
