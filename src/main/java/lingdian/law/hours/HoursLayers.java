package lingdian.law.hours;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/**
 * All schedules and orders for one café, from itself and from its county, city and province. Equal layers give equal
 * hours, so a change is detected by comparing them.
 *
 * @param schedules sorted by precedence: the nearest level first, within it the latest entry first
 * @param orders likewise
 */
public record HoursLayers(ZoneId zone, List<Schedule> schedules, List<HoursOrder> orders) {
    private static final Comparator<Schedule> SCHEDULES = comparing(Schedule::level)
            .thenComparing(comparingLong(Schedule::entered).reversed());
    private static final Comparator<HoursOrder> ORDERS = comparing(HoursOrder::level)
            .thenComparing(comparingLong(HoursOrder::entered).reversed());

    public HoursLayers {
        schedules = schedules.stream().sorted(SCHEDULES).toList();
        orders = orders.stream().sorted(ORDERS).toList();
    }
}
