package lingdian.console.frame;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Figures by day. The page has them as a table, and a script draws bars from it, so that a reader without scripts, a
 * screen reader and a printer get the same figures.
 *
 * @param figures by day; for a withheld day what is published of it
 * @param withheld days of which a part, or all, is withheld: they are marked, and are not zero
 * @param most where the scale ends; null where the figures decide
 * @param gaps whether a day without a figure is unknown; else it is 0
 */
public record Chart(
        SortedMap<LocalDate, Long> figures,
        SortedSet<LocalDate> withheld,
        @Nullable Long most,
        boolean gaps,
        LocalDate from,
        LocalDate to) {
    private static final long PER_CENT = 100;

    public Chart {
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
        withheld = Collections.unmodifiableSortedSet(new TreeSet<>(withheld));
    }

    /** Counts; a day without one had none. */
    public static Chart of(Map<LocalDate, Long> byDay, LocalDate from, LocalDate to) {
        return of(byDay, from, to, Set.of());
    }

    /** Counts of which some are withheld. */
    public static Chart of(Map<LocalDate, Long> byDay, LocalDate from, LocalDate to, Set<LocalDate> withheld) {
        return new Chart(new TreeMap<>(byDay), new TreeSet<>(withheld), null, false, from, to);
    }

    /** Counts whose scale ends at a number that is known beforehand, such as the hours of a day. */
    public static Chart upTo(long most, Map<LocalDate, Long> byDay, LocalDate from, LocalDate to) {
        return new Chart(new TreeMap<>(byDay), new TreeSet<>(), most, false, from, to);
    }

    /** Per cents; a day without one is unknown, and not 0. */
    public static Chart shares(Map<LocalDate, Long> byDay, LocalDate from, LocalDate to) {
        return new Chart(new TreeMap<>(byDay), new TreeSet<>(), PER_CENT, true, from, to);
    }

    /** The sum of what is published. */
    public long total() {
        return figures.values().stream().mapToLong(one -> one).sum();
    }

    long highest() {
        return figures.values().stream().mapToLong(one -> one).max().orElse(0);
    }

    /** How many days have a figure that is not 0. */
    public int filledDays() {
        return (int) figures.values().stream().filter(one -> one > 0).count();
    }

    /** How many days are unknown. */
    long unknownDays() {
        return gaps ? to.toEpochDay() - from.toEpochDay() + 1 - figures.size() : 0;
    }

    /** The days of the table, the newest first: unknown days and zeros are not listed. */
    SortedSet<LocalDate> days() {
        var days = new TreeSet<LocalDate>(withheld);
        figures.forEach((day, figure) -> {
            if (gaps || figure > 0) {
                days.add(day);
            }
        });
        return days.descendingSet();
    }

    boolean isWithheld(LocalDate day) {
        return withheld.contains(day);
    }

    /** The figure of a listed day; 0 where all of it is withheld. */
    long figure(LocalDate day) {
        return Objects.requireNonNullElse(figures.get(day), 0L);
    }

    /** The same for the script; null where nothing is published. */
    @Nullable
    Long drawn(LocalDate day) {
        return isWithheld(day) && figure(day) == 0 ? null : (Long) figure(day);
    }
}
