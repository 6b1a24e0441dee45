package lingdian.office.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvWriterTest {
    private static final ListTable TABLE = ListTable.of("list", "清单", Column.instant("开始", "startedAt"));

    /** RFC 3339 needs the seconds, which many findings have none of: overtime begins at midnight. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-11T00:00:00+08:00",
                "2026-11-11T08:30:00+08:00",
                "2026-11-10T23:59:59.500+08:00",
                "2026-11-10T23:59:59.123456+08:00",
                "2026-11-10T16:00:00Z"
            })
    void aTimeIsWrittenAsInTheList(String at) {
        var page = new JsonObject().put("items", new JsonArray().add(new JsonObject().put("startedAt", at)));

        assertThat(new CsvWriter(TABLE).write(TABLE.rowsOf(page)).toString()).isEqualTo("\uFEFF开始\r\n" + at + "\r\n");
    }
}
