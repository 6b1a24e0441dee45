package lingdian.console.morning;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import lingdian.domain.ChinaTime;

/**
 * A night as offices count it: the business day from eight to eight, so that an evening and the hours after midnight are one.
 *
 * @param day on which it begins
 */
record NightSpan(LocalDate day) {
    /** When the permitted hours begin (Order 363, Art. 22). */
    static final int HOUR = 8;

    private static final int DAYS_OF_WEEK = 7;

    /** The night that ended last; before eight the one that goes on. */
    static NightSpan last(Instant now) {
        return new NightSpan(LocalDate.ofInstant(now, ChinaTime.ZONE).minusDays(1));
    }

    /** The night of a day as it was typed; the last one if it is none, or later than that. */
    static NightSpan of(String typed, Instant now) {
        NightSpan last = last(now);
        try {
            LocalDate day = typed.isEmpty() ? last.day : LocalDate.parse(typed);
            return day.isBefore(last.day) ? new NightSpan(day) : last;
        } catch (DateTimeException none) {
            return last;
        }
    }

    Instant from() {
        return day.atTime(LocalTime.of(HOUR, 0)).atZone(ChinaTime.ZONE).toInstant();
    }

    Instant to() {
        return next().from();
    }

    boolean isOver(Instant now) {
        return !now.isBefore(to());
    }

    /** Whether an hour of a day belongs to it. */
    boolean has(LocalDate date, int hour) {
        return hour >= HOUR ? date.equals(day) : date.equals(day.plusDays(1));
    }

    /** Whether what begins at an instant begins in it. */
    boolean began(Instant at) {
        return !at.isBefore(from()) && at.isBefore(to());
    }

    NightSpan before() {
        return new NightSpan(day.minusDays(1));
    }

    NightSpan weekBefore() {
        return new NightSpan(day.minusDays(DAYS_OF_WEEK));
    }

    NightSpan next() {
        return new NightSpan(day.plusDays(1));
    }
}
