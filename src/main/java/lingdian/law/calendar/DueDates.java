package lingdian.law.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Works out when terms end.
 *
 * <ul>
 *   <li>The day from which a term runs does not count (民事诉讼法, Art. 85; 民法典, Art. 201).
 *   <li>Working days leave out weekends and holidays (行政处罚法, Art. 85), natural days and months do not.
 *   <li>A term of months ends on the day of the same number, or on the last of a month that has none (民法典, Art. 202).
 *   <li>If the last day of natural days or months is not worked, the next working day is the last (民事诉讼法, Art. 85;
 *       民法典, Art. 203).
 *   <li>Hours run through nights and holidays, from the moment itself (民法典, Art. 201).
 *   <li>Days of a pause do not count. As long as a pause goes on, each day moves the end by one.
 * </ul>
 *
 * @param zone of the café, whose local date counts
 */
public record DueDates(WorkCalendar calendar, ZoneId zone) {
    /** More pauses than a case ever has; each makes every day a little dearer. */
    public static final int PAUSES_MAX = 100;

    /**
     * The end of a term.
     *
     * @param start when the step was taken from which the term runs
     * @param now until when a pause without an end is known to last
     */
    public DueDate end(Term term, Instant start, List<Pause> pauses, Instant now) {
        if (pauses.size() > PAUSES_MAX) {
            throw new IllegalArgumentException("pauses: must be at most " + PAUSES_MAX);
        }
        var count = new Count(calendar, List.copyOf(pauses), LocalDate.ofInstant(now, zone));
        LocalDate first = LocalDate.ofInstant(start, zone);
        return switch (term.unit()) {
            case WD -> day(first.plusDays(1), count.afterWorkdays(first, term.n()));
            case D -> lastDay(count, count.afterDays(first, term.n()));
            case MONTH -> lastDay(count, count.afterMonths(first, term.n()));
            case H -> new DueDate.Moment(afterHours(count, start, Duration.ofHours(term.n())));
        };
    }

    private DueDate lastDay(Count count, LocalDate counted) {
        return day(counted, count.isWorked(counted) ? counted : count.afterWorkdays(counted, 1));
    }

    /** @param looked the first of the days that decided which day it is */
    private DueDate day(LocalDate looked, LocalDate due) {
        boolean provisional =
                IntStream.rangeClosed(looked.getYear(), due.getYear()).anyMatch(calendar::isProvisional);
        return new DueDate.Day(due, provisional);
    }

    private Instant afterHours(Count count, Instant start, Duration hours) {
        Instant at = start;
        Duration left = hours;
        for (LocalDate date = LocalDate.ofInstant(start, zone); ; date = date.plusDays(1)) {
            Instant midnight = date.plusDays(1).atStartOfDay(zone).toInstant();
            if (!count.isPaused(date)) {
                Duration ofDay = Duration.between(at, midnight);
                if (left.compareTo(ofDay) <= 0) {
                    return at.plus(left);
                }
                left = left.minus(ofDay);
            }
            at = midnight;
        }
    }

    /** Counts days from one day, which itself does not count. */
    private record Count(WorkCalendar calendar, List<Pause> pauses, LocalDate today) {
        boolean isPaused(LocalDate date) {
            return pauses.stream().anyMatch(pause -> pause.covers(date, today));
        }

        boolean isWorked(LocalDate date) {
            return calendar.isWorkday(date) && !isPaused(date);
        }

        LocalDate afterWorkdays(LocalDate first, int n) {
            return after(first, n, this::isWorked);
        }

        LocalDate afterDays(LocalDate first, long n) {
            return after(first, n, date -> !isPaused(date));
        }

        private static LocalDate after(LocalDate first, long n, Predicate<LocalDate> counts) {
            LocalDate date = first;
            for (long counted = 0; counted < n; ) {
                date = date.plusDays(1);
                counted += counts.test(date) ? 1 : 0;
            }
            return date;
        }

        /** Days of a pause within the months are added to their end. */
        LocalDate afterMonths(LocalDate first, int n) {
            LocalDate end = first.plusMonths(n);
            long paused = first.plusDays(1)
                    .datesUntil(end.plusDays(1))
                    .filter(this::isPaused)
                    .count();
            return afterDays(end, paused);
        }
    }
}
