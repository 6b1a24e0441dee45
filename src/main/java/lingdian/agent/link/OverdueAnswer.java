package lingdian.agent.link;

/**
 * How long a service has owed an answer, in ticks of five seconds.
 *
 * <p>A service that still answers pings lives: its database may be away, and it keeps what it was sent. Whoever left it
 * would come back to the same, just when all of them do.
 */
final class OverdueAnswer {
    static final long TICK_MILLIS = 5_000;
    /** After this many with no sign of life the connection counts as dead: half a minute. */
    static final int DEAD_TICKS = 6;
    /** After this many another node is tried, though this one lives: two minutes. */
    static final int UNANSWERED_TICKS = 24;

    private int unanswered;
    private int dead;

    /** The service answered, or owes nothing. */
    void ends() {
        unanswered = 0;
        dead = 0;
    }

    /** The service answered a ping, and still owes its answer. */
    void livesOn() {
        dead = 0;
    }

    /** Counts another tick, and says whether the connection should be given up. */
    boolean isTooLong() {
        unanswered++;
        dead++;
        return dead >= DEAD_TICKS || unanswered >= UNANSWERED_TICKS;
    }
}
