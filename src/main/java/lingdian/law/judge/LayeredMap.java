package lingdian.law.judge;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map whose copies cost nothing, and whose changes cost little.
 *
 * <p>A café's state is copied for each batch, and a batch changes one or two of its dozens of sessions. What has not
 * changed is shared by the copies; a copy and its original may not be used by two threads at once.
 */
final class LayeredMap<V> {
    /** Up to this number, a scan is as fast as a map. */
    private static final int CHANGES_MAX = 8;

    /** Beyond so many in one batch the map is copied, or each would have to be compared with all before it. */
    private static final int CHANGES_OF_A_BATCH_MAX = 64;

    private Map<String, V> below;

    /** Whether a copy has it too: then it is never changed. */
    private boolean shared;

    /** What differs from it, the latest change first. */
    private @Nullable Change<V> above;

    /**
     * @param value null for what is no longer there
     * @param count of this change and those before it
     */
    private record Change<V>(
            String key, @Nullable V value, @Nullable Change<V> before, int count) {}

    LayeredMap() {
        this(new HashMap<>(), false, null);
    }

    private LayeredMap(Map<String, V> below, boolean shared, @Nullable Change<V> above) {
        this.below = below;
        this.shared = shared;
        this.above = above;
    }

    LayeredMap<V> copy() {
        if (above != null && above.count() > CHANGES_MAX) {
            settle();
        }
        shared = true;
        return new LayeredMap<>(below, true, above);
    }

    @Nullable
    V get(String key) {
        int hash = key.hashCode();
        for (Change<V> change = above; change != null; change = change.before()) {
            if (change.key().hashCode() == hash && change.key().equals(key)) {
                return change.value();
            }
        }
        return below.get(key);
    }

    /** @return what was there */
    @Nullable
    V put(String key, V value) {
        V before = get(key);
        change(key, value);
        return before;
    }

    /** @return what was there */
    @Nullable
    V remove(String key) {
        V before = get(key);
        if (before != null) {
            change(key, null);
        }
        return before;
    }

    private void change(String key, @Nullable V value) {
        if (above != null && above.count() >= CHANGES_OF_A_BATCH_MAX) {
            settle();
            shared = false;
        }
        if (shared) {
            above = new Change<>(key, value, above, above == null ? 1 : above.count() + 1);
        } else {
            change(key, value, below);
        }
    }

    private void settle() {
        var settled = new HashMap<>(below);
        settle(above, settled);
        below = settled;
        above = null;
    }

    /** The earliest first. They are no more than {@link #CHANGES_OF_A_BATCH_MAX}. */
    private static <V> void settle(@Nullable Change<V> latest, Map<String, V> entries) {
        if (latest != null) {
            settle(latest.before(), entries);
            change(latest.key(), latest.value(), entries);
        }
    }

    private static <V> void change(String key, @Nullable V value, Map<String, V> entries) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }
}
