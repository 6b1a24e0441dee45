package lingdian.law.hours;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a café's licence is suspended, or has expired.
 *
 * @param from its first instant
 * @param to the first instant after it, null: without end; equal to {@code from} if it was cancelled
 * @param order what suspends it; null: it has expired
 */
public record SuspensionPeriod(
        UUID id,
        Instant from,
        @Nullable Instant to,
        @Nullable SuspensionOrder order) {
    public SuspensionPeriod {
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("a suspension must not end before it begins");
        }
    }

    /** The time after a licence has expired, as long as it is not renewed. */
    public static SuspensionPeriod expired(UUID id, Instant from) {
        return new SuspensionPeriod(id, from, null, null);
    }

    /** The first instant after it; the greatest instant if it has no end. */
    Instant endsAt() {
        return endOf(to);
    }

    public static Instant endOf(@Nullable Instant to) {
        return to == null ? Instant.parse("9999-12-31T00:00:00Z") : to;
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && (to == null || at.isBefore(to));
    }
}
