package lingdian.vault.seal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a key, as far as commands did it; what a ring was created with has no times before its first rotation.
 *
 * @param added when it was made
 * @param promoted when it became the primary one
 * @param superseded when another one did: nothing new is made with it from then on
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

    /** A key that comes back is not superseded any more. */
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
