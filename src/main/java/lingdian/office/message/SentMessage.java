package lingdian.office.message;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A message that was sent to cafés.
 *
 * @param placeCode its one café; null: all of the region
 * @param text null where its key was retired
 */
public record SentMessage(
        UUID id,
        Authority from,
        RegionCode region,
        @Nullable PlaceCode placeCode,
        String purpose,
        @Nullable String text,
        Instant at,
        Instant until) {

    JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("from", from.wire())
                .put("region", region.value())
                .put("placeCode", Objects.toString(placeCode, null))
                .put("purpose", purpose)
                .put("text", text)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("until", Rfc3339.format(until, ChinaTime.ZONE));
    }

    /** How many cafés it is for, and how far it came in how many. */
    public record Spread(SentMessage message, long cafes, long waiting, long delivered, long read, long expired) {
        JsonObject json() {
            return message.json()
                    .put("cafes", cafes)
                    .put("waiting", waiting)
                    .put("delivered", delivered)
                    .put("read", read)
                    .put("expired", expired);
        }
    }

    /** How far it came in one café; a receipt names no person. */
    public record Reach(
            PlaceCode placeCode,
            String state,
            @Nullable Instant deliveredAt,
            @Nullable Instant readAt) {
        JsonObject json() {
            return addTo(new JsonObject().put("placeCode", placeCode.value()));
        }

        JsonObject addTo(JsonObject json) {
            return json.put("state", state)
                    .put("deliveredAt", time(deliveredAt))
                    .put("readAt", time(readAt));
        }

        private static @Nullable String time(@Nullable Instant at) {
            return at == null ? null : Rfc3339.format(at, ChinaTime.ZONE);
        }
    }

    /** A message as one café has it. */
    public record OfCafe(SentMessage message, Reach reach) {
        JsonObject json() {
            return reach.addTo(message.json());
        }
    }

    @Override
    public String toString() {
        return "SentMessage[" + id + "]"; // free text
    }
}
