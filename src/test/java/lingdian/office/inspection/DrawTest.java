package lingdian.office.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A draw can be repeated by anyone, and favours nobody. */
class DrawTest {
    private static final List<String> POOL = List.of(
            "36048110000001", "36048110000002", "36048110000003", "36048110000004", "36048110000005", "36048110000006");

    /** {@code for c in …; do printf '%s %s\n' "$(printf '双色球2026081: 03 11 17\n%s' $c | sha256sum | cut -c1-64)" $c; done | sort | head -3} */
    @Test
    void isWhatAShellGives() {
        assertThat(Draw.of("双色球2026081: 03 11 17", POOL, 3))
                .containsExactly("36048110000004", "36048110000001", "36048110000005");
    }

    @Test
    void doesNotDependOnTheOrderOfThePoolNorOnRepeats() {
        var shuffled = new ArrayList<>(POOL);
        shuffled.addAll(POOL);
        Collections.shuffle(shuffled, new Random(7));

        assertThat(Draw.of("seed", shuffled, 4)).isEqualTo(Draw.of("seed", POOL, 4));
        assertThat(Draw.of("seed", POOL, 2)).isEqualTo(Draw.of("seed", POOL, 4).subList(0, 2));
        assertThat(Draw.of("seed", POOL, 99)).containsExactlyInAnyOrderElementsOf(POOL);
        assertThat(Draw.of("another", POOL, 6)).isNotEqualTo(Draw.of("seed", POOL, 6));
    }

    @Test
    void drawsEachAboutEquallyOften() {
        var drawn = new HashMap<String, Integer>();
        IntStream.range(0, 6_000)
                .forEach(seed -> Draw.of("seed " + seed, POOL, 1).forEach(one -> drawn.merge(one, 1, Integer::sum)));

        assertThat(drawn.values()).hasSize(POOL.size()).allMatch(times -> times > 850 && times < 1_150);
    }

    /** As anyone computes it with {@code printf} and {@code sha256sum}. */
    @Test
    void theCommitmentIsTheHashOfAllThatIsAnnounced() {
        var terms = new Draw.Terms(
                new UUID(1, 2),
                "360481",
                LocalDate.parse("2026-07-10"),
                1,
                List.of("36048110000001", "36048110000002"),
                2,
                List.of("甲"));

        assertThat(terms.commitment()).isEqualTo(Draw.hash("""
                lingdian draw
                00000000-0000-0001-0000-000000000002
                360481
                2026-07-10
                1
                2
                2
                1
                36048110000001
                36048110000002""", "甲"));
    }
}
