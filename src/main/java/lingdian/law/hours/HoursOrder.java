package lingdian.law.hours;

import java.time.Instant;
import java.util.UUID;

/**
 * An order that opens or closes cafés for an exact interval, regardless of the schedules.
 *
 * @param entered its place in the order of entry: within one level the latest entry wins
 * @param open whether it opens; otherwise it closes
 * @param from its first instant
 * @param to the first instant after it; equal to {@code from} if it was cancelled before it began
 */
public record HoursOrder(Level level, long entered, UUID id, boolean open, Instant from, Instant to) {
    public HoursOrder {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("an order must not end before it begins");
        }
    }
}
