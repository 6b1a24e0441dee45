package lingdian.law.hours;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * Local days and times of day as instants, in an order that clock changes do not disturb: a later local time is never
 * an earlier instant, so that adjoining intervals adjoin on every day.
 *
 * <p>A local time that a clock change skips is the instant of the change; one that occurs twice is the first of the
 * two.
 */
public record LocalDays(ZoneId zone) {
    /** The instant {@code minutes} after the midnight that begins {@code day}, by the clock on the wall. */
    Instant at(LocalDate day, int minutes) {
        LocalDateTime local = day.atStartOfDay().plusMinutes(minutes);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.toInstant(zone.getRules().getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }

    /** The first instant of a day. */
    public Instant start(LocalDate day) {
        return at(day, 0);
    }

    /** The day whose start is the last one not after {@code instant}. */
    LocalDate dayOf(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        while (start(day).isAfter(instant)) {
            day = day.minusDays(1);
        }
        while (!start(day.plusDays(1)).isAfter(instant)) {
            day = day.plusDays(1); // the clock went back over midnight
        }
        return day;
    }
}
