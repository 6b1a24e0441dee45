package lingdian.record.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The retention periods (handbook, retention.md).
 *
 * @param days how many whole days a received day is kept; the day itself is not counted
 * @param violationMonths how long violations are kept, which have no persons by then
 * @param caseMonths how long the sealed evidence of a confirmed case is kept after the case was closed
 * @param logMonths how long the access log is kept, and what was told of agents' keys and codes
 */
public record RetentionPeriods(int days, int violationMonths, int caseMonths, int logMonths) {
    /** Days and months end at China's midnight, the one time zone of the record. */
    private static final ZoneOffset RECORD_DAY = ZoneOffset.ofHours(8);

    /** The defaults of the handbook, retention.md. */
    public static final RetentionPeriods DEFAULT = new RetentionPeriods(90, 24, 60, 12);

    /** The last received day that is no longer kept: every record of it is at least {@code days} whole days old. */
    LocalDate lastDay(Instant now) {
        return today(now).minusDays(days + 1L);
    }

    /** The current received day, which is not complete. */
    static LocalDate today(Instant now) {
        return now.atOffset(RECORD_DAY).toLocalDate();
    }

    /** Violations that were found earlier are dropped. */
    OffsetDateTime violationsBefore(Instant now) {
        return beginning(today(now).minusMonths(violationMonths));
    }

    /** Cases that were closed earlier lose their evidence. */
    OffsetDateTime casesClosedBefore(Instant now) {
        return beginning(today(now).minusMonths(caseMonths));
    }

    /** Months of the access log that ended earlier are dropped, and changes of keys and codes that are older. */
    OffsetDateTime logBefore(Instant now) {
        return beginning(today(now).minusMonths(logMonths));
    }

    private static OffsetDateTime beginning(LocalDate day) {
        return day.atStartOfDay().atOffset(RECORD_DAY);
    }
}
