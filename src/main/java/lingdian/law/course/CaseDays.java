package lingdian.law.course;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The business day (营业日) to which a violation belongs: from eight in the morning to eight of the next day. */
public final class CaseDays {
    private static final Duration BEGINS = Duration.ofHours(8);

    private CaseDays() {}

    /** @param zone the café's */
    public static LocalDate of(Instant startedAt, ZoneId zone) {
        return startedAt.atZone(zone).toLocalDateTime().minus(BEGINS).toLocalDate();
    }
}
