package lingdian.law.figures;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993): the distance from the median,
 * times 0.6745, over the median absolute deviation (MAD). A few odd peers hardly move it.
 *
 * <p>In whole numbers, so that a limit is met exactly and everywhere alike.
 *
 * @param median of the peers, rounded down
 * @param thousandths rounded towards zero
 */
record RobustScore(long median, int thousandths) {
    /** 0.6745 thousandths, twice, because the sums of two middle values below are doubled medians. */
    private static final long FACTOR = 1_349;
    /** Where the peers are nearly alike, a greater score tells nothing more. */
    private static final long MAX = 1_000_000;

    /**
     * The score of a value among its peers.
     *
     * @param value like the peers', from 0 to 10^12
     * @param peers at least one
     * @return null where the MAD is 0: more than half of the peers have one value, and nothing says how far is far
     */
    static @Nullable RobustScore of(long value, long[] peers) {
        long twiceMedian = sumOfMiddles(peers);
        long[] twiceDeviations = LongStream.of(peers)
                .map(peer -> Math.abs(2 * peer - twiceMedian))
                .toArray();
        long fourMads = sumOfMiddles(twiceDeviations);
        if (fourMads == 0) {
            return null;
        }
        long score = FACTOR * (2 * value - twiceMedian) / fourMads;
        return new RobustScore(Math.floorDiv(twiceMedian, 2), (int) Math.clamp(score, -MAX, MAX));
    }

    private static long sumOfMiddles(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2];
    }
}
