package lingdian.agent.link;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** What an agent wants to hear of its connection. Every method is called on the connection's context. */
public interface AgentListener {
    /** One that listens to nothing. */
    AgentListener NONE = new AgentListener() {};

    /** The service said welcome; after every reconnection again. */
    default void welcomed(JsonObject welcome) {}

    /** Everything up to {@code seq} is safe; {@code chain} is the café's own proof of what was recorded. */
    default void acknowledged(long seq, String chain) {}

    default void judged(Answer.Verdict verdict) {}

    default void rejected(Answer.Reject reject) {}

    /** {@code closing-soon} or {@code hours-changed}, as received. */
    default void noticed(JsonObject notice) {}

    /** The connection was lost and is tried again after {@code delayMillis}. */
    default void disconnected(String reason, long delayMillis) {}

    /** The service will not have this agent at present; it is tried again after {@code delayMillis}. */
    default void refused(AgentStoppedException reason, long delayMillis) {}

    /** A new stream has begun; the service ends what was open in the old one. Only agents with records of their own do that. */
    default void renewed(UUID stream, String reason) {}

    /** The connection is given up: nothing is sent any more. */
    default void stopped(AgentStoppedException reason) {}
}
