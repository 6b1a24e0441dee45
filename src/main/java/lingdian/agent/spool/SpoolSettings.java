package lingdian.agent.spool;

import lingdian.agent.link.Backoff;

/**
 * The limits of a spool; {@link #of} gives those for a café.
 *
 * @param agent name and version of the program, for the service
 * @param terminals how many terminals the café has installed
 * @param keepDays how many days records are kept at least after they were acknowledged; Art. 23 of Order 363 requires
 *     60 days
 * @param segmentBytes the size at which a new file of records is begun; a new day begins one too
 * @param reserveBytes the disk space left free for acknowledgements, which arrive even when nothing more can be
 *     recorded
 * @param waitingMax how many events may wait to be written at once
 * @param backoff how long to wait between attempts to connect
 * @param probationMillis how long a connection must stay undisturbed before a superseded agent takes over again
 */
public record SpoolSettings(
        String agent,
        int terminals,
        int keepDays,
        long segmentBytes,
        long reserveBytes,
        int waitingMax,
        Backoff backoff,
        long probationMillis) {
    private static final int KEEP_DAYS = 60;

    public SpoolSettings {
        if (terminals < 0 || keepDays < 1 || segmentBytes < 4_096 || reserveBytes < 0 || waitingMax < 1) {
            throw new IllegalArgumentException("a limit of the spool is too low");
        }
    }

    /** The settings for a café. */
    public static SpoolSettings of(String agent, int terminals) {
        return new SpoolSettings(agent, terminals, KEEP_DAYS, 16 << 20, 8 << 20, 10_000, Backoff.STEADFAST, 90_000);
    }
}
