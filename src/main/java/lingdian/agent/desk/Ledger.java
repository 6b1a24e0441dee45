package lingdian.agent.desk;

import io.vertx.core.Future;
import java.time.Instant;
import lingdian.agent.link.Answer;
import lingdian.domain.event.AgentEvent;

/**
 * What the desk needs of the spool and the connection behind it.
 *
 * <p>A seam of its own, so that the desk's decisions can be tested without a disk and a service. Every future completes on
 * the desk's context.
 */
interface Ledger {
    /** What is to be recorded, once its number and time are known. */
    @FunctionalInterface
    interface Draft {
        AgentEvent.WellFormed numbered(long seq, Instant at);
    }

    /** Completes with the number once the event would survive a power cut; fails where it is not recorded. */
    Future<Long> record(Draft draft);

    /** What the service says of an event, whenever that may be. */
    Future<Answer> answer(long seq);

    /** Whether the service has said welcome on a connection that still stands. */
    boolean connected();

    /** Whether the last record failed because the disk is full. */
    boolean diskFull();
}
