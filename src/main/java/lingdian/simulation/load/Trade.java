package lingdian.simulation.load;

import java.util.function.LongSupplier;

/**
 * What all agents of a run share, since they live on one event loop and use it one after the other.
 *
 * @param outgoing the message that is being put together
 * @param events the templates
 * @param time the agents' clock
 * @param nanos moments for latencies, from any origin, never going back
 * @param scan reads answers
 * @param tally counts
 */
record Trade(
        OutgoingMessage outgoing, EventBytes events, WireTime time, LongSupplier nanos, AnswerScan scan, Tally tally) {}
