package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.law.judge.SessionLog.Stay;
import org.jspecify.annotations.Nullable;

/**
 * {@code IDENTITY_SHARED} by the words of the handbook (rules.md#identity_shared), from all sessions at the end of the
 * day: pair by pair.
 */
final class SharedOracle {
    /** What must be found. @param endedAt null while it is open */
    record Shared(Instant startedAt, @Nullable Instant endedAt, Standing standing) {}

    private static final Duration CHANGE_OF_SEATS = Duration.ofMinutes(5);
    private static final Comparator<Stay> BEGUN =
            Comparator.comparing(Stay::startedAt).thenComparing(Stay::placeCode).thenComparing(Stay::session);

    private SharedOracle() {}

    /** By place code and session of the later one. */
    static Map<String, Shared> all(SessionLog log) {
        var found = new HashMap<String, Shared>();
        log.stays.forEach((key, later) -> {
            List<Stay> earlier = log.stays.values().stream()
                    .filter(stay -> stay.person().equals(later.person()) && BEGUN.compare(stay, later) < 0)
                    .toList();
            List<Stay> shared = earlier.stream()
                    .filter(stay -> overlap(log, stay, later).compareTo(CHANGE_OF_SEATS) > 0)
                    .toList();
            if (!shared.isEmpty()) {
                boolean same = shared.stream().anyMatch(stay -> stay.placeCode().equals(later.placeCode()));
                found.put(
                        key,
                        new Shared(later.startedAt(), end(earlier, later), same ? Standing.FACT : Standing.SUSPICION));
            }
        });
        return found;
    }

    private static Duration overlap(SessionLog log, Stay earlier, Stay later) {
        Instant one = shownUntil(log, earlier);
        Instant other = shownUntil(log, later);
        return Duration.between(later.startedAt(), one.isBefore(other) ? one : other);
    }

    private static Instant shownUntil(SessionLog log, Stay stay) {
        return stay.endedAt() == null ? Objects.requireNonNull(log.clocks.get(stay.placeCode())) : stay.endedAt();
    }

    private static @Nullable Instant end(List<Stay> earlier, Stay later) {
        boolean anyOpen = earlier.stream().anyMatch(stay -> stay.endedAt() == null);
        Instant lastEarlier = anyOpen
                ? null
                : earlier.stream()
                        .map(stay -> Objects.requireNonNull(stay.endedAt()))
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        if (lastEarlier == null || later.endedAt() == null) {
            return later.endedAt() == null ? lastEarlier : later.endedAt();
        }
        return lastEarlier.isBefore(later.endedAt()) ? lastEarlier : later.endedAt();
    }
}
