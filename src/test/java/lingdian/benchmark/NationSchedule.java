package lingdian.benchmark;

/**
 * When each event of a country is due, fixed before the first one: at a rate that rises evenly from nothing during the warm-up and
 * then stays.
 *
 * @param startNanos of the warm-up
 */
record NationSchedule(long startNanos, double perSecond, double warmUpSeconds) {
    private static final double NANOS = 1e9;

    /** When the {@code index}th one, counted from 0, is due. */
    long at(long index) {
        double meanwhile = perSecond * warmUpSeconds / 2;
        double seconds = index < meanwhile
                ? Math.sqrt(2 * warmUpSeconds * index / perSecond)
                : warmUpSeconds / 2 + index / perSecond;
        return startNanos + (long) (seconds * NANOS);
    }
}
