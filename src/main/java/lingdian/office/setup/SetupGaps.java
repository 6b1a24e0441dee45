package lingdian.office.setup;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * What is missing in the configuration.
 *
 * @param offices of counties with cafés, that have no officer or no roster for the next days; those whose work is done above last
 * @param unconnected cafés without a key and without a code that could still be used
 * @param closedWithKey cafés that are closed for good, and could still connect
 * @param invitations of people who have no way in, where the invitation ends soon or has ended
 * @param releasers who may publish rules that the reader proposes
 */
public record SetupGaps(
        Some<Office> offices,
        Some<Cafe> unconnected,
        Some<Cafe> closedWithKey,
        Some<Invitation> invitations,
        Releasers releasers) {
    /** For so many days somebody must be on duty: a weekend, and the day on which somebody sees that nobody is. */
    public static final int ROSTER_DAYS = 3;

    private static final String TOTAL = "total";
    private static final String ITEMS = "items";
    private static final String REGION = "region";
    private static final String PLACE_CODE = "placeCode";
    private static final String NAME = "name";

    /**
     * The first of some.
     *
     * @param total how many there are
     */
    public record Some<T>(List<T> items, long total) {
        public Some {
            items = List.copyOf(items);
        }

        private static <T> Some<T> of(JsonObject json, Function<JsonObject, T> reading) {
            return new Some<>(JsonValues.all(json, ITEMS, reading), json.getLong(TOTAL));
        }

        private JsonObject json(Function<T, JsonObject> written) {
            return new JsonObject()
                    .put(ITEMS, new JsonArray(items.stream().map(written).toList()))
                    .put(TOTAL, total);
        }

        @Override
        public String toString() {
            return "Some[" + total + "]"; // accounts have names
        }
    }

    /**
     * @param officers whether it has an account of its own
     * @param above the next region above with an account of the authority; empty: there is none
     * @param roster whether somebody is on duty in the next three days: {@code kept}; {@code void}: the account that entered it has lost
     *     its rights, so that nobody on it is told; {@code none}
     */
    public record Office(String region, String authority, boolean officers, String above, String roster) {
        /** Whether there is nothing to do: an office above does its work. */
        public boolean isCovered() {
            return !officers && !above.isEmpty();
        }

        private static Office of(JsonObject json) {
            return new Office(
                    json.getString(REGION),
                    json.getString("authority"),
                    json.getBoolean("officers"),
                    JsonValues.textOrEmpty(json, "above"),
                    json.getString("roster"));
        }

        private JsonObject json() {
            return new JsonObject()
                    .put(REGION, region)
                    .put("authority", authority)
                    .put("officers", officers)
                    .put("above", above.isEmpty() ? null : above)
                    .put("roster", roster);
        }
    }

    public record Cafe(String placeCode, String name) {
        private static Cafe of(JsonObject json) {
            return new Cafe(json.getString(PLACE_CODE), json.getString(NAME));
        }

        private JsonObject json() {
            return new JsonObject().put(PLACE_CODE, placeCode).put(NAME, name);
        }
    }

    /** @param until when it ends or ended; null: there is none */
    public record Invitation(
            UUID account, String name, @Nullable OffsetDateTime until) {
        private static Invitation of(JsonObject json) {
            return new Invitation(
                    JsonValues.id(json, "account"), json.getString(NAME), JsonValues.timeOrNull(json, "until"));
        }

        private JsonObject json() {
            return new JsonObject()
                    .put("account", account.toString())
                    .put(NAME, name)
                    .put("until", until == null ? null : ISO_OFFSET_DATE_TIME.format(until));
        }

        @Override
        public String toString() {
            return "Invitation[" + account + "]"; // a name
        }
    }

    /**
     * Other accounts than the reader's that may publish rules.
     *
     * @param now whose account has not changed for long enough
     * @param later with those who may once it has not
     */
    public record Releasers(long now, long later) {
        private static Releasers of(JsonObject json) {
            return new Releasers(json.getLong("now"), json.getLong("later"));
        }

        private JsonObject json() {
            return new JsonObject().put("now", now).put("later", later);
        }
    }

    static SetupGaps of(JsonObject json) {
        return new SetupGaps(
                Some.of(json.getJsonObject("offices"), Office::of),
                Some.of(json.getJsonObject("unconnected"), Cafe::of),
                Some.of(json.getJsonObject("closedWithKey"), Cafe::of),
                Some.of(json.getJsonObject("invitations"), Invitation::of),
                Releasers.of(json.getJsonObject("releasers")));
    }

    JsonObject json() {
        return new JsonObject()
                .put("offices", offices.json(Office::json))
                .put("unconnected", unconnected.json(Cafe::json))
                .put("closedWithKey", closedWithKey.json(Cafe::json))
                .put("invitations", invitations.json(Invitation::json))
                .put("releasers", releasers.json());
    }
}
