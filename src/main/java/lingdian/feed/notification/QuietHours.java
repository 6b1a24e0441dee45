package lingdian.feed.notification;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import lingdian.domain.ChinaTime;

/**
 * A part of each day, in China's time, in which an account receives no notifications.
 *
 * @param to if before {@code from}, a time on the next day
 * @param drops whether findings in these hours are dropped, rather than notified afterwards
 */
public record QuietHours(LocalTime from, LocalTime to, boolean drops) {
    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet hours must not end at the time at which they begin");
        }
    }

    /** Whether a moment lies in the quiet hours. Their end does not. */
    public boolean cover(Instant at) {
        LocalTime time = LocalTime.ofInstant(at, ChinaTime.ZONE);
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** The first moment outside the quiet hours, not before {@code at}. */
    public Instant after(Instant at) {
        if (!cover(at)) {
            return at;
        }
        ZonedDateTime local = at.atZone(ChinaTime.ZONE);
        ZonedDateTime end = local.with(to);
        return (end.isAfter(local) ? end : end.plusDays(1)).toInstant();
    }
}
