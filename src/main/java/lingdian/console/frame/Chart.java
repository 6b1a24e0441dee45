package lingdian.console.frame;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures by day as bars. Drawn on the server, so that it needs no script; a table beside it has the same figures.
 *
 * @param most the highest bar, at least 1
 */
public record Chart(List<Bar> bars, long most, long total) {
    static final int HEIGHT = 120;
    private static final int WIDTH = 720;

    /** The bar of one day. */
    record Bar(double x, double y, double width, double height, LocalDate day, long value) {}

    public Chart {
        bars = List.copyOf(bars);
    }

    /** A chart of these days. Days without a figure have no bar. */
    public static Chart of(Map<LocalDate, Long> byDay, LocalDate from, LocalDate to) {
        long most =
                Math.max(1, byDay.values().stream().mapToLong(one -> one).max().orElse(1));
        int days = (int) (to.toEpochDay() - from.toEpochDay()) + 1;
        double width = (double) WIDTH / days;
        List<Bar> bars = new TreeMap<>(byDay)
                .entrySet().stream()
                        .filter(one -> one.getValue() > 0)
                        .map(one -> bar(one.getKey(), one.getValue(), from, width, most))
                        .toList();
        return new Chart(
                bars, most, byDay.values().stream().mapToLong(one -> one).sum());
    }

    private static Bar bar(LocalDate day, long value, LocalDate from, double width, long most) {
        double height = (double) HEIGHT * value / most;
        double x = (day.toEpochDay() - from.toEpochDay()) * width;
        return new Bar(x, HEIGHT - height, Math.max(1, width - 1), height, day, value);
    }
}
