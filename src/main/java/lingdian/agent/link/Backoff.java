package lingdian.agent.link;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt, with full jitter, so that the cafés of a restarted service do not all
 * return in the same instant.
 *
 * @param baseMillis the longest wait before the first retry
 * @param capMillis the longest wait before any retry
 * @param attempts how many attempts in a row may fail before the connection is given up
 * @param refusedCapMillis the longest wait after a refusal that another attempt rarely cures, such as an ended key; 0
 *     if such a refusal ends the connection
 */
public record Backoff(long baseMillis, long capMillis, int attempts, long refusedCapMillis) {
    /** For an unattended program: it never gives up. */
    public static final Backoff ENDLESS = new Backoff(250, 30_000, Integer.MAX_VALUE);
    /** For a command that a user waits for: about a minute. */
    public static final Backoff PATIENT = new Backoff(250, 10_000, 16);

    /** For an agent that must never stop, whatever the service answers: its key may be renewed meanwhile. */
    public static final Backoff STEADFAST = new Backoff(250, 30_000, Integer.MAX_VALUE, 600_000);

    /** After a refusal the first wait is this many times longer. */
    private static final int REFUSED_FACTOR = 20;

    public Backoff {
        if (baseMillis < 1 || capMillis < baseMillis || attempts < 1 || refusedCapMillis < 0) {
            throw new IllegalArgumentException(
                    "a back-off needs a base of at least 1 ms, a cap not below it and at least one attempt");
        }
    }

    /** A back-off that ends at a refusal. */
    public Backoff(long baseMillis, long capMillis, int attempts) {
        this(baseMillis, capMillis, attempts, 0);
    }

    /** Milliseconds before attempt number {@code failed + 1}, after {@code failed} failures in a row. */
    long delayMillis(int failed, RandomGenerator random) {
        long most = Math.min(capMillis, baseMillis << Math.min(failed, 20));
        return 1 + random.nextLong(most);
    }

    /** Milliseconds to wait after {@code refused} refusals in a row. */
    public long refusedMillis(int refused, RandomGenerator random) {
        long most = Math.min(refusedCapMillis, baseMillis * REFUSED_FACTOR << Math.min(refused, 20));
        return 1 + random.nextLong(most);
    }
}
