package lingdian.office.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import lingdian.office.inspection.PremisesKinds.Kind;
import org.junit.jupiter.api.Test;

class PremisesKindsTest {
    private static final Kind ROOT = new Kind("premises", "场所", null);
    private static final Kind CAFE = new Kind("internet-cafe", "网吧", "premises");
    private static final Kind HALL = new Kind("game-hall", "游戏厅", "venue");
    private static final Kind VENUE = new Kind("venue", "娱乐场所", "premises");

    @Test
    void whatIsCountedCountsAllTheWayUp() {
        var kinds = new PremisesKinds(List.of(ROOT, CAFE, VENUE, HALL));

        assertThat(kinds.upFrom("game-hall")).containsExactly("game-hall", "venue", "premises");
        assertThat(kinds.rolledUp(Map.of("game-hall", Count.exactly(2), "venue", Count.over(3))))
                .containsExactly(
                        Map.entry("premises", Count.over(5)),
                        Map.entry("venue", Count.over(5)),
                        Map.entry("game-hall", Count.exactly(2)));
    }

    @Test
    void aListThatIsNoTreeIsRefused() {
        assertThatThrownBy(() -> new PremisesKinds(List.of(ROOT, CAFE, HALL, VENUE)))
                .hasMessageContaining("before it");
        assertThatThrownBy(() -> new PremisesKinds(List.of(ROOT, CAFE, CAFE))).hasMessageContaining("duplicate");
        assertThatThrownBy(() -> new PremisesKinds(List.of(ROOT, CAFE, new Kind("x", "x", null))))
                .hasMessageContaining("before it");
        assertThatThrownBy(() -> new PremisesKinds(List.of(ROOT))).hasMessageContaining("internet-cafe");
        assertThatThrownBy(() -> new Kind("Game Hall", "x", null)).hasMessageContaining("code");
    }
}
