package lingdian.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Figures of several runs, and their medians. */
final class Runs {
    private final Map<String, double[]> figures = new LinkedHashMap<>();

    /** Adds a figure of one run and says it. */
    void add(String what, double value) {
        double[] before = figures.getOrDefault(what, new double[0]);
        double[] now = Arrays.copyOf(before, before.length + 1);
        now[before.length] = value;
        figures.put(what, now);
        System.out.printf(Locale.ROOT, "  %-52s %,.2f%n", what, value);
    }

    double median(String what) {
        double[] sorted = figures.get(what).clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    void report() {
        figures.forEach((what, values) ->
                System.out.printf(Locale.ROOT, "median of %d: %-40s %,.2f%n", values.length, what, median(what)));
    }
}
