package lingdian.law.hours;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a change of hours: how many cafés it covers, and the first difference that each would notice.
 *
 * <p>Pure, and computed by the {@link Hours} that the judge uses, so that the prediction is exact.
 *
 * @param begins the earliest moment at which it could make a difference
 * @param cafes in its area
 * @param differences the first differences of cafés, the earliest first; cafés for which a nearer level or a later
 * entry takes precedence notice none and are in none
 * @param complete whether all cafés of the area were examined
 */
public record Effect(Instant begins, int cafes, List<Difference> differences, boolean complete) {
    /** Days ahead that are compared: more than a year, so that a schedule that follows another one is included. */
    private static final int DAYS = 400;

    /**
     * Cafés that first differ in the same interval.
     *
     * @param permitted whether they would be permitted to operate in it; if not, they are permitted now
     */
    public record Difference(Interval interval, boolean permitted, int cafes) {}

    public Effect {
        differences = List.copyOf(differences);
    }

    /** How many cafés would notice it. */
    public int changed() {
        return differences.stream().mapToInt(Difference::cafes).sum();
    }

    /** @param cafes the layers of each café of the area; equal ones are computed once */
    public static Effect of(
            PlannedChange plan, Level level, Instant begins, Collection<HoursLayers> cafes, boolean complete) {
        var shared = new IdentityHashMap<HoursLayers, Integer>(); // to compare each only once, however many have it
        cafes.forEach(layers -> shared.merge(layers, 1, Integer::sum));
        var alike = new HashMap<HoursLayers, Integer>();
        shared.forEach((layers, number) -> alike.merge(layers, number, Integer::sum));
        var noticed = new HashMap<Difference, Integer>();
        alike.forEach((layers, number) -> first(layers, plan.applied(layers, level), begins)
                .ifPresent(first -> noticed.merge(first, number, Integer::sum)));
        List<Difference> differences = noticed.entrySet().stream()
                .map(one -> counted(one))
                .sorted(comparing((Difference one) -> one.interval().from())
                        .thenComparing(one -> one.interval().to()))
                .toList();
        return new Effect(begins, cafes.size(), differences, complete);
    }

    private static Difference counted(Map.Entry<Difference, Integer> one) {
        return new Difference(one.getKey().interval(), one.getKey().permitted(), one.getValue());
    }

    private static Optional<Difference> first(HoursLayers now, HoursLayers then, Instant from) {
        Hours before = Hours.of(now);
        Hours after = Hours.of(then);
        Instant end = from.plus(DAYS, ChronoUnit.DAYS);
        Instant cursor = from;
        @Nullable Instant began = null;
        while (cursor.isBefore(end)) {
            HoursSegment was = before.at(cursor);
            HoursSegment is = after.at(cursor);
            if (was.permitted() != is.permitted()) {
                began = began == null ? cursor : began;
            } else if (began != null) {
                break;
            }
            Instant next = was.to().isBefore(is.to()) ? was.to() : is.to();
            cursor = next.isBefore(end) && next.isAfter(cursor) ? next : end;
        }
        return began == null
                ? Optional.empty()
                : Optional.of(new Difference(new Interval(began, cursor), after.permits(began), 0));
    }
}
