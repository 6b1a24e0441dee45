package lingdian.law.judge;

import java.time.Instant;
import java.util.Set;

/**
 * The data of the last heartbeat that the next one is compared with.
 *
 * @param unregistered the terminals, staff ones apart, that it listed with no session open on them, less those on which
 *     one was opened since
 */
record HeartbeatTrack(Instant at, EventRef by, Set<String> unregistered) {
    HeartbeatTrack {
        unregistered = unregistered == null ? Set.of() : unregistered; // empty values are not stored
    }
}
