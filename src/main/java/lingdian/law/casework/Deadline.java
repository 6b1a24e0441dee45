package lingdian.law.casework;

import java.time.Instant;
import java.util.List;
import lingdian.law.calendar.DueDate;
import lingdian.law.calendar.DueDates;
import lingdian.law.calendar.Pause;

/**
 * A deadline of one case. It is shown and never enforced: what is late can still be done.
 *
 * @param provisional whether it reaches into a year whose notice of holidays is not entered
 * @param overdue whether it has passed
 * @param basis the article, as people read it
 */
public record Deadline(String id, DueDate due, boolean provisional, boolean overdue, String basis) {
    /**
     * The deadline that a step set off.
     *
     * @param start when the step was taken
     * @param pauses of the case since then
     */
    public static Deadline of(DeadlineRule rule, Instant start, List<Pause> pauses, Instant now, DueDates dates) {
        DueDate due = dates.end(rule.term(), start, pauses, now);
        return new Deadline(rule.id(), due, due.provisional(), due.isOver(now, dates.zone()), rule.basis());
    }
}
