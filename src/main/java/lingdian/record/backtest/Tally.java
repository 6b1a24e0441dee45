package lingdian.record.backtest;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** How many findings are the same, added, removed, changed, by rule and café; other sums are derived from it. */
public final class Tally {
    /** One café's findings by one rule. */
    public record Cell(String code, String region, String placeCode) {}

    private final Map<Cell, Map<Kind, Long>> cells = new LinkedHashMap<>();
    private final Map<Outside, Long> outside = new EnumMap<>(Outside.class);

    void count(Cell cell, Kind kind, long findings) {
        cells.computeIfAbsent(cell, one -> new EnumMap<>(Kind.class)).merge(kind, findings, Long::sum);
    }

    void outside(Outside why, long findings) {
        outside.merge(why, findings, Long::sum);
    }

    void add(Tally other) {
        other.cells.forEach((cell, kinds) -> kinds.forEach((kind, findings) -> count(cell, kind, findings)));
        other.outside.forEach(this::outside);
    }

    Map<Cell, Map<Kind, Long>> cells() {
        return cells;
    }

    /** Why findings cannot be decided, and how many. */
    Map<Outside, Long> outside() {
        return outside;
    }

    /** Sums by the result of {@code by} for each cell, sorted. */
    Map<String, Map<Kind, Long>> by(Function<Cell, String> by) {
        var sums = new TreeMap<String, Map<Kind, Long>>();
        cells.forEach((cell, kinds) -> {
            Map<Kind, Long> sum = sums.computeIfAbsent(by.apply(cell), key -> new EnumMap<>(Kind.class));
            kinds.forEach((kind, findings) -> sum.merge(kind, findings, Long::sum));
        });
        return sums;
    }

    long total(Kind kind) {
        return cells.values().stream()
                .mapToLong(kinds -> kinds.getOrDefault(kind, 0L))
                .sum();
    }

    /** Whether the findings equal the stored ones, as far as that can be decided. */
    public boolean isTheSame() {
        return total(Kind.ADDED) == 0 && total(Kind.REMOVED) == 0 && total(Kind.CHANGED) == 0;
    }
}
