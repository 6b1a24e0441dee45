package lingdian.platform.http;

/**
 * Until when the client of a long answer must have read more of it.
 *
 * <p>It may fall behind the slowest pace by its patience, and no more by having read fast before: what the operating system
 * takes at once looks as if it was read.
 */
final class ReadingPace {
    /** The slowest client that is served: a telephone far from its mast. */
    static final int BYTES_A_MILLISECOND_MIN = 16;

    private final long patienceMillis;
    private long deadline;

    ReadingPace(long patienceMillis, long nowMillis) {
        this.patienceMillis = patienceMillis;
        this.deadline = nowMillis + patienceMillis;
    }

    void read(int bytes, long nowMillis) {
        deadline = Math.min(deadline + bytes / BYTES_A_MILLISECOND_MIN, nowMillis + patienceMillis);
    }

    /** How long it may still take; 0 or less if it took too long. */
    long millisLeft(long nowMillis) {
        return deadline - nowMillis;
    }
}
