package lingdian.law.hours;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change of hours would do: to how many cafés, and what they would first notice of it.
 *
 * <p>Pure, and by the same {@link Hours} that the judge asks, so that what is foretold is what happens.
 *
 * @param begins the earliest moment that it could make a difference
 * @param cafes in the area that it is made for
 * @param differences what cafés would first notice, the earliest first; cafés that notice nothing are in none, because a
 *     nearer level or a later entry goes before it
 * @param complete whether all cafés of the area were asked
 */
public record Effect(Instant begins, int cafes, List<Difference> differences, boolean complete) {
    /** Days ahead that are compared: more than a year, so that a schedule that waits behind another one is seen. */
    private static final int DAYS = 400;

    /**
     * Cafés that first differ in the same stretch of time.
     *
     * @param permitted whether they would be permitted to operate in it; if not, they would be now
     */
    public record Difference(Interval interval, boolean permitted, int cafes) {}

    public Effect {
        differences = List.copyOf(differences);
    }

    /** How many cafés would notice it. */
    public int changed() {
        return differences.stream().mapToInt(Difference::cafes).sum();
    }

    /** @param cafes the layers of each café of the area; cafés with equal ones are worked out once */
    public static Effect of(Plan plan, Level level, Instant begins, Collection<HoursLayers> cafes, boolean complete) {
        var alike = new HashMap<HoursLayers, Integer>();
        cafes.forEach(layers -> alike.merge(layers, 1, Integer::sum));
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
            Segment was = before.at(cursor);
            Segment is = after.at(cursor);
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
