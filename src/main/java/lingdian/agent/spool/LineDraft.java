package lingdian.agent.spool;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.agent.link.EventJson;
import lingdian.domain.event.AgentEvent;

/** A line without its number. */
@FunctionalInterface
interface LineDraft {
    /** @throws IllegalArgumentException where it cannot be an event */
    Line line(long seq);

    /** What the agent is asked to record. */
    static LineDraft of(EventDraft draft, Instant at) {
        return seq -> {
            AgentEvent.WellFormed event = draft.numbered(seq, at);
            if (event.seq() != seq) {
                throw new IllegalArgumentException("the event has another number than the one that it was given");
            }
            return new Line(
                    seq,
                    at,
                    event instanceof AgentEvent.Login,
                    EventJson.of(event).encode());
        };
    }

    /** What another stream recorded and nobody acknowledged: the same event, with its own time. */
    static LineDraft carriedOver(Line line) {
        return seq -> new Line(
                seq,
                line.recordedAt(),
                line.login(),
                new JsonObject(line.json()).put("seq", seq).encode());
    }
}
