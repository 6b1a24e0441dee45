package lingdian.agent.desk;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Ids for sessions, unique within the café.
 *
 * <p>An id consists of 48 random bits for each start of the agent, and a count. Event numbers are not unique in a café,
 * because each stream begins at 1.
 */
final class SessionIds {
    private final String run;
    private long count;

    SessionIds(RandomGenerator random) {
        byte[] bits = new byte[6];
        random.nextBytes(bits);
        this.run = HexFormat.of().formatHex(bits);
    }

    synchronized String next() {
        count++;
        return run + "-" + count;
    }
}
