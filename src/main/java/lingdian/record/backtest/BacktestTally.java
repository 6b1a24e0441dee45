package lingdian.record.backtest;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How many findings are the same, added, removed, changed, by rule and café; other sums are derived from it. And how
 * many verdicts were made under which rules.
 */
public final class BacktestTally {
    /** One café's findings by one rule. */
    public record Cell(String code, String region, String placeCode) {}

    private final Map<Cell, Map<DifferenceKind, Long>> cells = new LinkedHashMap<>();
    private final Map<UndecidableReason, Long> outside = new EnumMap<>(UndecidableReason.class);

    private final Map<String, Long> verdicts = new TreeMap<>();

    /** @param version of the rules that the recorded verdicts were made under */
    void verdicts(String version, long recorded) {
        verdicts.merge(version, recorded, Long::sum);
    }

    void count(Cell cell, DifferenceKind kind, long findings) {
        cells.computeIfAbsent(cell, one -> new EnumMap<>(DifferenceKind.class)).merge(kind, findings, Long::sum);
    }

    void outside(UndecidableReason why, long findings) {
        outside.merge(why, findings, Long::sum);
    }

    void add(BacktestTally other) {
        other.cells.forEach((cell, kinds) -> kinds.forEach((kind, findings) -> count(cell, kind, findings)));
        other.outside.forEach(this::outside);
        other.verdicts.forEach(this::verdicts);
    }

    Map<Cell, Map<DifferenceKind, Long>> cells() {
        return cells;
    }

    /** The recorded verdicts by the version of the rules that they were made under. */
    public Map<String, Long> verdicts() {
        return verdicts;
    }

    /** Why findings cannot be decided, and how many. */
    Map<UndecidableReason, Long> outside() {
        return outside;
    }

    /** Sums by the result of {@code by} for each cell, sorted. */
    Map<String, Map<DifferenceKind, Long>> by(Function<Cell, String> by) {
        var sums = new TreeMap<String, Map<DifferenceKind, Long>>();
        cells.forEach((cell, kinds) -> {
            Map<DifferenceKind, Long> sum =
                    sums.computeIfAbsent(by.apply(cell), key -> new EnumMap<>(DifferenceKind.class));
            kinds.forEach((kind, findings) -> sum.merge(kind, findings, Long::sum));
        });
        return sums;
    }

    long total(DifferenceKind kind) {
        return cells.values().stream()
                .mapToLong(kinds -> kinds.getOrDefault(kind, 0L))
                .sum();
    }

    /** Whether the findings equal the stored ones, as far as that can be decided. */
    public boolean isTheSame() {
        return total(DifferenceKind.ADDED) == 0
                && total(DifferenceKind.REMOVED) == 0
                && total(DifferenceKind.CHANGED) == 0;
    }
}
