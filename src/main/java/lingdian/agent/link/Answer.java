package lingdian.agent.link;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** The service's answer to one event (handbook, protocol-messages.md#from-the-service). */
public sealed interface Answer {
    /** The number of the event in its stream. */
    long seq();

    /** The event is on durable storage. A reject of an event other than a login may still follow. */
    record Acknowledged(long seq) implements Answer {}

    /**
     * The answer to a login that was not rejected.
     *
     * @param reasons all reasons against the login, in their order (handbook,
     *     protocol-messages.md#reasons-of-a-verdict); empty if allowed
     * @param closesAt when the permitted interval ends; null if denied, or not within 48 h
     */
    record Verdict(
            long seq,
            String session,
            boolean allow,
            List<String> reasons,
            @Nullable Instant closesAt) implements Answer {}

    /**
     * The event had no effect.
     *
     * @param path JSON pointer to the faulty member, perhaps empty
     */
    record Reject(long seq, String code, String path, String message) implements Answer {}

    /** @throws ClassCastException if a member has another JSON type than the contract states */
    static Verdict verdict(JsonObject message) {
        String closesAt = message.getString("closesAt");
        List<String> reasons =
                message.getJsonArray("reasons").stream().map(String.class::cast).toList();
        return new Verdict(
                message.getLong("seq"),
                message.getString("session"),
                message.getBoolean("allow"),
                reasons,
                closesAt == null ? null : Rfc3339.parse(closesAt).orElse(null));
    }

    /** @throws ClassCastException if a member has another JSON type than the contract states */
    static Reject reject(JsonObject message) {
        return new Reject(
                message.getLong("seq"),
                message.getString("code"),
                message.getString("path", ""),
                message.getString("message", ""));
    }
}
