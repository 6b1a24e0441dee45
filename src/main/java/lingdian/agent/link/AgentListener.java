package lingdian.agent.link;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Receives what happens on an agent's connection. Every method is called on the connection's context. */
public interface AgentListener {
    /** A listener that ignores every event. */
    AgentListener NONE = new AgentListener() {};

    /** The service sent its welcome, after every reconnection. */
    default void welcomed(JsonObject welcome) {}

    /** Everything up to {@code seq} is acknowledged; {@code chain} is the café's own proof of what was recorded. */
    default void acknowledged(long seq, String chain) {}

    default void judged(Answer.Verdict verdict) {}

    default void rejected(Answer.Reject reject) {}

    /** {@code closing-soon}, {@code hours-changed} or {@code message}, as received. */
    default void noticed(JsonObject notice) {}

    /** The connection was lost and is retried after {@code delayMillis}. */
    default void disconnected(String reason, long delayMillis) {}

    /** The service refuses this agent at present; the connection is retried after {@code delayMillis}. */
    default void refused(AgentStoppedException reason, long delayMillis) {}

    /** A new stream has begun; the service ends the sessions of the old one. Only for agents with their own records. */
    default void renewed(UUID stream, String reason) {}

    /** The connection is given up: nothing more is sent. */
    default void stopped(AgentStoppedException reason) {}
}
