package lingdian.office.message;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A message to a café and how far it came, as {@link SentMessage.OfCafe} writes it.
 *
 * @param from the authority
 * @param text null where its key was retired
 */
public record MessageSummary(
        String from,
        String purpose,
        @Nullable String text,
        OffsetDateTime at,
        OffsetDateTime until,
        String state,
        @Nullable OffsetDateTime deliveredAt,
        @Nullable OffsetDateTime readAt) {
    static MessageSummary of(JsonObject json) {
        return new MessageSummary(
                json.getString("from"),
                json.getString("purpose"),
                json.getString("text"),
                JsonValues.time(json, "at"),
                JsonValues.time(json, "until"),
                json.getString("state"),
                JsonValues.timeOrNull(json, "deliveredAt"),
                JsonValues.timeOrNull(json, "readAt"));
    }

    @Override
    public String toString() {
        return "MessageSummary[" + state + "]"; // free text
    }
}
