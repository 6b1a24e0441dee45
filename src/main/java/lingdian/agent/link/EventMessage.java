package lingdian.agent.link;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts events together to one message (handbook, protocol-messages.md#from-the-agent), from their finished texts: no
 * event is spelled twice.
 */
public final class EventMessage {
    /** The most events of a message. */
    public static final int MAX_EVENTS = 1_000;

    /** Half of what a message may hold, in bytes. */
    public static final int MAX_BYTES = 512 * 1024;

    private EventMessage() {}

    /**
     * A message of at least one event.
     *
     * @param sent the agent's clock, by which the service mends wrong times; null where it shall not
     */
    public static String of(List<String> events, @Nullable Instant sent) {
        if (sent != null) {
            return "{\"type\":\"batch\",\"sent\":\"" + EventJson.time(sent) + "\",\"events\":" + array(events) + "}";
        }
        return events.size() == 1 ? events.getFirst() : array(events);
    }

    private static String array(List<String> events) {
        return "[" + String.join(",", events) + "]";
    }
}
