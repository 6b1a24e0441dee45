package lingdian.office.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 100, 100, 0, false",
        "100, 100, 100, 100, false",
        "101, 100, 100, 100, true",
        "101, 250_000, 100, 4, true",
        "4, 250_000, 100, 4, false",
        "3, 9_000_000, 100, 1, true",
        "1, 9_000_000, 100, 1, false",
    })
    void aPageHasWhatFits(int found, String bytes, int limit, int items, boolean more) {
        long[] sizes = LongStream.generate(() -> Long.parseLong(bytes.replace("_", "")))
                .limit(found)
                .toArray();

        assertThat(PageSize.of(sizes, limit)).isEqualTo(new PageSize(items, more));
    }
}
