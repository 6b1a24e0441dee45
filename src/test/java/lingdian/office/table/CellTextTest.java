package lingdian.office.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellTextTest {
    private final List<Integer> matched = new ArrayList<>();

    private final CellText text = new CellText((index, format) -> {
        matched.add(index);
        return format.startsWith("m");
    });

    /** The library remembers the last one alone, and cells can alternate between two. */
    @Test
    void eachFormatOfAWorkbookIsMatchedOnce() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(text.formatRawCellContents(46752, 200, "mM/mM/0x")).isEqualTo("2027-12-31");
            assertThat(text.formatRawCellContents(46752, 201, "0")).isEqualTo("46752");
        }

        assertThat(matched).containsExactly(200, 201);
    }

    /** Matching takes nine seconds for one cell with 40,000 characters, and hours with a million. */
    @Test
    void aFormatThatIsTooLongIsNotMatched() {
        assertThat(text.formatRawCellContents(46752, 200, "mM/".repeat(33_333) + "0x"))
                .isEqualTo("46752");
        assertThat(text.formatRawCellContents(46752, 14, "m".repeat(256))).isEqualTo("46752");
        assertThat(text.formatRawCellContents(46752, 201, "m".repeat(255))).isEqualTo("2027-12-31");

        assertThat(matched).containsExactly(201);
    }
}
