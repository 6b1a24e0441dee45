package lingdian.simulation.city;

import java.time.Instant;

/** A period in which a café's licence is suspended; {@code to} excluded. */
record Suspension(Instant from, Instant to) {
    boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
