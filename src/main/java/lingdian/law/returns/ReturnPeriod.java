package lingdian.law.returns;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.domain.CampaignId;

/**
 * What a return is for.
 *
 * @param name {@code 2026-11}, {@code 2026-Q4}, {@code 2026-H2}, {@code 2026}, or the id of a campaign
 * @param from the first day
 * @param to the last day
 */
public record ReturnPeriod(String name, Kind kind, LocalDate from, LocalDate to) {
    public static final int FIRST_YEAR = 2000;
    public static final int LAST_YEAR = 2100;

    private static final int QUARTER_MONTHS = 3;
    private static final int HALF_MONTHS = 6;
    private static final int YEAR_MONTHS = 12;

    private static final Pattern NAME = Pattern.compile("(\\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?");

    /** The kinds of periods, the shortest first. */
    public enum Kind {
        MONTH,
        QUARTER,
        HALF_YEAR,
        YEAR,
        CAMPAIGN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws IllegalArgumentException if there is none of this word */
        public static Kind of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public ReturnPeriod {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a period does not end before it begins");
        }
    }

    /** The part of the calendar of this name; empty if there is none. */
    public static Optional<ReturnPeriod> of(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(parts.group(1));
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return Optional.empty();
        }
        if (parts.group(2) != null) {
            return Optional.of(months(name, Kind.MONTH, year, Integer.parseInt(parts.group(2)), 1));
        }
        if (parts.group(3) != null) {
            int first = (Integer.parseInt(parts.group(3)) - 1) * QUARTER_MONTHS + 1;
            return Optional.of(months(name, Kind.QUARTER, year, first, QUARTER_MONTHS));
        }
        if (parts.group(4) != null) {
            int first = (Integer.parseInt(parts.group(4)) - 1) * HALF_MONTHS + 1;
            return Optional.of(months(name, Kind.HALF_YEAR, year, first, HALF_MONTHS));
        }
        return Optional.of(months(name, Kind.YEAR, year, 1, YEAR_MONTHS));
    }

    private static ReturnPeriod months(String name, Kind kind, int year, int first, int count) {
        YearMonth begin = YearMonth.of(year, first);
        return new ReturnPeriod(
                name, kind, begin.atDay(1), begin.plusMonths(count - 1L).atEndOfMonth());
    }

    /**
     * The part of the calendar that has a day.
     *
     * @throws IllegalArgumentException for a campaign, which is no part of it
     */
    public static ReturnPeriod with(LocalDate day, Kind kind) {
        int year = day.getYear();
        int month = day.getMonthValue();
        String name = switch (kind) {
            case MONTH -> "%d-%02d".formatted(year, month);
            case QUARTER -> year + "-Q" + ((month - 1) / QUARTER_MONTHS + 1);
            case HALF_YEAR -> year + "-H" + ((month - 1) / HALF_MONTHS + 1);
            case YEAR -> String.valueOf(year);
            case CAMPAIGN -> throw new IllegalArgumentException("a campaign is no part of the calendar");
        };
        return of(name).orElseThrow();
    }

    public static ReturnPeriod campaign(CampaignId id, LocalDate from, LocalDate to) {
        return new ReturnPeriod(id.toString(), Kind.CAMPAIGN, from, to);
    }

    /** The parts of a year that have begun by a day: the latest first, and of those that begin together the shortest. */
    public static List<ReturnPeriod> begunOf(int year, LocalDate today) {
        var periods = new ArrayList<ReturnPeriod>();
        for (int month = 1; month <= YEAR_MONTHS; month++) {
            periods.add(months("%d-%02d".formatted(year, month), Kind.MONTH, year, month, 1));
        }
        for (int quarter = 1; quarter <= YEAR_MONTHS / QUARTER_MONTHS; quarter++) {
            of(year + "-Q" + quarter).ifPresent(periods::add);
        }
        of(year + "-H1").ifPresent(periods::add);
        of(year + "-H2").ifPresent(periods::add);
        of(String.valueOf(year)).ifPresent(periods::add);
        return periods.stream()
                .filter(period -> period.hasBegun(today))
                .sorted(Comparator.comparing(ReturnPeriod::from).reversed().thenComparing(ReturnPeriod::kind))
                .toList();
    }

    /** From when figures accumulate: 1 January of the year in which the period ends, or its first day where that is earlier. */
    public LocalDate accumulatedFrom() {
        LocalDate year = to.withDayOfYear(1);
        return from.isBefore(year) ? from : year;
    }

    public boolean hasBegun(LocalDate today) {
        return !today.isBefore(from);
    }

    public boolean isOver(LocalDate today) {
        return today.isAfter(to);
    }
}
