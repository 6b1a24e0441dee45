/**
 * The program of a terminal that tells the café's agent whether it is on and used, and nothing else. Main types:
 * {@code SeatReporter}, {@code Seat}.
 */
@NullMarked
package lingdian.agent.seat;

import org.jspecify.annotations.NullMarked;
