package lingdian.record.backtest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import lingdian.record.backtest.BacktestTally.Cell;

/** The result of a back-test as text tables: rules, then regions, then the cafés with the most differences. */
public final class BacktestTables {
    private static final int MOST_CAFES = 20;
    private static final String ROW = "%-24s %10s %10s %10s %10s %10s";

    private BacktestTables() {}

    public static List<String> of(BacktestTally tally) {
        var lines = new ArrayList<String>();
        section(lines, "rule", tally.by(Cell::code));
        section(lines, "region", tally.by(Cell::region));
        Map<String, Map<DifferenceKind, Long>> cafes = most(tally);
        if (!cafes.isEmpty()) {
            section(lines, "café (most differences)", cafes);
        }
        lines.add(
                "outside: findings that a replay of this record cannot decide; they count as neither added nor removed");
        tally.outside()
                .forEach((why, findings) -> lines.add(String.format(Locale.ROOT, "  %,d %s", findings, why.why())));
        tally.verdicts()
                .forEach((version, recorded) -> lines.add(
                        String.format(Locale.ROOT, "recorded: %,d verdicts under rules %s", recorded, version)));
        lines.add(verdict(tally));
        return lines;
    }

    /** One line: how many of the stored findings are found again. */
    public static String verdict(BacktestTally tally) {
        return String.format(
                Locale.ROOT,
                "%s: %,d the same, %,d added, %,d removed, %,d changed, %,d outside what a replay can decide",
                tally.isTheSame() ? "reproduced" : "different",
                tally.total(DifferenceKind.SAME),
                tally.total(DifferenceKind.ADDED),
                tally.total(DifferenceKind.REMOVED),
                tally.total(DifferenceKind.CHANGED),
                tally.total(DifferenceKind.OUTSIDE));
    }

    /** The cafés with any difference, those with most first. */
    static Map<String, Map<DifferenceKind, Long>> most(BacktestTally tally) {
        return most(tally, Cell::placeCode, MOST_CAFES);
    }

    static Map<String, Map<DifferenceKind, Long>> most(BacktestTally tally, Function<Cell, String> by, int limit) {
        var most = new LinkedHashMap<String, Map<DifferenceKind, Long>>();
        tally.by(by).entrySet().stream()
                .filter(entry -> differences(entry.getValue()) > 0)
                .sorted((one, other) -> Long.compare(differences(other.getValue()), differences(one.getValue())))
                .limit(limit)
                .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
        return most;
    }

    private static long differences(Map<DifferenceKind, Long> kinds) {
        return kinds.getOrDefault(DifferenceKind.ADDED, 0L)
                + kinds.getOrDefault(DifferenceKind.REMOVED, 0L)
                + kinds.getOrDefault(DifferenceKind.CHANGED, 0L);
    }

    private static void section(List<String> lines, String heading, Map<String, Map<DifferenceKind, Long>> sums) {
        lines.add(String.format(Locale.ROOT, ROW, heading, "same", "added", "removed", "changed", "outside"));
        sums.forEach((name, kinds) -> lines.add(String.format(
                Locale.ROOT,
                ROW,
                name,
                count(kinds, DifferenceKind.SAME),
                count(kinds, DifferenceKind.ADDED),
                count(kinds, DifferenceKind.REMOVED),
                count(kinds, DifferenceKind.CHANGED),
                count(kinds, DifferenceKind.OUTSIDE))));
        lines.add("");
    }

    private static String count(Map<DifferenceKind, Long> kinds, DifferenceKind kind) {
        return String.format(Locale.ROOT, "%,d", kinds.getOrDefault(kind, 0L));
    }
}
