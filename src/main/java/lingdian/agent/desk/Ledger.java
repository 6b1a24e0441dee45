package lingdian.agent.desk;

import io.vertx.core.Future;
import java.time.Instant;
import lingdian.agent.link.Answer;
import lingdian.domain.event.AgentEvent;

/**
 * The parts of the spool and the connection that the desk needs.
 *
 * <p>An interface, so that the desk's decisions can be tested without a disk and a service. Every future completes on
 * the desk's context.
 */
interface Ledger {
    /** An event to be recorded, before its number and time are known. */
    @FunctionalInterface
    interface Draft {
        AgentEvent.WellFormed numbered(long seq, Instant at);
    }

    /** Completes with the number once the event would survive a power failure; fails if it is not recorded. */
    Future<Long> record(Draft draft);

    /** The service's answer to an event, whenever it comes. */
    Future<Answer> answer(long seq);

    /** Whether the service has sent its welcome on the open connection. */
    boolean connected();

    /** Whether the last event was not recorded because the disk is full. */
    boolean diskFull();
}
