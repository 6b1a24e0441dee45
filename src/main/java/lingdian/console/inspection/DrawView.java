package lingdian.console.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Times;

/**
 * One draw, and how anyone draws again.
 *
 * @param since empty where no café was left out
 * @param officers of whom was drawn; empty where nobody was to be, or their names open no more
 * @param names of cafés, by place code
 */
record DrawView(
        String id,
        String place,
        String at,
        String seed,
        String source,
        String since,
        List<String> pool,
        List<String> drawn,
        List<String> officers,
        List<String> drawnOfficers,
        Map<String, String> names) {

    /** A city's cafés; a longer pool is in what the API answers. */
    static final int POOL_SHOWN = 2_000;

    static DrawView of(JsonObject draw, Divisions divisions) {
        JsonObject officers = Objects.requireNonNullElse(draw.getJsonObject("officers"), new JsonObject());
        return new DrawView(
                draw.getString("id"),
                divisions.name(draw.getString("region")),
                Times.second(draw.getString("at")),
                draw.getString("seed"),
                draw.getString("source"),
                Objects.requireNonNullElse(draw.getString("notInspectedSince"), ""),
                texts(draw, "pool"),
                texts(draw, "drawn"),
                texts(officers, "pool"),
                texts(officers, "drawn"),
                Map.of());
    }

    DrawView with(Map<String, String> cafes) {
        return new DrawView(
                id, place, at, seed, source, since, pool, drawn, officers, drawnOfficers, Map.copyOf(cafes));
    }

    String name(String placeCode) {
        return names.getOrDefault(placeCode, placeCode);
    }

    boolean isPoolWhole() {
        return pool.size() <= POOL_SHOWN;
    }

    /** A line each, as the command below reads it. */
    String poolLines() {
        return String.join("\n", pool);
    }

    String officerLines() {
        return String.join("\n", officers);
    }

    /** Draws again in a shell, from the pool in a file. */
    String command() {
        return command("pool.txt", drawn.size());
    }

    String officerCommand() {
        return command("officers.txt", drawnOfficers.size());
    }

    private String command(String file, int count) {
        return """
                SEED=%s
                while IFS= read -r one || [ -n "$one" ]; do
                  echo "$(printf '%%s\\n%%s' "$SEED" "$one" | sha256sum | cut -c1-64) $one"
                done < %s | sort | head -n %d""".formatted(quoted(seed), file, count);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static List<String> texts(JsonObject json, String field) {
        return json.getJsonArray(field, new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    @Override
    public String toString() {
        return "DrawView[" + id + "]"; // it names officers
    }
}
