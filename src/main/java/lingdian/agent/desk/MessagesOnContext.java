package lingdian.agent.desk;

import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.Answer;

/** Forwards the connection's events to the desk's context, so that the desk needs no locks. */
record MessagesOnContext(Context context, AgentListener listener) implements AgentListener {
    @Override
    public void welcomed(JsonObject welcome) {
        context.runOnContext(nothing -> listener.welcomed(welcome));
    }

    @Override
    public void judged(Answer.Verdict verdict) {
        context.runOnContext(nothing -> listener.judged(verdict));
    }

    @Override
    public void rejected(Answer.Reject reject) {
        context.runOnContext(nothing -> listener.rejected(reject));
    }

    @Override
    public void noticed(JsonObject notice) {
        context.runOnContext(nothing -> listener.noticed(notice));
    }

    @Override
    public void disconnected(String reason, long delayMillis) {
        context.runOnContext(nothing -> listener.disconnected(reason, delayMillis));
    }

    @Override
    public void refused(AgentStoppedException reason, long delayMillis) {
        context.runOnContext(nothing -> listener.refused(reason, delayMillis));
    }

    @Override
    public void renewed(UUID stream, String reason) {
        context.runOnContext(nothing -> listener.renewed(stream, reason));
    }

    @Override
    public void stopped(AgentStoppedException reason) {
        context.runOnContext(nothing -> listener.stopped(reason));
    }
}
