package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayeredMapTest {
    private record Copy(LayeredMap<Integer> map, Map<String, Integer> expected) {
        Copy copy() {
            return new Copy(map.copy(), new HashMap<>(expected));
        }

        void change(String key, int value) {
            Integer before = expected.get(key);
            if (value % 2 == 0) {
                expected.remove(key);
                assertThat(map.remove(key)).isEqualTo(before);
            } else {
                expected.put(key, value);
                assertThat(map.put(key, value)).isEqualTo(before);
            }
        }

        void check(List<String> keys) {
            for (String key : keys) {
                assertThat(map.get(key)).as(key).isEqualTo(expected.get(key));
            }
        }
    }

    /** Each copy keeps what it had, however much the others change. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 9, 63, 64, 65, 1000})
    void copiesAreApart(int changesOfEach) {
        var random = new Random(changesOfEach);
        List<String> keys =
                random.ints(100, 0, 1_000).mapToObj(Integer::toString).toList();
        var copies = new ArrayList<>(List.of(new Copy(new LayeredMap<>(), new HashMap<>())));
        for (int i = 0; i < 20; i++) {
            Copy of = copies.get(random.nextInt(copies.size())).copy();
            copies.add(of);
            for (int change = 0; change < changesOfEach; change++) {
                of.change(keys.get(random.nextInt(keys.size())), random.nextInt());
            }
        }

        copies.forEach(copy -> copy.check(keys));
    }

    /** One event ends all sessions of a café: each change would else be compared with all before it, or need as deep a stack. */
    @Test
    void aBatchChangesAllOfVeryMany() {
        var map = new LayeredMap<Integer>();
        for (int i = 0; i < 200_000; i++) {
            map.put("s" + i, i);
        }
        LayeredMap<Integer> next = map.copy();
        for (int i = 0; i < 200_000; i++) {
            assertThat(next.remove("s" + i)).isEqualTo(i);
        }
        assertThat(next.copy().get("s7")).isNull();
        assertThat(map.get("s7")).isEqualTo(7);
    }
}
