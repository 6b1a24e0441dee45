package lingdian.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitedMapTest {
    @Test
    void whatWasPutFirstIsForgotten() {
        assertThat(abcAfterReadingA(LimitedMap.byAge(2))).containsOnlyKeys("b", "c");
    }

    @Test
    void whatWasUsedLongestAgoIsForgotten() {
        assertThat(abcAfterReadingA(LimitedMap.byUse(2))).containsOnlyKeys("a", "c");
    }

    private static Map<String, Integer> abcAfterReadingA(Map<String, Integer> map) {
        map.put("a", 1);
        map.put("b", 2);
        map.get("a");
        map.put("c", 3);
        return map;
    }
}
