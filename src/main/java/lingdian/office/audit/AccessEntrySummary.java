package lingdian.office.audit;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Objects;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the access log, as {@link AccessEntryView} writes it.
 *
 * @param reason null where none was given, or it does not open any more
 * @param holder null where the entry names none
 */
public record AccessEntrySummary(
        long position,
        OffsetDateTime at,
        LoggedActor actor,
        String action,
        String outcome,
        LoggedSubject subject,
        @Nullable String reason,
        @Nullable Holder holder) {
    /**
     * Who did it.
     *
     * @param id empty where there is none, as {@code name}
     */
    public record LoggedActor(String kind, String id, String name) {
        private static LoggedActor of(JsonObject json) {
            return new LoggedActor(
                    json.getString("kind"), JsonValues.textOrEmpty(json, "id"), JsonValues.textOrEmpty(json, "name"));
        }
    }

    /**
     * What it was done to; empty where the action says all.
     *
     * @param name of an account
     */
    public record LoggedSubject(String kind, String id, String name) {
        private static LoggedSubject of(JsonObject json) {
            return new LoggedSubject(
                    JsonValues.textOrEmpty(json, "kind"),
                    JsonValues.textOrEmpty(json, "id"),
                    JsonValues.textOrEmpty(json, "name"));
        }
    }

    /**
     * The café that has many of the persons in use whom another one was denied.
     *
     * @param persons how many
     * @param limit how many persons a café may be denied in an hour; these were more
     */
    public record Holder(String placeCode, long persons, long limit) {
        private static @Nullable Holder of(JsonObject details) {
            String placeCode = details.getString("heldBy");
            return placeCode == null
                    ? null
                    : new Holder(placeCode, details.getLong("heldPersons"), details.getLong("limit"));
        }
    }

    static AccessEntrySummary of(JsonObject json) {
        return new AccessEntrySummary(
                json.getLong("position"),
                JsonValues.time(json, "at"),
                LoggedActor.of(json.getJsonObject("actor")),
                json.getString("action"),
                json.getString("outcome"),
                LoggedSubject.of(Objects.requireNonNullElseGet(json.getJsonObject("subject"), JsonObject::new)),
                json.getString("reason"),
                Holder.of(Objects.requireNonNullElseGet(json.getJsonObject("details"), JsonObject::new)));
    }

    @Override
    public String toString() {
        return "AccessEntrySummary[" + position + "]"; // reasons are free text
    }
}
