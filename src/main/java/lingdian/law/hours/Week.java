package lingdian.law.hours;

import static java.util.Comparator.comparingInt;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import lingdian.law.hours.Weekly.Opening;

/**
 * A weekly list prepared for use: each day's intervals sorted and merged, and whether the week has any change at all.
 */
final class Week {
    private static final int MINUTES_A_WEEK = 7 * Opening.MINUTES_A_DAY;

    static final Week STATUTORY = new Week(Weekly.STATUTORY);

    private final List<List<Span>> days = new ArrayList<>();
    private final int openMinutes;

    /** Minutes since the midnight that begins the day; the end, excluded, may be in the next day. */
    record Span(int from, int to) {}

    Week(Weekly weekly) {
        for (DayOfWeek day : DayOfWeek.values()) {
            days.add(merged(weekly.days().getOrDefault(day, List.of())));
        }
        this.openMinutes = countOpenMinutes();
    }

    /** The intervals that begin on a day. */
    List<Span> on(LocalDate day) {
        return days.get(day.getDayOfWeek().getValue() - 1);
    }

    /**
     * Whether it is open around the clock. The first day is excepted, because intervals of the day before may be
     * missing.
     */
    boolean neverCloses() {
        return openMinutes == MINUTES_A_WEEK;
    }

    boolean neverOpens() {
        return openMinutes == 0;
    }

    private static List<Span> merged(List<Opening> openings) {
        var spans = new ArrayList<Span>();
        openings.stream()
                .map(opening -> new Span(opening.opens(), opening.end()))
                .sorted(comparingInt(Span::from))
                .forEach(span -> append(spans, span));
        return List.copyOf(spans);
    }

    private static void append(List<Span> spans, Span next) {
        Span last = spans.isEmpty() ? next : spans.getLast();
        if (next.from() > last.to() || spans.isEmpty()) {
            spans.add(next);
        } else {
            spans.set(spans.size() - 1, new Span(last.from(), Math.max(last.to(), next.to())));
        }
    }

    private int countOpenMinutes() {
        var open = new BitSet(MINUTES_A_WEEK);
        for (int day = 0; day < days.size(); day++) {
            for (Span span : days.get(day)) {
                int midnight = day * Opening.MINUTES_A_DAY;
                open.set(midnight + span.from(), Math.min(midnight + span.to(), MINUTES_A_WEEK));
                open.set(0, Math.max(0, midnight + span.to() - MINUTES_A_WEEK)); // Sunday's part of Monday
            }
        }
        return open.cardinality();
    }
}
