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
 * <p>The nearest next, then every detour taken out that turning a stretch around takes out (2-opt). Not the shortest way there
 * is, but one without crossings, found in milliseconds, and the same for the same cafés. Where a café's place is unknown it
 * comes last, by county, since somebody must look it up first.
 */
public final class Route {
    private static final double EARTH_KILOMETRES = 6_371;
    /** Shorter by less than a metre is not worth turning a stretch around. */
    private static final double GAIN_KILOMETRES = 0.001;

    private Route() {}

    /** A point on the earth, in degrees. */
    public record Point(double latitude, double longitude) {
        /** By the great circle: nobody knows the roads here. */
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
     * @param at null where its place is unknown
     */
    public record Stop(
            PlaceCode placeCode,
            RegionCode region,
            @Nullable Point at) {}

    /**
     * @param start where the team is; null: at the first stop by place code
     * @return all stops, those without a place last
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

    /** How long the way over the stops with a place is. */
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

    /** Turns stretches around while that makes the way shorter; each turn shortens it, so it ends. */
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

    /** What turning the stretch from {@code first} to {@code last} around saves. The way has no end to come back to. */
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
