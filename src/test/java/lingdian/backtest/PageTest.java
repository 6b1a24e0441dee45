package lingdian.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void aPageNeedsNothingElseAndTakesWhatItShowsForText() {
        var tally = new Tally();
        tally.count(new Tally.Cell("OVERTIME_OPERATION", "360481", "36048110000001"), Kind.ADDED, 1_234);
        tally.count(new Tally.Cell("<script>", "360481", "36048110000001"), Kind.REMOVED, 1);
        tally.outside(Outside.EDGE, 3);

        String page = Page.of(new Backtest.Result(tally, 1, 20, Path.of("differences.csv")));

        assertThat(page)
                .contains("有差异", "<td>1,234</td>", "36048110000001", "&lt;script&gt;", "3: at the edge")
                .doesNotContain("<script>", "http:", "https:", "src=", "<link");
    }
}
