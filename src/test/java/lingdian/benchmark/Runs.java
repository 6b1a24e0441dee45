package lingdian.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Figures of several runs, and their medians. */
public final class Runs {
    private final Map<String, double[]> figures = new LinkedHashMap<>();

    /** Adds a figure of one run and says it. */
    public void add(String what, double value) {
        double[] before = figures.getOrDefault(what, new double[0]);
        double[] now = Arrays.copyOf(before, before.length + 1);
        now[before.length] = value;
        figures.put(what, now);
        System.out.printf(Locale.ROOT, "  %-52s %,.2f%n", what, value);
    }

    /** What was added last. */
    double last(String what) {
        double[] values = figures.get(what);
        return values[values.length - 1];
    }

    double median(String what) {
        double[] sorted = figures.get(what).clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Says whether the median is no more than the goal. */
    public void goalAtMost(String what, double most) {
        say(what, "at most", most, median(what) <= most);
    }

    /** Says whether the median is no less than the goal. */
    void goalAtLeast(String what, double least) {
        say(what, "at least", least, median(what) >= least);
    }

    private void say(String what, String bound, double goal, boolean met) {
        System.out.printf(
                Locale.ROOT,
                "goal %s: %s, %s %,.2f, is %,.2f%n",
                met ? "met" : "MISSED",
                what,
                bound,
                goal,
                median(what));
    }

    public void report() {
        figures.forEach((what, values) ->
                System.out.printf(Locale.ROOT, "median of %d: %-40s %,.2f%n", values.length, what, median(what)));
    }
}
