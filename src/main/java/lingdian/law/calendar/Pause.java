package lingdian.law.calendar;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Days that do not count towards a term, as those of a hearing or an appraisal.
 *
 * @param from the first of them
 * @param to the last of them; null: it goes on
 */
public record Pause(LocalDate from, @Nullable LocalDate to) {
    private static final long DAYS_MAX = 3_660;

    public Pause {
        if (to != null && (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= DAYS_MAX)) {
            throw new IllegalArgumentException("to: must not be before from, nor ten years after it");
        }
    }

    /** @param today the last day that a pause without an end is known to cover */
    boolean covers(LocalDate date, LocalDate today) {
        return !date.isBefore(from) && !date.isAfter(to == null ? today : to);
    }
}
