package lingdian.law.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lingdian.law.statute.LawStanding;
import lingdian.platform.settings.Default;
import lingdian.platform.settings.InvalidConfiguration;

/**
 * The public holidays of a year, and the Saturdays and Sundays that are worked instead, as one notice of the State
 * Council announces them each November for the year after (handbook, working-days.md).
 *
 * @param official whether the notice is entered; if not, due dates that fall in the year are provisional
 * @param source the document from which the days are, unless a day names another
 * @param standing how well that document is known
 * @param days those of the year, and of the end of December before where the notice moves them for New Year; the earliest
 * first, in whatever order they were given
 */
public record CalendarYear(
        int year,
        boolean official,
        String source,
        @Default("to-be-checked") LawStanding standing,
        List<CalendarDay> days) {
    public static final int FIRST_YEAR = 2000;
    public static final int LAST_YEAR = 2100;

    /** Nearly three times the days of a notice. */
    public static final int DAYS_MAX = 120;

    public static final int NAME_MAX = 40;
    public static final int SOURCE_MAX = 200;

    /** Of names and sources as they are shown: the longest source at each of the forty days of a notice, with its name. */
    public static final int CHARACTERS_MAX = 10_000;

    /** What a table that {@link #isLong} is told. */
    public static final String NOT_LONG = "must have at most " + CHARACTERS_MAX
            + " characters of names and sources; the year's source counts for each day that names none";

    /**
     * The statutory holidays whose dates are no lunar ones (全国年节及纪念日放假办法, Art. 2, as revised on 2024-11-10):
     * New Year, Labour Day and the National Day.
     */
    static final Set<MonthDay> FIXED_HOLIDAYS = Set.of(
            MonthDay.of(1, 1),
            MonthDay.of(5, 1),
            MonthDay.of(5, 2),
            MonthDay.of(10, 1),
            MonthDay.of(10, 2),
            MonthDay.of(10, 3));

    /** The first year in which the second of May is one of them. */
    private static final int SINCE = 2025;

    private static final int DECEMBER_DAYS = 12; // the longest that a notice reached back so far is four

    /** @throws InvalidConfiguration listing all mistakes, each beginning with the path of the key */
    public CalendarYear {
        days = List.copyOf(days);
        List<String> mistakes = mistakes(year, official, source, days);
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        days = days.stream().sorted(Comparator.comparing(CalendarDay::date)).toList();
    }

    private static List<String> mistakes(int year, boolean official, String source, List<CalendarDay> days) {
        var mistakes = new ArrayList<String>();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            mistakes.add("year: must be from " + FIRST_YEAR + " to " + LAST_YEAR);
        }
        if (isNoText(source, SOURCE_MAX)) {
            mistakes.add("source: must be a text of 1 to " + SOURCE_MAX + " characters");
        }
        if (days.size() > DAYS_MAX) {
            mistakes.add("days: must be at most " + DAYS_MAX);
        }
        var before = new HashSet<LocalDate>();
        for (int i = 0; i < days.size(); i++) {
            String path = "days[" + i + "]";
            mistakesOfDay(year, days.get(i), mistakes, path);
            if (!before.add(days.get(i).date())) {
                mistakes.add(path + ".date: must not be listed before");
            }
        }
        if (official && year >= SINCE && !namesFixedHolidays(year, days)) {
            mistakes.add("days: must have 1 January, 1 and 2 May and 1 to 3 October as holidays if official");
        }
        return mistakes;
    }

    private static void mistakesOfDay(int year, CalendarDay day, List<String> mistakes, String path) {
        LocalDate date = day.date();
        LocalDate first = LocalDate.of(year, 1, 1).minusDays(DECEMBER_DAYS);
        if (date.isBefore(first) || date.getYear() > year) {
            mistakes.add(path + ".date: must be in the year, or in the last days of December before");
        }
        if (day.kind() == CalendarDay.Kind.WORKDAY && !isWeekend(date)) {
            mistakes.add(path + ".kind: must be holiday, or the date a Saturday or Sunday");
        }
        if (isNoText(day.name(), NAME_MAX)) {
            mistakes.add(path + ".name: must be a text of 1 to " + NAME_MAX + " characters");
        }
        if (day.source() != null && isNoText(day.source(), SOURCE_MAX)) {
            mistakes.add(path + ".source: must be a text of 1 to " + SOURCE_MAX + " characters");
        }
    }

    private static boolean isNoText(String text, int max) {
        return text.isBlank() || length(text) > max;
    }

    private static boolean namesFixedHolidays(int year, List<CalendarDay> days) {
        return FIXED_HOLIDAYS.stream()
                .map(fixed -> fixed.atYear(year))
                .allMatch(fixed -> days.stream()
                        .anyMatch(day -> day.date().equals(fixed) && day.kind() == CalendarDay.Kind.HOLIDAY));
    }

    static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    /** Whether it has more text than a new table may have. One that was stored before there was this limit holds all the same. */
    public boolean isLong() {
        return shownCharacters() > CHARACTERS_MAX;
    }

    /** The characters of its names and sources. */
    public int shownCharacters() {
        return days.stream()
                .mapToInt(day -> length(day.name()) + length(sourceOf(day)))
                .sum();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The document that says so of this day. */
    public String sourceOf(CalendarDay day) {
        return Objects.requireNonNullElse(day.source(), source);
    }

    public LawStanding standingOf(CalendarDay day) {
        return Objects.requireNonNullElse(day.standing(), standing);
    }
}
