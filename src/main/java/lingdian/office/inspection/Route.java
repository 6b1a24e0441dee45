package lingdian.office.inspection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * An order in which to drive to cafés.
 *
 * <p>The nearest café comes next, and then every detour is removed that reversing a stretch removes (2-opt). This is
 * not the shortest route, but one without crossings, found in milliseconds, and equal for equal cafés. A café without
 * coordinates comes last, ordered by county, since its address must be looked up first.
 */
public final class Route {
    private static final double EARTH_KILOMETRES = 6_371;
    /** A gain below one metre does not justify reversing a stretch. */
    private static final double GAIN_KILOMETRES = 0.001;

    private Route() {}

    /** A point on the earth, in degrees. */
    public record Point(double latitude, double longitude) {
        /** The great-circle distance: roads are not known here. */
        public double kilometresTo(Point other) {
            double north = Math.toRadians(other.latitude - latitude);
            double east = Math.toRadians(other.longitude - longitude);
            double chord = square(Math.sin(north / 2))
                    + Math.cos(Math.toRadians(latitude))
                            * Math.cos(Math.toRadians(other.latitude))
                            * square(Math.sin(east / 2));
            return 2 * EARTH_KILOMETRES * Math.asin(Math.sqrt(chord));
        }

        private static double square(double number) {
            return number * number;
        }
    }

    /**
     * A café to drive to.
     *
     * @param at null if its coordinates are unknown
     */
    public record Stop(
            PlaceCode placeCode,
            RegionCode region,
            @Nullable Point at) {}

    /**
     * @param start where the team is; null: at the first stop by place code
     * @return all stops, those without coordinates last
     */
    public static List<Stop> of(@Nullable Point start, List<Stop> stops) {
        List<Stop> order = nearestNext(
                start,
                stops.stream()
                        .filter(stop -> stop.at() != null)
                        .sorted(Comparator.comparing(Stop::placeCode))
                        .toList());
        untangle(start, order);
        stops.stream()
                .filter(stop -> stop.at() == null)
                .sorted(Comparator.comparing((Stop stop) -> stop.region().value())
                        .thenComparing(Stop::placeCode))
                .forEach(order::add);
        return order;
    }

    /** The length of the route over the stops with coordinates. */
    public static double kilometres(@Nullable Point start, List<Stop> order) {
        double sum = 0;
        Point from = start;
        for (Stop stop : order) {
            Point to = stop.at();
            if (to != null) {
                sum += from == null ? 0 : from.kilometresTo(to);
                from = to;
            }
        }
        return sum;
    }

    private static List<Stop> nearestNext(@Nullable Point start, List<Stop> placed) {
        var left = new ArrayList<>(placed);
        var order = new ArrayList<Stop>(placed.size());
        Point from = start;
        while (!left.isEmpty()) {
            Point here = from;
            Stop next = here == null
                    ? left.getFirst()
                    : Collections.min(left, Comparator.comparingDouble(stop -> distance(here, stop.at())));
            left.remove(next);
            order.add(next);
            from = next.at();
        }
        return order;
    }

    /** Reverses stretches while that shortens the route; each reversal shortens it, so this ends. */
    private static void untangle(@Nullable Point start, List<Stop> order) {
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int first = start == null ? 1 : 0; first < order.size() - 1; first++) {
                for (int last = first + 1; last < order.size(); last++) {
                    if (gain(start, order, first, last) > GAIN_KILOMETRES) {
                        Collections.reverse(order.subList(first, last + 1));
                        shorter = true;
                    }
                }
            }
        }
    }

    /**
     * The distance saved by reversing the stretch from {@code first} to {@code last}. The route does not return to its
     * start.
     */
    private static double gain(@Nullable Point start, List<Stop> order, int first, int last) {
        Point before = first == 0 ? start : order.get(first - 1).at();
        Point after = last + 1 < order.size() ? order.get(last + 1).at() : null;
        Point begin = order.get(first).at();
        Point end = order.get(last).at();
        return distance(before, begin) + distance(end, after) - distance(before, end) - distance(begin, after);
    }

    private static double distance(@Nullable Point from, @Nullable Point to) {
        return from == null || to == null ? 0 : from.kilometresTo(to);
    }
}
