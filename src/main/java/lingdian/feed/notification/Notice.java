package lingdian.feed.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;

/**
 * What one message tells: violations of one café, without persons.
 *
 * @param id of the delivery, the same at every attempt
 * @param violations newest change last, each once
 * @param more changes that there were besides
 */
record Notice(UUID id, PlaceCode placeCode, String cafe, List<Line> violations, int more) {
    Notice {
        violations = List.copyOf(violations);
    }

    /** One violation as of the change that is told. */
    record Line(UUID id, String code, String standing, Instant startedAt, Instant detectedAt) {}

    int count() {
        return violations.size() + more;
    }
}
