package lingdian.record.backtest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.law.hours.Closure;
import org.jspecify.annotations.Nullable;

/**
 * What decides when a café's agent is waited for, besides its hours.
 *
 * @param keyedAt when its first agent key was made or its first enrolment code expired; null: it has neither
 * @param entered when each suspension and closure was entered: a look before that did not know of it
 */
record Attendance(@Nullable Instant keyedAt, List<Closure> closures, Map<UUID, Instant> entered) {
    /** Of a café that nobody waits for. */
    static final Attendance NONE = new Attendance(null, List.of(), Map.of());

    Attendance {
        closures = List.copyOf(closures);
        entered = Map.copyOf(entered);
    }

    /** Whether a suspension or closure was known at a moment. */
    boolean isKnown(UUID id, Instant at) {
        Instant since = entered.get(id);
        return since == null || !since.isAfter(at);
    }
}
