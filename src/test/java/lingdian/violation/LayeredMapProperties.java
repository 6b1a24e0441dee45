package lingdian.violation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A map with cheap copies holds what a {@link LinkedHashMap} holds, in the same order, and no copy sees another's changes. */
class LayeredMapProperties {
    private record Step(Kind kind, int map, String key, int value) {}

    private enum Kind {
        PUT,
        REMOVE,
        COPY
    }

    private static final int COPIES_MAX = 8;

    @Property
    void itIsAsIfAllHadBeenCopied(@ForAll("steps") List<Step> steps) {
        List<LayeredMap<Integer>> maps = new ArrayList<>(List.of(new LayeredMap<>()));
        List<Map<String, Integer>> expected = new ArrayList<>(List.of(new LinkedHashMap<>()));
        for (Step step : steps) {
            int which = step.map() % maps.size();
            LayeredMap<Integer> map = maps.get(which);
            Map<String, Integer> model = expected.get(which);
            switch (step.kind()) {
                case PUT -> {
                    map.put(step.key(), step.value());
                    model.put(step.key(), step.value());
                }
                case REMOVE -> {
                    map.remove(step.key());
                    model.remove(step.key());
                }
                case COPY -> {
                    if (maps.size() < COPIES_MAX) {
                        maps.add(map.copy());
                        expected.add(new LinkedHashMap<>(model));
                    }
                }
            }
            for (int i = 0; i < maps.size(); i++) {
                assertThat(maps.get(i).values())
                        .containsExactlyElementsOf(expected.get(i).values());
                assertThat(maps.get(i).get(step.key()))
                        .isEqualTo(expected.get(i).get(step.key()));
            }
        }
    }

    @Provide
    static Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(Tuple.of(5, Kind.PUT), Tuple.of(3, Kind.REMOVE), Tuple.of(1, Kind.COPY));
        Arbitrary<String> keys = Arbitraries.integers().between(0, 40).map(number -> "s-" + number);
        return Combinators.combine(kinds, Arbitraries.integers().between(0, COPIES_MAX), keys, Arbitraries.integers())
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200);
    }
}
