package lingdian.conformance;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The service that is examined, and the café that it is examined with.
 *
 * @param key an agent key of a café that nothing was sent for yet
 * @param patience how long an answer is waited for
 * @param clock by which a message says when it was sent
 * @param at the time of the events of all checks but the vectors, which are later
 * @param run part of the ids of sessions, which a café may use once only
 */
record ServiceUnderTest(URI server, String key, Duration patience, InstantSource clock, OffsetDateTime at, String run) {
    Talk connect() {
        return Talk.open(this, "Authorization: Bearer " + key);
    }

    /** A connection that was welcomed. */
    Talk greeted(UUID stream) {
        return connect().greeted(stream, 0);
    }

    @Override
    public String toString() {
        return "ServiceUnderTest[" + server + "]"; // without the key
    }
}
