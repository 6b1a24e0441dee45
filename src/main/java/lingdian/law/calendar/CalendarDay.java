package lingdian.law.calendar;

import java.time.LocalDate;
import java.util.Locale;
import lingdian.law.statute.LawStanding;
import org.jspecify.annotations.Nullable;

/**
 * A day that is not what its day of the week says.
 *
 * @param name of the holiday, or of the one that the working day makes up for, in Chinese
 * @param source the document that says so; null: that of its year
 * @param standing how well the source is known; null: as that of its year
 */
public record CalendarDay(
        LocalDate date,
        Kind kind,
        String name,
        @Nullable String source,
        @Nullable LawStanding standing) {
    /** What the day is. */
    public enum Kind {
        /** A day off (放假): a statutory holiday, or one that was swapped for a working day at a weekend. */
        HOLIDAY,
        /** A Saturday or Sunday that is worked (调休上班). */
        WORKDAY;

        /** {@code holiday}, as in the file. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is none of this word */
        public static Kind of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }
}
