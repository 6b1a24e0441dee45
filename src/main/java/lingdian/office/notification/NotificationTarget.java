package lingdian.office.notification;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * An address that messages go to, as {@link NotificationEndpoints} writes it.
 *
 * @param deliveredAt null before the first message
 * @param waiting how many messages are still to be delivered
 * @param dead how many could not be delivered
 */
public record NotificationTarget(
        UUID id, String format, String host, @Nullable OffsetDateTime deliveredAt, long waiting, long dead) {
    static NotificationTarget of(JsonObject json) {
        return new NotificationTarget(
                JsonValues.id(json, "id"),
                json.getString("format"),
                json.getString("host"),
                JsonValues.timeOrNull(json, "deliveredAt"),
                json.getLong("waiting"),
                json.getLong("dead"));
    }
}
