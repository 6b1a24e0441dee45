package lingdian.law.course;

import java.time.LocalDate;
import java.util.Objects;
import lingdian.law.casework.DeadlineRule;
import lingdian.platform.settings.Inline;
import org.jspecify.annotations.Nullable;

/**
 * A deadline of a course.
 *
 * @param from the step from which it runs
 * @param until the action that meets it; null: whatever leads away from that step
 */
public record CourseDeadline(
        @Inline DeadlineRule rule, StepName from, @Nullable CourseVerb until) {
    /** The first day on which it holds. */
    LocalDate begins() {
        return Objects.requireNonNullElse(rule.validFrom(), LocalDate.MIN);
    }
}
