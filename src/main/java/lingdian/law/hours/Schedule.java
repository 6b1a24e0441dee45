package lingdian.law.hours;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Weekly hours that one authority granted for a time.
 *
 * @param entered its place in the order of entry: on one level the latest entered wins
 * @param from the first local day on which it is in force
 * @param to the last one, included; null where it has no end
 */
public record Schedule(
        Level level,
        long entered,
        Weekly weekly,
        LocalDate from,
        @Nullable LocalDate to) {
    public Schedule {
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("a schedule ends no earlier than it begins");
        }
    }
}
