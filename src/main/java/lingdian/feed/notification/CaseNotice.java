package lingdian.feed.notification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * The content of one message about cases of one café: how far they are, without what anybody wrote and without persons.
 *
 * @param id of the delivery, unchanged at every attempt
 * @param lines each case or violation once, as of its last change, newest last; at least one
 * @param more the number of changes that are not listed
 */
record CaseNotice(UUID id, PlaceCode placeCode, List<CaseLine> lines, int more) {
    CaseNotice {
        lines = List.copyOf(lines);
    }

    /**
     * A case, or a violation on which a step was taken or to which its café or an authority said something.
     *
     * @param code of the violation; null for a case
     * @param step of the case, or how far the violation is
     * @param cafe its name
     * @param correctBy for an operator, of a case: the last day to correct what was ordered
     */
    record CaseLine(
            UUID id,
            @Nullable String code,
            String step,
            Instant at,
            String cafe,
            @Nullable LocalDate correctBy) {
        boolean isCase() {
            return code == null;
        }
    }

    int count() {
        return lines.size() + more;
    }

    /** The café's name as it is now. */
    String cafe() {
        return lines.getLast().cafe();
    }
}
