package lingdian.platform.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as every page writes them: to the minute, with the date unless it is today, and with the year only where it is
 * not this year.
 *
 * <p>No page formats a time in any other way. A day that a document names, such as the last day of a licence, is
 * written whole, as the document writes it.
 *
 * @param now by the server's clock, when the page is made
 * @param zone of the reader
 */
public record PageTimes(Instant now, ZoneId zone, PageTexts texts) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String MIDNIGHT = "24:00";
    private static final List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /** A time to the minute: today 00:42, 11-27 00:42, or 2025-11-27 00:42; empty for null. */
    public String moment(@Nullable OffsetDateTime at) {
        return at == null ? "" : moment(at.toInstant());
    }

    public String moment(Instant at) {
        ZonedDateTime here = at.atZone(zone);
        return isToday(here.toLocalDate())
                ? texts.text("time.today", Locale.ROOT, CLOCK.format(here))
                : date(here.toLocalDate()) + " " + CLOCK.format(here);
    }

    /** From one time to another, which has a date only if it is on another day. */
    public String span(OffsetDateTime from, OffsetDateTime to) {
        return moment(from) + " – " + (day(from).equals(day(to)) ? clock(to) : moment(to));
    }

    /** Until when something lasts: midnight is 24:00 of the day that ends with it. */
    public String until(OffsetDateTime at) {
        if (!isMidnight(at)) {
            return moment(at);
        }
        LocalDate ended = day(at).minusDays(1);
        return isToday(ended) ? texts.text("time.today", Locale.ROOT, MIDNIGHT) : date(ended) + " " + MIDNIGHT;
    }

    /** As {@link #span}, with midnight as the end of a day. */
    public String spanUntil(OffsetDateTime from, OffsetDateTime to) {
        return isMidnight(to) && day(from).equals(day(to).minusDays(1))
                ? moment(from) + " – " + MIDNIGHT
                : moment(from) + " – " + (day(from).equals(day(to)) ? clock(to) : until(to));
    }

    private boolean isMidnight(OffsetDateTime at) {
        return at.atZoneSameInstant(zone).toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    /** The time of day alone, where the date is beside it. */
    public String clock(OffsetDateTime at) {
        return CLOCK.format(at.atZoneSameInstant(zone));
    }

    /** 11-27, or 2025-11-27. */
    public String date(LocalDate day) {
        return day.getYear() == today().getYear() ? DATE.format(day) : day.toString();
    }

    /** A day by which something is due, with its weekday: 11-27 Fri. */
    public String weekday(LocalDate day) {
        return date(day) + " "
                + texts.text("day." + WEEKDAYS.get(day.getDayOfWeek().ordinal()));
    }

    /** A time by which something is due: today 18:00, or 11-27 Fri 18:00. */
    public String weekday(OffsetDateTime at) {
        return isToday(day(at)) ? moment(at) : weekday(day(at)) + " " + clock(at);
    }

    /** A time to the minute with its date even if that is today, for a text that is read on other days too. */
    public String dated(OffsetDateTime at) {
        return date(day(at)) + " " + clock(at);
    }

    /**
     * A time to the second with its year; empty for null. For evidence and files: when a violation began and ended as
     * the record has it, the entries of the access log, whose order within a minute says who knew what first, and
     * tables that are downloaded.
     */
    public String second(@Nullable OffsetDateTime at) {
        return at == null ? "" : SECOND.format(at.atZoneSameInstant(zone));
    }

    /** How long something lasted, as the browser counts it on. */
    public static String lasted(Duration lasted) {
        Duration shown = lasted.isNegative() ? Duration.ZERO : lasted;
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", shown.toHours(), shown.toMinutesPart(), shown.toSecondsPart());
    }

    public LocalDate today() {
        return LocalDate.ofInstant(now, zone);
    }

    private boolean isToday(LocalDate day) {
        return day.equals(today());
    }

    private LocalDate day(OffsetDateTime at) {
        return at.atZoneSameInstant(zone).toLocalDate();
    }
}
