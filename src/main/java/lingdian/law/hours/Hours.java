package lingdian.law.hours;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import lingdian.law.hours.Precedence.Claim;
import org.jspecify.annotations.Nullable;

/**
 * When one café may operate (handbook, hours.md#what-is-in-force): an order for the café, else for its county, city,
 * province; else the schedule in force on the local day, in the same order; else 08:00 to 24:00 every day (Order 363,
 * Art. 22).
 *
 * <p>A pure function of its {@link HoursLayers}. It remembers the segments that it found last, because callers mostly
 * ask for the next moment; this affects only speed, and several threads may ask at once.
 */
public final class Hours {
    private final HoursLayers layers;
    private final LocalDays days;
    private final RegularHours regular;
    private final Instant beginning;
    private final Instant end;
    /** Whether an order opens or closes, from each instant to the next; empty if there is no order. */
    private final NavigableMap<Instant, Optional<Boolean>> ordered;

    // Immutable values in plain fields: a thread sees a whole segment or none, and each stays right.
    private @Nullable HoursSegment newest;
    private @Nullable HoursSegment second;

    private Hours(HoursLayers layers) {
        this.layers = layers;
        this.days = new LocalDays(layers.zone());
        this.regular = new RegularHours(days, layers.schedules());
        this.beginning = regular.beginning();
        this.end = regular.end();
        this.ordered = ordered(layers.orders());
    }

    private Hours(Hours same) {
        this.layers = same.layers;
        this.days = same.days;
        this.regular = same.regular;
        this.beginning = same.beginning;
        this.end = same.end;
        this.ordered = same.ordered;
    }

    public static Hours of(HoursLayers layers) {
        return new Hours(layers);
    }

    /** The same hours for another café: nothing is computed again, and each remembers what it was asked last. */
    public Hours ofAnother() {
        return new Hours(this);
    }

    public HoursLayers layers() {
        return layers;
    }

    public ZoneId zone() {
        return layers.zone();
    }

    /** The date of a calendar in the café. */
    public LocalDate localDate(Instant at) {
        return LocalDate.ofInstant(at, layers.zone());
    }

    /**
     * The maximal permitted or closed interval that contains {@code at}, however long. Its beginning identifies a
     * closed period. Time is limited to the years −1 to 10000, in local time.
     */
    public HoursSegment at(Instant at) {
        HoursSegment first = newest;
        if (first != null && first.contains(at)) {
            return first;
        }
        HoursSegment other = second;
        if (other != null && other.contains(at)) {
            return other;
        }
        HoursSegment found = maximal(clamped(at));
        second = first;
        newest = found;
        return found;
    }

    public boolean permits(Instant at) {
        return at(at).permitted();
    }

    /** The permitted intervals between two instants, clipped to them, in order of time; none adjoins the next. */
    public List<Interval> permitted(Instant from, Instant to) {
        var intervals = new ArrayList<Interval>();
        Instant cursor = from;
        while (cursor.isBefore(to)) {
            HoursSegment segment = at(cursor);
            Instant until = segment.to().isAfter(cursor) && segment.to().isBefore(to) ? segment.to() : to;
            if (segment.permitted()) {
                intervals.add(new Interval(cursor, until));
            }
            cursor = until;
        }
        return intervals;
    }

    /**
     * The end of the permitted interval that contains {@code at}; null if there is none, or it is after {@code at +
     * within}.
     */
    public @Nullable Instant closesAt(Instant at, Duration within) {
        HoursSegment segment = at(at);
        return segment.permitted() && !segment.to().isAfter(at.plus(within)) ? segment.to() : null;
    }

    private HoursSegment maximal(Instant at) {
        HoursSegment here = around(at);
        return new HoursSegment(here.permitted(), extendedBack(here), extendedOn(here));
    }

    private Instant extendedOn(HoursSegment here) {
        Instant to = here.to();
        while (to.isBefore(end)) {
            HoursSegment next = around(to);
            if (next.permitted() != here.permitted()) {
                return to;
            }
            to = next.to();
        }
        return end;
    }

    private Instant extendedBack(HoursSegment here) {
        Instant from = here.from();
        while (from.isAfter(beginning)) {
            HoursSegment previous = around(from.minusNanos(1));
            if (previous.permitted() != here.permitted()) {
                return from;
            }
            from = previous.from();
        }
        return beginning;
    }

    /** An interval around {@code at} that is permitted, or closed, throughout; not always a maximal one. */
    private HoursSegment around(Instant at) {
        Map.Entry<Instant, Optional<Boolean>> order = ordered.floorEntry(at);
        Instant from = order == null ? beginning : order.getKey();
        Instant next = ordered.higherKey(at);
        Instant to = next == null ? end : next;
        if (order != null && order.getValue().isPresent()) {
            return new HoursSegment(order.getValue().get(), from, to);
        }
        HoursSegment segment = regular.around(at);
        return new HoursSegment(
                segment.permitted(),
                segment.from().isAfter(from) ? segment.from() : from,
                segment.to().isBefore(to) ? segment.to() : to);
    }

    private Instant clamped(Instant at) {
        if (at.isBefore(beginning)) {
            return beginning;
        }
        return at.isBefore(end) ? at : end.minusNanos(1);
    }

    private NavigableMap<Instant, Optional<Boolean>> ordered(List<HoursOrder> orders) {
        List<Claim<Instant, Boolean>> claims = orders.stream()
                .map(order -> new Claim<>(clamped(order.from()), clamped(order.to()), order.open()))
                .toList();
        return Precedence.sweep(claims);
    }
}
