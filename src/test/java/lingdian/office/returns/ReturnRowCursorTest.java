package lingdian.office.returns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnRowCursorTest {
    /** A campaign's entries have the dates that officers gave them. */
    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01", "1969-12-31", "2026-07-01", "9999-12-31"})
    void aListGoesOnAfterARowOfAnyDay(String day) {
        var cursor = new ReturnRowCursor(LocalDate.parse(day), UUID.randomUUID(), 3);

        assertThat(ReturnRowCursor.of(cursor.text())).isEqualTo(cursor);
    }
}
