package lingdian.law.hours;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a café's licence is suspended.
 *
 * @param from its first instant
 * @param to the first instant after it, null: without end; equal to {@code from} if it was cancelled
 */
public record SuspensionPeriod(
        UUID id, Instant from, @Nullable Instant to) {
    public SuspensionPeriod {
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("a suspension must not end before it begins");
        }
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
