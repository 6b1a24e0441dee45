package lingdian.office.campaign;

import static lingdian.platform.text.HtmlText.escaped;

import java.util.List;
import java.util.stream.Collectors;

/** A briefing as one self-contained HTML file, without script, font or external address; its charts are SVG. */
public final class WebBriefing {
    private static final String STYLE = """
            body{font-family:"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;line-height:1.7}
            h1{text-align:center}table{border-collapse:collapse;width:100%;margin:1rem 0}
            th,td{border:1px solid #888;padding:.3rem .5rem;text-align:left;overflow-wrap:anywhere}th{background:#eee}
            svg{width:100%;height:auto}text{font-size:14px}.s0{fill:#1f5fa8}.s1{fill:#d07a00}.sign{text-align:right}""";
    private static final int WIDTH = 760;
    private static final int LABELS = 220;
    private static final int BAR = 16;

    private WebBriefing() {}

    /** The whole file. */
    public static String html(Briefing briefing) {
        return """
                <!doctype html>
                <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%1$s</title><style>%2$s</style></head>
                <body><h1>%1$s</h1>
                %3$s
                </body></html>
                """.formatted(escaped(briefing.title()), STYLE, content(briefing));
    }

    /** The part below the title, for a page with styles of its own. */
    public static String content(Briefing briefing) {
        return briefing.blocks().stream().map(WebBriefing::html).collect(Collectors.joining("\n"));
    }

    private static String html(Block block) {
        return switch (block) {
            case Block.Heading heading -> "<h%1$d>%2$s</h%1$d>".formatted(heading.level() + 1, escaped(heading.text()));
            case Block.ToWrite hint -> "<p><em>" + escaped(hint.hint()) + "</em></p>";
            case Block.Annex annex -> "<h2>" + escaped(annex.label() + "：" + annex.title()) + "</h2>";
            case Block.Signature signed ->
                "<p>附件：" + escaped(String.join("；", signed.annexes())) + "</p><p class=\"sign\">"
                        + escaped(signed.office()) + "<br>" + escaped(signed.date()) + "</p>";
            case Block.Paragraph paragraph -> "<p>" + escaped(paragraph.text()) + "</p>";
            case Block.Table table ->
                "<table><thead>" + row("th", table.head()) + "</thead><tbody>"
                        + table.rows().stream().map(cells -> row("td", cells)).collect(Collectors.joining())
                        + "</tbody></table>";
            case Block.Bars bars -> svg(bars);
        };
    }

    private static String row(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String svg(Block.Bars bars) {
        int group = BAR * bars.series().size() + 10;
        int height = group * bars.labels().size() + 30;
        var svg = new StringBuilder("<figure><figcaption>" + escaped(bars.title()) + "</figcaption><svg viewBox=\"0 0 "
                + WIDTH + " " + height + "\" role=\"img\" aria-label=\"" + escaped(bars.title()) + "\">");
        for (int i = 0; i < bars.labels().size(); i++) {
            svg.append(text(0, i * group + BAR, bars.labels().get(i)));
            for (int s = 0; s < bars.series().size(); s++) {
                svg.append(bar(bars, s, i, i * group + s * BAR));
            }
        }
        for (int s = 0; s < bars.series().size(); s++) {
            svg.append(rectangle(s, LABELS + s * 150, height - 20, 14))
                    .append(text(
                            LABELS + 20 + s * 150,
                            height - 8,
                            bars.series().get(s).name()));
        }
        return svg.append("</svg></figure>").toString();
    }

    private static String bar(Block.Bars bars, int series, int label, int y) {
        long number = bars.series().get(series).numbers().get(label);
        long width = number * (WIDTH - LABELS - 60) / Math.max(1, bars.greatest());
        return number == 0
                ? ""
                : rectangle(series, LABELS, y + 2, width)
                        + text(LABELS + width + 4, y + BAR - 2, String.valueOf(number));
    }

    private static String rectangle(int series, long x, int y, long width) {
        return "<rect class=\"s%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
                .formatted(series, x, y, width, BAR - 3);
    }

    private static String text(long x, int y, String text) {
        return "<text x=\"%d\" y=\"%d\">%s</text>".formatted(x, y, escaped(text));
    }
}
