package lingdian.feed.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.hours.Area;

/**
 * The content of one message: violations of one café, or the cafés of one county's outage, without persons.
 *
 * @param id of the delivery, unchanged at every attempt
 * @param violations each once, ordered by change, newest last; at least one
 * @param more the number of changes that are not listed
 */
record Notice(UUID id, Area area, List<Line> violations, int more) {
    Notice {
        violations = List.copyOf(violations);
    }

    /**
     * One violation as of the notified change.
     *
     * @param cafe the café's name
     */
    record Line(
            ViolationId id,
            String code,
            String standing,
            Instant startedAt,
            Instant detectedAt,
            PlaceCode placeCode,
            String cafe) {}

    int count() {
        return violations.size() + more;
    }

    /** The café's name as it is now. */
    String cafe() {
        return violations.getLast().cafe();
    }
}
