package lingdian.grafana;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.testing.Chromium;

/**
 * Draws a dashboard's SQL panels where they lie, from what the queries answer, for those who have no Grafana at hand.
 *
 * <p>Plain boxes, bars and tables: it shows what is on the dashboard, and does not pretend to be Grafana.
 */
final class DashboardPicture {
    private static final int CELL_WIDTH = 60;
    private static final int CELL_HEIGHT = 36;
    private static final int ROWS = 12;
    private static final List<String> COLOURS =
            List.of("#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#b877d9", "#f2495c");
    private static final Map<String, String> THRESHOLDS =
            Map.of("green", "#73bf69", "orange", "#ff9830", "red", "#f2495c", "blue", "#5794f2");
    private static final String STYLE = """
            body{margin:0;background:#111217;color:#ccccdc;font:14px 'Noto Sans CJK SC',sans-serif}
            section{position:absolute;box-sizing:border-box;padding:8px 12px;border:1px solid #2c3235;background:#181b1f;overflow:hidden}
            h2{font-size:14px;margin:0 0 8px}b{font-size:54px;color:#73bf69;display:block;text-align:center}
            td,th{text-align:left;padding:3px 6px;border-bottom:1px solid #2c3235;font-size:11px;white-space:nowrap}
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
                        content(panel, rows));
    }

    private static String content(JsonObject panel, List<JsonObject> rows) {
        return switch (panel.getString("type")) {
            case "stat" -> number(panel, rows);
            case "table" -> table(panel, rows);
            case "barchart" -> bars(rows);
            case "timeseries" -> hours(panel, rows);
            default -> throw new IllegalArgumentException("a panel of a kind that is not drawn");
        };
    }

    /** In the colour of its threshold; blue where it has none. */
    private static String number(JsonObject panel, List<JsonObject> rows) {
        String shown = String.valueOf(rows.getFirst().iterator().next().getValue());
        String colour = Dashboards.objects(panel.getJsonObject("fieldConfig")
                        .getJsonObject("defaults")
                        .getJsonObject("thresholds", new JsonObject())
                        .getJsonArray("steps", new JsonArray()))
                .filter(step -> step.getDouble("value") == null || step.getDouble("value") <= Double.parseDouble(shown))
                .map(step -> step.getString("color"))
                .reduce("blue", (lower, higher) -> higher);
        return "<b style='color:%s'>%s</b>".formatted(THRESHOLDS.get(colour), shown);
    }

    /** Of each county, in hours. */
    private static String bars(List<JsonObject> rows) {
        long most =
                rows.stream().mapToLong(row -> number(row, "overtime")).max().orElse(1);
        return rows.stream()
                .limit(ROWS)
                .map(row -> "<p><i style='width:%d%%'></i>%s: %.1f h</p>"
                        .formatted(
                                60 * number(row, "overtime") / most,
                                row.getString("county"),
                                number(row, "overtime") / 3_600.0))
                .collect(Collectors.joining());
    }

    /** Points over the hours, one line a code, as the panel draws them. */
    private static String hours(JsonObject panel, List<JsonObject> rows) {
        JsonObject place = panel.getJsonObject("gridPos");
        List<String> times =
                rows.stream().map(row -> row.getString("time")).distinct().toList();
        List<String> codes = rows.stream()
                .map(row -> row.getString("metric"))
                .distinct()
                .sorted()
                .toList();
        double most =
                rows.stream().mapToLong(row -> number(row, "violations")).max().orElse(1);
        int width = place.getInteger("w") * CELL_WIDTH - 60;
        int height = place.getInteger("h") * CELL_HEIGHT - 110;
        var svg = new StringBuilder("<svg width='%d' height='%d'>".formatted(width + 30, height + 30));
        for (int i = 0; i < times.size(); i++) {
            svg.append("<text x='%d' y='%d' fill='#8e8e99' font-size='11'>%s</text>"
                    .formatted(x(i, times, width), height + 24, times.get(i).substring(11, 16)));
        }
        for (int line = 0; line < codes.size(); line++) {
            String code = codes.get(line);
            String points = rows.stream()
                    .filter(row -> code.equals(row.getString("metric")))
                    .map(row -> "%d,%d"
                            .formatted(
                                    x(times.indexOf(row.getString("time")), times, width),
                                    8 + Math.round((1 - number(row, "violations") / most) * (height - 8))))
                    .collect(Collectors.joining(" "));
            svg.append("<polyline points='%s' fill='none' stroke-width='2' stroke='%s'/>"
                    .formatted(points, COLOURS.get(line % COLOURS.size())));
            for (String point : points.split(" ")) {
                svg.append("<circle cx='%s' cy='%s' r='4' fill='%s'/>"
                        .formatted(point.split(",")[0], point.split(",")[1], COLOURS.get(line % COLOURS.size())));
            }
        }
        String legend = IntStream.range(0, codes.size())
                .mapToObj(line -> "<span style='color:%s'>● %s</span>"
                        .formatted(COLOURS.get(line % COLOURS.size()), Dashboards.shown(panel, codes.get(line))))
                .collect(Collectors.joining(" &nbsp; "));
        return svg + "</svg><div>highest point: %.0f &nbsp; %s</div>".formatted(most, legend);
    }

    private static int x(int i, List<String> times, int width) {
        return 10 + i * (width - 40) / Math.max(1, times.size() - 1);
    }

    private static long number(JsonObject row, String column) {
        return Long.parseLong(row.getString(column));
    }

    private static String table(JsonObject panel, List<JsonObject> rows) {
        var lines = new ArrayList<String>();
        lines.add("<tr><th>"
                + rows.getFirst().fieldNames().stream()
                        .map(column -> Dashboards.shown(panel, column))
                        .collect(Collectors.joining("<th>")));
        rows.stream()
                .limit(ROWS)
                .map(row -> "<tr><td>"
                        + String.join(
                                "<td>",
                                row.fieldNames().stream()
                                        .map(name -> Dashboards.mapped(panel, name)
                                                .getOrDefault(row.getString(name), String.valueOf(row.getString(name))))
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
