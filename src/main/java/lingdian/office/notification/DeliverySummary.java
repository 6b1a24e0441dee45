package lingdian.office.notification;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.office.query.JsonValues;

/**
 * A message and what became of it, as {@link DeliveryEndpoints} writes it.
 *
 * @param topic {@code violations}, {@code cases}, {@code approvals} or {@code deadlines}
 * @param subject a café's place code, or the county of an outage; for an administrator the account; empty for a reminder
 * @param failure empty where it did not fail
 */
public record DeliverySummary(
        UUID id,
        OffsetDateTime createdAt,
        String topic,
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
                json.getString("topic"),
                Stream.of("placeCode", "region", "account")
                        .map(json::getString)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(""),
                json.getString("format"),
                json.getString("host"),
                json.getString("state"),
                json.getInteger("changes"),
                json.getInteger("attempts"),
                JsonValues.textOrEmpty(json, "failure"));
    }
}
