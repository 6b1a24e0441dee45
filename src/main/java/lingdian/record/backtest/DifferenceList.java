package lingdian.record.backtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lingdian.law.judge.Code;

/**
 * The part of the page about single findings: which fields changed and how often, and the differences themselves.
 *
 * <p>It reads the file of differences, which has all of them; the page shows only the first ones.
 */
final class DifferenceList {
    private static final int SHOWN = 500;

    private final Map<String, Map<String, Long>> fields = new TreeMap<>();
    private final List<String[]> first = new ArrayList<>();
    private long all;

    private DifferenceList() {}

    static DifferenceList read(Path file) throws IOException {
        var differences = new DifferenceList();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            lines.readLine(); // the heading
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                differences.take(line.split(",", -1));
            }
        }
        return differences;
    }

    private void take(String[] columns) {
        all++;
        if (first.size() < SHOWN) {
            first.add(columns);
        }
        Arrays.stream(columns[DifferenceFile.FIELDS].split(" "))
                .filter(field -> !field.isEmpty())
                .forEach(field -> fields.computeIfAbsent(columns[DifferenceFile.CODE], code -> new TreeMap<>())
                        .merge(field, 1L, Long::sum));
    }

    /** By rule; empty if no finding is changed. */
    String changedFields() {
        if (fields.isEmpty()) {
            return "";
        }
        var table = new StringBuilder("<div class=\"wide\"><table class=\"list\">\n")
                .append(BacktestPage.caption("变化的字段", "Changed fields, and in how many findings"))
                .append("<tr><th>规则")
                .append(BacktestPage.english("rule"))
                .append("</th><th>字段");
        table.append(BacktestPage.english("fields")).append("</th></tr>\n");
        fields.forEach((code, counts) -> {
            var words = new ArrayList<String>();
            counts.forEach((field, findings) ->
                    words.add(BacktestPage.line(field) + " " + String.format(Locale.ROOT, "%,d", findings)));
            table.append("<tr><td>")
                    .append(rule(code))
                    .append("</td><td>")
                    .append(String.join("，", words))
                    .append("</td></tr>\n");
        });
        return table.append("</table></div>\n").toString();
    }

    /** The first differences; empty if there are none. */
    String list() {
        if (first.isEmpty()) {
            return "";
        }
        String chinese = String.format(Locale.ROOT, "差异明细（%,d 条中的前 %,d 条）", all, first.size());
        String english = String.format(Locale.ROOT, "Differences (the first %,d of %,d)", first.size(), all);
        var table = new StringBuilder("<div class=\"wide\"><table class=\"list\">\n<caption>")
                .append(chinese)
                .append(' ')
                .append(BacktestPage.english(english))
                .append("</caption>\n<tr>");
        heading(table, "差异", "difference");
        heading(table, "规则", "rule");
        heading(table, "场所", "café");
        heading(table, "开始", "started");
        heading(table, "结束", "ended");
        heading(table, "分钟", "minutes");
        heading(table, "性质", "standing");
        heading(table, "变化的字段", "changed fields");
        table.append("</tr>\n");
        first.forEach(columns -> row(table, columns));
        return table.append("</table></div>\n").toString();
    }

    private static void heading(StringBuilder table, String chinese, String english) {
        table.append("<th>")
                .append(chinese)
                .append(BacktestPage.english(english))
                .append("</th>");
    }

    private static void row(StringBuilder table, String[] columns) {
        DifferenceKind kind = Arrays.stream(DifferenceKind.values())
                .filter(one -> one.word().equals(columns[DifferenceFile.DIFFERENCE]))
                .findFirst()
                .orElse(DifferenceKind.CHANGED);
        List<String> cells = List.of(
                kind.chinese() + BacktestPage.english(kind.word()),
                rule(columns[DifferenceFile.CODE]),
                BacktestPage.line(columns[DifferenceFile.PLACE]),
                time(columns[DifferenceFile.STARTED]),
                became(kind, time(columns[DifferenceFile.ENDED]), time(columns[DifferenceFile.ENDED + 1])),
                became(kind, minutes(columns[DifferenceFile.SECONDS]), minutes(columns[DifferenceFile.SECONDS + 1])),
                became(
                        kind,
                        standing(columns[DifferenceFile.STANDING]),
                        standing(columns[DifferenceFile.STANDING + 1])),
                BacktestPage.line(columns[DifferenceFile.FIELDS]));
        table.append("<tr>");
        cells.forEach(cell -> table.append("<td>").append(cell).append("</td>"));
        table.append("</tr>\n");
    }

    private static String rule(String code) {
        String chinese = Code.chinese(code);
        return BacktestPage.line(chinese) + (chinese.equals(code) ? "" : BacktestPage.english(code));
    }

    /** The stored or found value, whichever exists, or both if they differ. */
    private static String became(DifferenceKind kind, String stored, String found) {
        return switch (kind) {
            case ADDED -> BacktestPage.line(found);
            case REMOVED -> BacktestPage.line(stored);
            case SAME, CHANGED, OUTSIDE ->
                stored.equals(found)
                        ? BacktestPage.line(found)
                        : BacktestPage.line(stored) + " → " + BacktestPage.line(found);
        };
    }

    private static String standing(String word) {
        return switch (word) {
            case "fact" -> "事实";
            case "suspicion" -> "嫌疑";
            case "lead" -> "提示";
            default -> word; // a word of another version
        };
    }

    /** A time to the second, for people. */
    private static String time(String rfc3339) {
        return rfc3339.length() < 19 ? rfc3339 : rfc3339.substring(0, 19).replace('T', ' ');
    }

    private static String minutes(String seconds) {
        return seconds.matches("\\d{1,12}") ? String.valueOf(Long.parseLong(seconds) / 60) : "";
    }
}
