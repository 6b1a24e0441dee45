package lingdian.law.calendar;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which days are worked.
 *
 * <p>A year whose notice is not entered is provisional: then Monday to Friday are worked, except the statutory holidays
 * of fixed date and the days that its table has nevertheless, and nothing is known of days that will be swapped.
 */
public final class WorkCalendar {
    public static final WorkCalendar NONE = of(List.of());

    private final SortedMap<Integer, CalendarYear> years = new TreeMap<>();
    private final Map<LocalDate, CalendarDay> listed = new HashMap<>();

    private WorkCalendar(Collection<CalendarYear> given) {
        given.forEach(year -> years.put(year.year(), year));
        // In order, so that of two notices about one day in December the later one holds.
        years.values().forEach(year -> year.days().forEach(day -> listed.put(day.date(), day)));
    }

    public static WorkCalendar of(Collection<CalendarYear> years) {
        return new WorkCalendar(years);
    }

    /** This calendar, with these years in place of its own. */
    public WorkCalendar with(Collection<CalendarYear> others) {
        var merged = new TreeMap<>(years);
        others.forEach(year -> merged.put(year.year(), year));
        return new WorkCalendar(merged.values());
    }

    /** The years that have a table, the earliest first. */
    public List<CalendarYear> years() {
        return List.copyOf(years.values());
    }

    public boolean isWorkday(LocalDate date) {
        CalendarDay day = listed.get(date);
        if (day != null) {
            return day.kind() == CalendarDay.Kind.WORKDAY;
        }
        return !CalendarYear.isWeekend(date)
                && !(isProvisional(date.getYear()) && CalendarYear.FIXED_HOLIDAYS.contains(MonthDay.from(date)));
    }

    /** Whether the notice of a year is not entered. */
    public boolean isProvisional(int year) {
        CalendarYear table = years.get(year);
        return table == null || !table.official();
    }
}
