package lingdian.reliability;

import java.util.List;

/** How long some verdicts took, in nanoseconds. */
record Percentiles(int count, long p50, long p99, long most) {
    static Percentiles of(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Percentiles(
                sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.getLast());
    }

    /** How many times as long this one's 99th percentile is. */
    double times(Percentiles undisturbed) {
        return (double) p99 / undisturbed.p99;
    }

    @Override
    public String toString() {
        return "%d verdicts p50 %.1f ms p99 %.1f ms max %.1f ms".formatted(count, p50 / 1e6, p99 / 1e6, most / 1e6);
    }
}
