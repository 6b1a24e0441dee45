package lingdian.feed.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;

/**
 * The content of one message: violations of one café, without persons.
 *
 * @param id of the delivery, unchanged at every attempt
 * @param violations each once, ordered by change, newest last
 * @param more the number of changes that are not listed
 */
record Notice(UUID id, PlaceCode placeCode, String cafe, List<Line> violations, int more) {
    Notice {
        violations = List.copyOf(violations);
    }

    /** One violation as of the notified change. */
    record Line(ViolationId id, String code, String standing, Instant startedAt, Instant detectedAt) {}

    int count() {
        return violations.size() + more;
    }
}
