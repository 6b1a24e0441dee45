package lingdian.console.frame;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Figures by day as bars from zero. Drawn on the server, so that it needs no script; a table beside it has the same figures.
 *
 * @param most where the scale ends, at least 1
 * @param withheld days of which a part, or all, is withheld: they are marked, and are not zero
 */
public record Chart(List<Bar> bars, long most, long total, LocalDate from, LocalDate to, List<Mark> withheld) {
    static final int HEIGHT = 120;
    private static final int WIDTH = 720;

    /** The bar of one day. */
    public record Bar(double x, double y, double width, double height, LocalDate day, long value) {}

    /** The mark of a day whose number is withheld. */
    public record Mark(double x, double width, LocalDate day) {}

    public Chart {
        bars = List.copyOf(bars);
        withheld = List.copyOf(withheld);
    }

    /** A chart of these days. Days without a figure have no bar. */
    public static Chart of(Map<LocalDate, Long> byDay, LocalDate from, LocalDate to) {
        return of(byDay, from, to, most(byDay), Set.of());
    }

    /** A chart whose scale ends at a number that is known beforehand, such as the hours of a day. */
    public static Chart upTo(long most, Map<LocalDate, Long> byDay, LocalDate from, LocalDate to) {
        return of(byDay, from, to, Math.max(most, most(byDay)), Set.of());
    }

    /** A chart of which some days are withheld. */
    public static Chart of(Map<LocalDate, Long> byDay, LocalDate from, LocalDate to, Set<LocalDate> withheld) {
        return of(byDay, from, to, most(byDay), withheld);
    }

    private static long most(Map<LocalDate, Long> byDay) {
        return Math.max(1, byDay.values().stream().mapToLong(one -> one).max().orElse(1));
    }

    private static Chart of(
            Map<LocalDate, Long> byDay, LocalDate from, LocalDate to, long most, Set<LocalDate> withheld) {
        int days = (int) (to.toEpochDay() - from.toEpochDay()) + 1;
        double width = (double) WIDTH / days;
        List<Bar> bars = new TreeMap<>(byDay)
                .entrySet().stream()
                        .filter(one -> one.getValue() > 0)
                        .map(one -> bar(one.getKey(), one.getValue(), from, width, most))
                        .toList();
        List<Mark> marks = withheld.stream()
                .sorted()
                .map(day -> new Mark((day.toEpochDay() - from.toEpochDay()) * width, Math.max(1, width - 1), day))
                .toList();
        return new Chart(
                bars, most, byDay.values().stream().mapToLong(one -> one).sum(), from, to, marks);
    }

    private static Bar bar(LocalDate day, long value, LocalDate from, double width, long most) {
        double height = (double) HEIGHT * value / most;
        double x = (day.toEpochDay() - from.toEpochDay()) * width;
        return new Bar(x, HEIGHT - height, Math.max(1, width - 1), height, day, value);
    }

    boolean isWithheld(LocalDate day) {
        return withheld.stream().anyMatch(one -> one.day().equals(day));
    }

    /** The days of the table: those with a bar or a mark, the newest first. */
    List<LocalDate> days() {
        var days = new java.util.TreeSet<LocalDate>();
        bars.forEach(one -> days.add(one.day()));
        withheld.forEach(one -> days.add(one.day()));
        return List.copyOf(days.descendingSet());
    }

    /** The figure of a day; 0 where it has no bar. */
    long value(LocalDate day) {
        return bars.stream()
                .filter(one -> one.day().equals(day))
                .mapToLong(Bar::value)
                .findFirst()
                .orElse(0);
    }
}
