package lingdian.office.casework;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseId;
import lingdian.law.course.StepName;
import org.jspecify.annotations.Nullable;

/**
 * A case as its café's operator may see it.
 *
 * @param demand what must be corrected; null where nothing is, or it can no longer be opened
 * @param due by when
 * @param violations that belong to it, in their order
 */
record OperatorCase(
        CaseId id,
        Authority authority,
        PlaceCode placeCode,
        RegionCode region,
        LocalDate businessDay,
        StepName step,
        @Nullable String demand,
        @Nullable LocalDate due,
        List<Found> violations,
        Instant openedAt) {
    OperatorCase {
        violations = List.copyOf(violations);
    }

    /**
     * @param terminal null where it is about no one terminal
     * @param objected whether the café objected to it
     */
    record Found(
            UUID id,
            String code,
            Instant startedAt,
            @Nullable String terminal,
            boolean objected) {}

    @Override
    public String toString() {
        return "OperatorCase[" + id + "]"; // a demand is free text
    }
}
