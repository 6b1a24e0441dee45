package lingdian.law.judge;

import java.time.Instant;
import java.util.Set;

/**
 * What the last heartbeat leaves to compare with the next.
 *
 * @param unregistered the terminals, staff ones apart, that it listed with no session open on them, less those on which
 *     one was opened since
 */
record HeartbeatTrack(Instant at, EventRef by, Set<String> unregistered) {
    HeartbeatTrack {
        unregistered = unregistered == null ? Set.of() : unregistered; // what is empty is not stored
    }
}
