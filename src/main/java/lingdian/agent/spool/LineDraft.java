package lingdian.agent.spool;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.agent.link.EventJson;
import lingdian.domain.event.AgentEvent;

/** A line without its number. */
@FunctionalInterface
interface LineDraft {
    /** @throws IllegalArgumentException if the event cannot be encoded */
    Line line(long seq);

    /** A draft of an event that the agent is asked to record. */
    static LineDraft of(EventDraft draft, Instant at) {
        return seq -> {
            AgentEvent.WellFormed event = draft.numbered(seq, at);
            if (event.seq() != seq) {
                throw new IllegalArgumentException("the event does not carry its assigned number");
            }
            return new Line(
                    seq,
                    at,
                    event instanceof AgentEvent.Login,
                    EventJson.of(event).encode());
        };
    }

    /** A draft of an unacknowledged event of another stream, with its original time. */
    static LineDraft carriedOver(Line line) {
        return seq -> new Line(
                seq,
                line.recordedAt(),
                line.login(),
                new JsonObject(line.json()).put("seq", seq).encode());
    }
}
