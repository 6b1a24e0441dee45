package lingdian.simulation.city;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/** A score for people: the table, then each miss, each false accusation and each wrong verdict. */
public final class ScoreTable {
    private static final String HEAD = "%-24s %-10s %7s %7s %7s %7s %7s %10s %7s";
    private static final String ROW = "%-24s %-10s %,7d %,7d %,7d %,7d %,7d %10.4f %7.4f";

    private ScoreTable() {}

    public static List<String> lines(Score score) {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                HEAD, "code", "standing", "true", "found", "hit", "missed", "false", "precision", "recall"));
        score.rows().forEach(row -> lines.add(line(row)));
        score.unobservable()
                .forEach((code, count) ->
                        lines.add(String.format(Locale.ROOT, "%-24s %-12s %,5d", code, "unobservable", count)));
        score.misses().forEach(miss -> lines.add("missed: " + TruthFile.line(miss)));
        score.falseAccusations().forEach(finding -> lines.add("false accusation: " + line(finding)));
        score.wrongVerdicts().forEach(wrong -> lines.add("wrong verdict: " + TruthFile.line(wrong)));
        return lines;
    }

    private static String line(Score.Row row) {
        return String.format(
                Locale.ROOT,
                ROW,
                row.code(),
                row.fact() ? "fact" : "suspicion",
                row.truths(),
                row.found(),
                row.hits(),
                row.truths() - row.hits(),
                row.falsely(),
                row.precision(),
                row.recall());
    }

    private static String line(Score.Finding finding) {
        return String.join(
                        " ",
                        finding.code(),
                        finding.fact() ? "fact" : "suspicion",
                        finding.placeCode(),
                        Rfc3339.format(finding.from(), ChinaTime.ZONE),
                        finding.to() == null ? "open" : Rfc3339.format(finding.to(), ChinaTime.ZONE),
                        finding.seat() == null ? "" : finding.seat(),
                        finding.id())
                .stripTrailing();
    }
}
