package lingdian.office.casework;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseCourse;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseId;
import lingdian.law.course.CheckOutcome;
import lingdian.law.course.CourseStep;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * A case as it is stored, with its violations and actions.
 *
 * @param assignees who deals with it, with names; as the file's officers
 * @param keys by which it was sorted
 * @param violations the first of them, and one of each sort, where they are too many to be shown
 * @param violationCount of all
 * @param demand what the last order to correct demands; null where there is none, or it can no longer be opened
 */
record StoredCase(
        CaseFile file,
        Place place,
        @Nullable String number,
        @Nullable Trigger trigger,
        @Nullable CaseId mergedInto,
        List<Assignee> assignees,
        @Nullable String demand,
        List<PlacedViolation> violations,
        int violationCount,
        List<StoredAction> actions,
        SortKeys keys) {
    /**
     * @param region the county that deals with it
     * @param cafe the café's name; null where it is in a region now that the reader does not see
     * @param cafeMovedAway of a closed case: whether the café belongs to another county now
     */
    record Place(
            RegionCode region,
            ZoneId zone,
            LocalDate businessDay,
            @Nullable String cafe,
            boolean cafeMovedAway) {}

    /** What worklists sort by, as it was stored with the last change. */
    record SortKeys(int priority, Instant dueAt, Instant beganAt) {}

    /** Whether all its violations are here. */
    boolean isWhole() {
        return violations.size() == violationCount;
    }

    /** The actions that are possible. A café that moved away took along what nobody has checked, so no case goes back there. */
    List<CourseVerb> open() {
        boolean unchecked = file.step() instanceof CourseStep.Closed closed
                && closed.before().takesViolations();
        return CaseCourse.open(file).stream()
                .filter(verb -> verb != CourseVerb.REOPEN || !unchecked || !place.cafeMovedAway())
                .toList();
    }

    List<CaseFinding> findings() {
        return violations.stream().map(PlacedViolation::finding).toList();
    }

    /**
     * What was found of all its violations, and by its check, together: one that is true makes the case, also where others
     * came from a case that was merged into it. Null: it is not checked.
     */
    @Nullable
    CheckOutcome outcome() {
        return CheckOutcome.together(
                        Stream.concat(file.found().stream(), actions.stream().map(StoredAction::outcome))
                                .filter(Objects::nonNull)
                                .toList())
                .orElse(null);
    }

    @Override
    public String toString() {
        return "StoredCase[" + file.id() + "]"; // officers have names, notes are free text
    }
}
