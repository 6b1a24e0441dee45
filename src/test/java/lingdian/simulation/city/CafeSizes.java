package lingdian.simulation.city;

import java.util.stream.IntStream;

/** How large cafés are beside each other, as the simulated city has it, for benchmarks of a country. */
public final class CafeSizes {
    private CafeSizes() {}

    /**
     * The terminals of so many equally frequent sizes of cafés, the smallest first: as unlike each other as the cafés' sessions a
     * day in {@link CafeStatistics}, which are of Chongqing, with this many terminals on average.
     */
    public static int[] terminals(int sizes, int mean) {
        double[] sessions = IntStream.range(0, sizes)
                .mapToDouble(size -> CafeStatistics.sessionsPerDay((size + 0.5) / sizes))
                .toArray();
        double all =
                IntStream.range(0, sizes).mapToDouble(size -> sessions[size]).sum();
        return IntStream.range(0, sizes)
                .map(size -> (int) Math.round(mean * sessions[size] * sizes / all))
                .toArray();
    }
}
