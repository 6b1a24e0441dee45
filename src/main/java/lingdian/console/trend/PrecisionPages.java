package lingdian.console.trend;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Rooms;
import lingdian.console.frame.Section;
import lingdian.console.frame.Times;
import lingdian.office.api.Ask;

/** {@code /precision}: how often each rule's findings were true when people looked. The same for all who sign in. */
public final class PrecisionPages {
    public void mountOn(Rooms rooms) {
        rooms.get("/precision", this::all);
    }

    /** @param fallen the rules that were wrong too often, the last one first */
    record Precisions(List<OfRule> rules, List<Fallen> fallen) {
        Precisions {
            rules = List.copyOf(rules);
            fallen = List.copyOf(fallen);
        }

        static Precisions of(JsonObject answer) {
            return new Precisions(
                    answer.getJsonArray("items").stream()
                            .map(item -> OfRule.of((JsonObject) item))
                            .toList(),
                    answer.getJsonArray("fallen").stream()
                            .map(item -> Fallen.of((JsonObject) item))
                            .toList());
        }
    }

    /**
     * One rule of one version.
     *
     * @param percent of those that were confirmed or dismissed, the confirmed ones
     * @param poor under one half by enough checks to say so
     */
    record OfRule(String code, String version, long confirmed, long dismissed, String percent, boolean poor) {
        static OfRule of(JsonObject item) {
            return new OfRule(
                    item.getString("code"),
                    item.getString("ruleVersion"),
                    item.getLong("confirmed"),
                    item.getLong("dismissed"),
                    String.format(Locale.ROOT, "%.1f %%", 100 * item.getDouble("precision")),
                    item.getBoolean("poor"));
        }
    }

    /**
     * A rule that is in the shadow since.
     *
     * @param version of the rules that put it there
     */
    record Fallen(String code, String version, String from) {
        static Fallen of(JsonObject item) {
            return new Fallen(item.getString("code"), item.getString("version"), Times.second(item.getString("from")));
        }
    }

    private Future<Void> all(PageCall call) {
        return call.ask(Ask.of("listPrecisions"))
                .compose(answer -> call.show("trend/precision", Section.PRECISION, Precisions.of(answer)));
    }
}
