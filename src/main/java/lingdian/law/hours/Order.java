package lingdian.law.hours;

import java.time.Instant;
import java.util.UUID;

/**
 * An order that opens or closes cafés for an exact interval, whatever the schedules say.
 *
 * @param entered its place in the order of entry: on one level the latest entered wins
 * @param open whether it opens; else it closes
 * @param from the first instant of it
 * @param to the first instant after it; equal to {@code from} where it was cancelled before it began
 */
public record Order(Level level, long entered, UUID id, boolean open, Instant from, Instant to) {
    public Order {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("an order ends no earlier than it begins");
        }
    }
}
