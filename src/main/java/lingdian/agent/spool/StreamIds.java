package lingdian.agent.spool;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names new streams from the agent's own source of randomness. */
final class StreamIds {
    private StreamIds() {}

    /** A random UUID (RFC 9562, version 4). */
    static UUID next(RandomGenerator random) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & Long.MAX_VALUE >> 1 | Long.MIN_VALUE;
        return new UUID(high, low);
    }
}
