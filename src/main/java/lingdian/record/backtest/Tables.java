package lingdian.record.backtest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import lingdian.record.backtest.Tally.Cell;

/** The result of a back-test as text tables: rules, then regions, then the cafés with the most differences. */
public final class Tables {
    private static final int MOST_CAFES = 20;
    private static final String ROW = "%-24s %10s %10s %10s %10s %10s";

    private Tables() {}

    public static List<String> of(Tally tally) {
        var lines = new ArrayList<String>();
        section(lines, "rule", tally.by(Cell::code));
        section(lines, "region", tally.by(Cell::region));
        Map<String, Map<Kind, Long>> cafes = most(tally);
        if (!cafes.isEmpty()) {
            section(lines, "café (most differences)", cafes);
        }
        tally.outside()
                .forEach((why, findings) ->
                        lines.add(String.format(Locale.ROOT, "outside: %,d %s", findings, why.why())));
        lines.add(verdict(tally));
        return lines;
    }

    /** One line: how many of the stored findings are found again. */
    public static String verdict(Tally tally) {
        return String.format(
                Locale.ROOT,
                "%s: %,d the same, %,d added, %,d removed, %,d changed, %,d outside what a replay can decide",
                tally.isTheSame() ? "reproduced" : "different",
                tally.total(Kind.SAME),
                tally.total(Kind.ADDED),
                tally.total(Kind.REMOVED),
                tally.total(Kind.CHANGED),
                tally.total(Kind.OUTSIDE));
    }

    /** The cafés with any difference, those with most first. */
    static Map<String, Map<Kind, Long>> most(Tally tally) {
        return most(tally, Cell::placeCode, MOST_CAFES);
    }

    static Map<String, Map<Kind, Long>> most(Tally tally, Function<Cell, String> by, int limit) {
        var most = new LinkedHashMap<String, Map<Kind, Long>>();
        tally.by(by).entrySet().stream()
                .filter(entry -> differences(entry.getValue()) > 0)
                .sorted((one, other) -> Long.compare(differences(other.getValue()), differences(one.getValue())))
                .limit(limit)
                .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
        return most;
    }

    private static long differences(Map<Kind, Long> kinds) {
        return kinds.getOrDefault(Kind.ADDED, 0L)
                + kinds.getOrDefault(Kind.REMOVED, 0L)
                + kinds.getOrDefault(Kind.CHANGED, 0L);
    }

    private static void section(List<String> lines, String heading, Map<String, Map<Kind, Long>> sums) {
        lines.add(String.format(Locale.ROOT, ROW, heading, "same", "added", "removed", "changed", "outside"));
        sums.forEach((name, kinds) -> lines.add(String.format(
                Locale.ROOT,
                ROW,
                name,
                count(kinds, Kind.SAME),
                count(kinds, Kind.ADDED),
                count(kinds, Kind.REMOVED),
                count(kinds, Kind.CHANGED),
                count(kinds, Kind.OUTSIDE))));
        lines.add("");
    }

    private static String count(Map<Kind, Long> kinds, Kind kind) {
        return String.format(Locale.ROOT, "%,d", kinds.getOrDefault(kind, 0L));
    }
}
