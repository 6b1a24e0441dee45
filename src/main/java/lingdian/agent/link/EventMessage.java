package lingdian.agent.link;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assembles a message (handbook, protocol-messages.md#from-the-agent) from the finished texts of events, so that no
 * event is encoded twice.
 */
public final class EventMessage {
    /** The most events in a message. */
    public static final int MAX_EVENTS = 1_000;

    /** Half of the permitted size of a message, in bytes. */
    public static final int MAX_BYTES = 512 * 1024;

    private EventMessage() {}

    /**
     * A message of at least one event.
     *
     * @param sent the agent's clock, by which the service corrects wrong times; null for no correction
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
