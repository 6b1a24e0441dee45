package lingdian.office.casework;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseId;
import lingdian.law.course.Sanction;
import lingdian.law.course.StepName;
import lingdian.office.query.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * A case as its café's operator may see it.
 *
 * @param demand what must be corrected; null where nothing is, or it can no longer be opened
 * @param due by when
 * @param sanctions of the last decision, which the operator may know once its paper was served
 * @param violations that belong to it and are kept, in their order; the first ones of very many
 * @param violationCount of all that belong to it
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
        List<Sanction> sanctions,
        List<Found> violations,
        int violationCount,
        Instant openedAt) {
    OperatorCase {
        sanctions = List.copyOf(sanctions);
        violations = List.copyOf(violations);
    }

    /** What was done with it, of what the café may know. */
    record Done(String action, Instant at) {}

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

    /** Its place in lists. */
    Cursor.AfterViolation place() {
        return new Cursor.AfterViolation(openedAt, id.value());
    }

    @Override
    public String toString() {
        return "OperatorCase[" + id + "]"; // a demand is free text
    }
}
