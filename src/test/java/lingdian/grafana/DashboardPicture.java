package lingdian.grafana;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.Chromium;

/**
 * Draws a dashboard's SQL panels where they lie, from what the queries answer, for those who have no Grafana at hand.
 *
 * <p>Plain boxes, bars and tables: it shows what is on the dashboard, and does not pretend to be Grafana.
 */
final class DashboardPicture {
    private static final int CELL_WIDTH = 60;
    private static final int CELL_HEIGHT = 36;
    private static final int ROWS = 9;
    private static final String STYLE = """
            body{margin:0;background:#111217;color:#ccccdc;font:14px 'Noto Sans CJK SC',sans-serif}
            section{position:absolute;box-sizing:border-box;padding:8px 12px;border:1px solid #2c3235;background:#181b1f;overflow:hidden}
            h2{font-size:14px;margin:0 0 8px}b{font-size:54px;color:#73bf69;display:block;text-align:center}
            td,th{text-align:left;padding:3px 10px;border-bottom:1px solid #2c3235;font-size:12px;white-space:nowrap}
            i{display:inline-block;background:#f2995c;height:20px;margin-right:8px;vertical-align:middle}p{margin:6px 0}
            """;

    private DashboardPicture() {}

    /** Asks what a panel's SQL answers. */
    interface Source {
        List<JsonObject> rows(String sql) throws SQLException;
    }

    static void draw(JsonObject dashboard, Source source, Path file) throws SQLException {
        var page = new StringBuilder("<style>" + STYLE + "</style>");
        for (JsonObject panel : Dashboards.panels(dashboard)) {
            String sql = panel.getJsonArray("targets").getJsonObject(0).getString("rawSql", "");
            if (!sql.isEmpty()) {
                page.append(box(panel, source.rows(sql)));
            }
        }
        photograph(page.toString(), file);
    }

    private static String box(JsonObject panel, List<JsonObject> rows) {
        JsonObject place = panel.getJsonObject("gridPos");
        return "<section style='left:%dpx;top:%dpx;width:%dpx;height:%dpx'><h2>%s</h2>%s</section>"
                .formatted(
                        place.getInteger("x") * CELL_WIDTH,
                        place.getInteger("y") * CELL_HEIGHT,
                        place.getInteger("w") * CELL_WIDTH - 6,
                        place.getInteger("h") * CELL_HEIGHT - 6,
                        panel.getString("title"),
                        content(panel.getString("type"), rows));
    }

    private static String content(String type, List<JsonObject> rows) {
        return switch (type) {
            case "stat" -> "<b>" + rows.getFirst().iterator().next().getValue() + "</b>";
            case "table" -> table(rows);
            case "barchart" ->
                bars(rows.stream()
                        .collect(
                                LinkedHashMap::new,
                                (sums, row) -> add(sums, row.getString("region"), row.getString("overtime")),
                                Map::putAll));
            case "timeseries" ->
                bars(rows.stream()
                        .collect(
                                LinkedHashMap::new,
                                (sums, row) -> add(
                                        sums,
                                        row.getString("time").substring(0, 13) + " " + row.getString("metric"),
                                        row.getString("violations")),
                                Map::putAll));
            default -> throw new IllegalArgumentException("a panel of a kind that is not drawn");
        };
    }

    private static void add(Map<String, Long> sums, String name, String number) {
        sums.merge(name, Long.parseLong(number), Long::sum);
    }

    private static String bars(Map<String, Long> sums) {
        long most = sums.values().stream().mapToLong(one -> one).max().orElse(1);
        var text = new StringBuilder();
        sums.entrySet().stream()
                .limit(ROWS)
                .forEach(one -> text.append("<p><i style='width:%d%%'></i>%s: %d</p>"
                        .formatted(50 * one.getValue() / most, one.getKey(), one.getValue())));
        return text.toString();
    }

    private static String table(List<JsonObject> rows) {
        var lines = new ArrayList<String>();
        lines.add("<tr><th>" + String.join("<th>", rows.getFirst().fieldNames()));
        rows.stream()
                .limit(ROWS)
                .map(row -> "<tr><td>"
                        + String.join(
                                "<td>",
                                row.fieldNames().stream()
                                        .map(name -> String.valueOf(row.getValue(name)))
                                        .toList()))
                .forEach(lines::add);
        return "<table>" + String.join("", lines) + "</table>";
    }

    private static void photograph(String html, Path file) {
        try (var chromium = Chromium.start()) {
            Page page = chromium.browser().newPage();
            page.setViewportSize(24 * CELL_WIDTH, 26 * CELL_HEIGHT);
            page.setContent(html);
            page.screenshot(new Page.ScreenshotOptions().setPath(file));
        }
    }
}
