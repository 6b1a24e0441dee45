package lingdian.office.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import lingdian.office.casework.Worklist.Sort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorklistCursorTest {
    /** The earliest and latest ends of orders, in any time zone. */
    @ParameterizedTest
    @ValueSource(strings = {"-0001-12-31T10:00:00Z", "2026-07-10T04:00:00Z", "9999-12-31T23:59:59.999999Z"})
    void aCursorLeadsOnFromAnyOrder(String at) {
        var cursor = new WorklistCursor(Sort.DUE, 0, Instant.parse(at), new UUID(7, 7));

        assertThat(WorklistCursor.of(cursor.text(), Sort.DUE)).isEqualTo(cursor);
    }
}
