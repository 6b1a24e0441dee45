package lingdian.vault.seal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times at which commands changed a key. Keys that a ring was created with have no times before its first rotation.
 *
 * @param added when it was made
 * @param promoted when it became the primary key
 * @param superseded when another key became the primary one, after which this key makes nothing new
 * @param retired when it left the ring
 */
public record KeyTimes(
        @Nullable Instant added,
        @Nullable Instant promoted,
        @Nullable Instant superseded,
        @Nullable Instant retired) {
    static final KeyTimes NONE = new KeyTimes(null, null, null, null);

    KeyTimes added(Instant at) {
        return new KeyTimes(at, promoted, superseded, retired);
    }

    /** A key that is promoted again is no longer superseded. */
    KeyTimes promoted(Instant at) {
        return new KeyTimes(added, at, null, retired);
    }

    KeyTimes superseded(Instant at) {
        return new KeyTimes(added, promoted, at, retired);
    }

    KeyTimes retired(Instant at) {
        return new KeyTimes(added, promoted, superseded, at);
    }
}
