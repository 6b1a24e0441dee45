package lingdian.law.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The score in whole numbers against its definition in floating point, and what it must not depend on. */
class RobustScoreProperties {
    private static final int MAX = 1_000_000;

    @Property
    void isTheDefinition(
            @ForAll @LongRange(min = 0, max = 1_000_000) long value,
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 1_000_000) Long> others) {
        long[] peers = array(others);
        double median = median(Arrays.stream(peers).asDoubleStream().toArray());
        double deviation = median(Arrays.stream(peers)
                .mapToDouble(peer -> Math.abs(peer - median))
                .toArray());

        RobustScore score = RobustScore.of(value, peers);

        if (deviation == 0) {
            assertThat(score).isNull();
        } else {
            double exact = 1_000 * 0.6745 * (value - median) / deviation;
            assertThat((double) score.thousandths()).isEqualTo(Math.clamp(exact, -MAX, MAX), within(1.001));
            assertThat((double) score.median()).isEqualTo(Math.floor(median));
        }
    }

    @Property
    void dependsOnNoOrder(
            @ForAll @LongRange(min = 0, max = 1_000) long value,
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0, max = 1_000) Long> others,
            @ForAll Random random) {
        var shuffled = new ArrayList<>(others);
        Collections.shuffle(shuffled, random);

        assertThat(RobustScore.of(value, array(shuffled))).isEqualTo(RobustScore.of(value, array(others)));
    }

    @Property
    void growsWithTheDistance(
            @ForAll @LongRange(min = 0, max = 1_000_000) long value,
            @ForAll @LongRange(min = 0, max = 1_000_000) long farther,
            @ForAll @Size(min = 2, max = 20) List<@LongRange(min = 0, max = 1_000_000) Long> others) {
        RobustScore near = RobustScore.of(value, array(others));
        RobustScore far = RobustScore.of(value + farther, array(others));

        if (near != null) {
            assertThat(far.thousandths()).isGreaterThanOrEqualTo(near.thousandths());
        }
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(value -> value).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
