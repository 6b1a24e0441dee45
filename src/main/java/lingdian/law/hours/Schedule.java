package lingdian.law.hours;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Weekly hours granted by one authority for a range of days.
 *
 * @param entered its place in the order of entry: within one level the latest entry wins
 * @param from the first local day on which it is in force
 * @param to the last one, included; null: without end
 */
public record Schedule(
        Level level,
        long entered,
        Weekly weekly,
        LocalDate from,
        @Nullable LocalDate to) {
    public Schedule {
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("a schedule must not end before it begins");
        }
    }
}
