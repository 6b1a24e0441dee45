package lingdian.law.hours;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a café is not operating by its own decision (handbook, hours.md#closures). Nobody waits for its agent
 * then; events of that time are judged all the same.
 *
 * @param from its first instant
 * @param to the first instant after it, null: until it is ended; equal to {@code from} if it was cancelled
 */
public record Closure(
        UUID id, Kind kind, Instant from, @Nullable Instant to) {
    public Closure {
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("a closure must not end before it begins");
        }
    }

    /** Whether the café means to open again. */
    public enum Kind {
        TEMPORARY,
        PERMANENT;

        /** The word on the wire and in the database. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String wire) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wire().equals(wire))
                    .findFirst();
        }
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && !isOver(at);
    }

    public boolean isOver(Instant at) {
        return to != null && !at.isBefore(to);
    }
}
