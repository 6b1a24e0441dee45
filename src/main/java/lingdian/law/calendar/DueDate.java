package lingdian.law.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** When a term ends. */
public sealed interface DueDate {
    /**
     * The last day on which something can be done in time (民法典, Art. 203: until midnight).
     *
     * @param provisional whether the term reaches into a year whose notice of holidays is not entered, so that the day may
     * still change
     */
    record Day(LocalDate date, boolean provisional) implements DueDate {
        @Override
        public boolean isOver(Instant now, ZoneId zone) {
            return LocalDate.ofInstant(now, zone).isAfter(date);
        }

        @Override
        public String toString() {
            return date.toString();
        }
    }

    /** The end of a term of hours, which no holiday moves. */
    record Moment(Instant at) implements DueDate {
        @Override
        public boolean provisional() {
            return false;
        }

        @Override
        public boolean isOver(Instant now, ZoneId zone) {
            return now.isAfter(at);
        }

        @Override
        public String toString() {
            return at.toString();
        }
    }

    boolean provisional();

    /** @param zone the café's, whose local date counts */
    boolean isOver(Instant now, ZoneId zone);
}
