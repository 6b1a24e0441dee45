package lingdian.simulation.load;

import java.util.function.LongSupplier;

/**
 * The objects that all agents of a run share, since they live on one event loop and use them in turn.
 *
 * @param outgoing the message being assembled
 * @param events the templates
 * @param time the agents' clock
 * @param nanos a monotonic clock for latencies, with any origin
 * @param scan reads answers
 * @param tally counts
 */
record LoadContext(
        OutgoingMessage outgoing,
        EventBytes events,
        WireTime time,
        LongSupplier nanos,
        AnswerScan scan,
        LoadTally tally) {}
