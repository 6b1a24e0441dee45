package lingdian.backtest;

import java.util.Locale;
import java.util.Map;
import lingdian.backtest.Tally.Cell;

/** What a back-test came to, as one page that needs nothing else: to be mailed, printed and kept. */
public final class Page {
    private static final int MOST_CAFES = 1_000;
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>回溯检验 Back-test</title>
            <style>
            body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
            table { border-collapse: collapse; margin: 1rem 0 2rem; width: 100%; }
            th, td { border-bottom: 1px solid #bbb; padding: .3rem .6rem; text-align: right; }
            th:first-child, td:first-child { text-align: left; }
            caption { font-weight: bold; text-align: left; padding: .3rem 0; }
            </style>
            </head>
            <body>
            <h1>回溯检验 <span lang="en">Back-test</span></h1>
            """;

    private Page() {}

    public static String of(Backtest.Result result) {
        Tally tally = result.tally();
        var page = new StringBuilder(HEAD);
        page.append("<p>").append(verdict(tally)).append("</p>\n");
        page.append(String.format(
                Locale.ROOT,
                "<p>%,d 家场所，%,d 条记录 <span lang=\"en\">%,d cafés, %,d events</span></p>%n",
                result.cafes(),
                result.events(),
                result.cafes(),
                result.events()));
        table(page, "按规则", "By rule", tally.by(Cell::code));
        table(page, "按行政区划", "By region", tally.by(Cell::region));
        table(page, "按规则和行政区划", "By rule and region", tally.by(cell -> cell.code() + " " + cell.region()));
        table(page, "差异最多的场所", "Cafés, most differences first", Tables.most(tally, Cell::placeCode, MOST_CAFES));
        outside(page, tally);
        return page.append("</body>\n</html>\n").toString();
    }

    private static String verdict(Tally tally) {
        String chinese = String.format(
                Locale.ROOT,
                "%s：相同 %,d，新增 %,d，减少 %,d，变化 %,d，不在回溯范围 %,d",
                tally.isTheSame() ? "一致" : "有差异",
                tally.total(Kind.SAME),
                tally.total(Kind.ADDED),
                tally.total(Kind.REMOVED),
                tally.total(Kind.CHANGED),
                tally.total(Kind.OUTSIDE));
        return "<strong>" + chinese + "</strong><br><span lang=\"en\">" + Tables.verdict(tally) + "</span>";
    }

    private static void table(StringBuilder page, String chinese, String english, Map<String, Map<Kind, Long>> sums) {
        page.append("<table>\n<caption>")
                .append(chinese)
                .append(" <span lang=\"en\">")
                .append(english)
                .append("</span></caption>\n<tr><th></th><th>相同 same</th><th>新增 added</th><th>减少 removed</th>")
                .append("<th>变化 changed</th><th>范围外 outside</th></tr>\n");
        sums.forEach((name, kinds) -> {
            page.append("<tr><td>").append(escaped(name)).append("</td>");
            for (Kind kind : Kind.values()) {
                page.append(String.format(Locale.ROOT, "<td>%,d</td>", kinds.getOrDefault(kind, 0L)));
            }
            page.append("</tr>\n");
        });
        page.append("</table>\n");
    }

    private static void outside(StringBuilder page, Tally tally) {
        if (tally.outside().isEmpty()) {
            return;
        }
        page.append("<h2>不在回溯范围 <span lang=\"en\">Outside of what a replay can decide</span></h2>\n<ul>\n");
        tally.outside()
                .forEach((why, findings) ->
                        page.append(String.format(Locale.ROOT, "<li lang=\"en\">%,d: %s</li>%n", findings, why.why())));
        page.append("</ul>\n");
    }

    /** A history may come from anywhere: what stands in it is text. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
