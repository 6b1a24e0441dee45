package lingdian.office.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Read back by another library, which decodes as Excel does. */
class WorkbookWriterTest {
    private static final ListTable TABLE = ListTable.of(
            "list", "清单", Column.text("名称", "name"), Column.instant("开始", "startedAt"), Column.day("日期", "day"));

    /** In a workbook {@code _x202E_} is the character U+202E, after which a name reads backwards. */
    @ParameterizedTest
    @ValueSource(strings = {"_x202E_gnol", "a_x000A_b", "_x005F_x202E_", "_X202E_", "_x20_", "_x202E_x202E_", "网吧_1"})
    void aTextIsReadAsItIs(String name) throws IOException {
        assertThat(cell(0, new JsonObject().put("name", name)).getStringCellValue())
                .isEqualTo(name);
    }

    /** Excel refuses a workbook of longer ones. */
    @ParameterizedTest
    @CsvSource({"32767, 32767, x", "32768, 32767, …"})
    void aCellHasSoManyCharacters(int length, int written, String end) throws IOException {
        assertThat(cell(0, new JsonObject().put("name", "x".repeat(length))).getStringCellValue())
                .hasSize(written)
                .endsWith(end);
    }

    /** Spreadsheets have no such times. */
    @Test
    void aTimeBefore1900IsAText() throws IOException {
        JsonObject item = new JsonObject()
                .put("startedAt", "0001-01-02T08:05:43+08:05:43")
                .put("day", "1899-12-31");

        assertThat(cell(1, item).getStringCellValue()).isEqualTo("0001-01-02 08:05:43");
        assertThat(cell(2, item).getStringCellValue()).isEqualTo("1899-12-31");
    }

    private static Cell cell(int column, JsonObject item) throws IOException {
        var writer = new WorkbookWriter(TABLE);
        Buffer bytes = Buffer.buffer()
                .appendBuffer(writer.write(TABLE.rowsOf(new JsonObject().put("items", new JsonArray().add(item)))))
                .appendBuffer(writer.end());
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes.getBytes()))) {
            return workbook.getSheetAt(0).getRow(1).getCell(column);
        }
    }
}
