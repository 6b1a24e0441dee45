package lingdian.office.notification;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import lingdian.office.api.JsonValues;

/**
 * A message and what became of it, as {@link DeliveryEndpoints} writes it.
 *
 * @param subject a café's place code, or for an administrator the account
 * @param failure empty where it did not fail
 */
public record DeliverySummary(
        UUID id,
        OffsetDateTime createdAt,
        String subject,
        String format,
        String host,
        String state,
        int changes,
        int attempts,
        String failure) {
    static DeliverySummary of(JsonObject json) {
        return new DeliverySummary(
                JsonValues.id(json, "id"),
                JsonValues.time(json, "createdAt"),
                Objects.requireNonNullElse(json.getString("placeCode"), JsonValues.textOrEmpty(json, "account")),
                json.getString("format"),
                json.getString("host"),
                json.getString("state"),
                json.getInteger("changes"),
                json.getInteger("attempts"),
                JsonValues.textOrEmpty(json, "failure"));
    }
}
