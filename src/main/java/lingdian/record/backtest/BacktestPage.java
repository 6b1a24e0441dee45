package lingdian.record.backtest;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import lingdian.law.judge.Code;
import lingdian.record.backtest.BacktestTally.Cell;

/** The result of a back-test as one self-contained page: to be mailed, printed and kept. Chinese first. */
public final class BacktestPage {
    private static final int MOST_CAFES = 1_000;
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>回溯检验 Back-test</title>
            <style>
            body { font: 15px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 1.5rem auto; max-width: 66rem; padding: 0 1rem; color: #222; }
            h1 { margin-bottom: .5rem; }
            .en { color: #555; font-size: 85%; font-weight: normal; }
            .verdict { border-left: .4rem solid #b3261e; padding: .4rem 1rem; background: #f6f6f6; }
            .verdict.same { border-color: #1b7f3b; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; margin: 1rem 0 2rem; width: 100%; font-variant-numeric: tabular-nums; }
            caption { font-size: 1.15rem; font-weight: bold; text-align: left; padding: .3rem 0; }
            th, td { border-bottom: 1px solid #ccc; padding: .25rem .6rem; text-align: right; vertical-align: top; }
            th { background: #eee; white-space: nowrap; }
            th:first-child, td:first-child, table.list th, table.list td { text-align: left; }
            th .en, td .en { display: block; }
            td.none { color: #999; }
            td.some { font-weight: bold; }
            tr.sum td { border-top: 2px solid #222; font-weight: bold; }
            @media print { body { max-width: none; font-size: 11px; } tr { break-inside: avoid; } }
            </style>
            </head>
            <body>
            <h1>回溯检验 <span class="en" lang="en">Back-test</span></h1>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Backtest.Result result;
    private final UnaryOperator<String> regions;

    private BacktestPage(Backtest.Result result, UnaryOperator<String> regions) {
        this.result = result;
        this.regions = regions;
    }

    /**
     * @param candidate the rules and hours that the past was judged by
     * @param regions the name of a region by its code
     */
    public static String of(Backtest.Result result, Candidate candidate, UnaryOperator<String> regions)
            throws IOException {
        return new BacktestPage(result, regions).written(candidate);
    }

    private String written(Candidate candidate) throws IOException {
        BacktestTally tally = result.tally();
        verdict(tally, candidate);
        table("按规则", "By rule", tally.by(Cell::code), this::rule);
        DifferenceList differences = DifferenceList.read(result.differences());
        page.append(differences.changedFields());
        table("按行政区划", "By region", tally.by(Cell::region), this::region);
        table("按规则和行政区划", "By rule and region", tally.by(cell -> cell.code() + " " + cell.region()), both -> {
            String[] words = both.split(" ", 2);
            return two(Code.chinese(words[0]) + "，" + regions.apply(words[1]), both);
        });
        var regionOf = new TreeMap<String, String>();
        tally.cells().keySet().forEach(cell -> regionOf.put(cell.placeCode(), cell.region()));
        table(
                "差异最多的场所",
                "Cafés, most differences first",
                BacktestTables.most(tally, Cell::placeCode, MOST_CAFES),
                place -> two(place, regions.apply(regionOf.getOrDefault(place, ""))));
        outside(tally);
        verdicts(tally);
        page.append(differences.list());
        return page.append("</body>\n</html>\n").toString();
    }

    private void verdict(BacktestTally tally, Candidate candidate) {
        String chinese = String.format(
                Locale.ROOT,
                "%s：相同 %,d，新增 %,d，减少 %,d，变化 %,d，不在回溯范围 %,d",
                tally.isTheSame() ? "一致" : "有差异",
                tally.total(DifferenceKind.SAME),
                tally.total(DifferenceKind.ADDED),
                tally.total(DifferenceKind.REMOVED),
                tally.total(DifferenceKind.CHANGED),
                tally.total(DifferenceKind.OUTSIDE));
        String read = String.format(Locale.ROOT, "%,d 家场所，%,d 条记录", result.cafes(), result.events());
        String readInEnglish = String.format(Locale.ROOT, "%,d cafés, %,d events", result.cafes(), result.events());
        page.append("<p>")
                .append(line("判定依据：" + candidate.words().getFirst() + "。" + read + "。"))
                .append(english("Judged by " + candidate.words().getLast() + ". " + readInEnglish + "."))
                .append("</p>\n<p class=\"verdict")
                .append(tally.isTheSame() ? " same" : "")
                .append("\"><strong>")
                .append(chinese)
                .append("</strong><br>")
                .append(english(BacktestTables.verdict(tally)))
                .append("</p>\n");
    }

    private void table(
            String chinese, String english, Map<String, Map<DifferenceKind, Long>> sums, UnaryOperator<String> name) {
        if (sums.isEmpty()) {
            return;
        }
        page.append("<div class=\"wide\"><table>\n")
                .append(caption(chinese, english))
                .append("<tr><th></th>");
        for (DifferenceKind kind : DifferenceKind.values()) {
            page.append("<th>")
                    .append(kind.chinese())
                    .append(english(kind.word()))
                    .append("</th>");
        }
        page.append("</tr>\n");
        var total = new TreeMap<DifferenceKind, Long>();
        sums.forEach((key, kinds) -> {
            page.append("<tr><td>").append(name.apply(key)).append("</td>");
            counts(kinds);
            kinds.forEach((kind, findings) -> total.merge(kind, findings, Long::sum));
        });
        if (sums.size() > 1) {
            page.append("<tr class=\"sum\"><td>合计 ").append(english("total")).append("</td>");
            counts(total);
        }
        page.append("</table></div>\n");
    }

    private void counts(Map<DifferenceKind, Long> kinds) {
        for (DifferenceKind kind : DifferenceKind.values()) {
            long findings = kinds.getOrDefault(kind, 0L);
            String weight = findings == 0 ? " class=\"none\"" : kind == DifferenceKind.SAME ? "" : " class=\"some\"";
            page.append(String.format(Locale.ROOT, "<td%s>%,d</td>", weight, findings));
        }
        page.append("</tr>\n");
    }

    private void outside(BacktestTally tally) {
        if (tally.outside().isEmpty()) {
            return;
        }
        page.append("<h2>不在回溯范围 ")
                .append(english("Outside what a replay can decide"))
                .append("</h2>\n<ul>\n");
        tally.outside()
                .forEach((why, findings) -> page.append(String.format(
                        Locale.ROOT,
                        "<li>%,d：%s %s</li>%n",
                        findings,
                        why.chinese(),
                        english(String.format(Locale.ROOT, "%,d: %s", findings, why.why())))));
        page.append("</ul>\n");
    }

    private void verdicts(BacktestTally tally) {
        if (tally.verdicts().isEmpty()) {
            return;
        }
        page.append("<table class=\"list\">\n")
                .append(caption("实时判定所依据的规则版本", "Recorded verdicts, by the rules that they were made under"));
        tally.verdicts()
                .forEach((version, recorded) -> page.append(
                        String.format(Locale.ROOT, "<tr><td>%s</td><td>%,d</td></tr>%n", line(version), recorded)));
        page.append("</table>\n");
    }

    private String rule(String code) {
        return two(Code.chinese(code), code);
    }

    private String region(String code) {
        return two(regions.apply(code), code);
    }

    /** The wording for people, and below it in small print the code. */
    private static String two(String words, String code) {
        return words.equals(code) ? line(code) : line(words) + " " + "<span class=\"en\">" + line(code) + "</span>";
    }

    static String caption(String chinese, String english) {
        return "<caption>" + chinese + " " + english(english) + "</caption>\n";
    }

    static String english(String text) {
        return "<span class=\"en\" lang=\"en\">" + line(text) + "</span>";
    }

    /** A history may come from anywhere: its content is escaped as text. */
    static String line(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
