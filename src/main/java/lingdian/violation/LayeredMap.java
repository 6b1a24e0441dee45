package lingdian.violation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map whose copies cost as much as what was changed of late, not as much as what is in it.
 *
 * <p>A café's state is copied for each batch, and a batch changes one or two of its dozens of sessions. What has not changed is
 * shared by the copies; a copy and its original may not be used by two threads at once.
 */
final class LayeredMap<V> {
    private static final int CHANGES_MAX = 16;

    /** Shared, so never changed. */
    private Map<String, V> below;

    /** What differs from it; empty for what is no longer there. */
    private final Map<String, Optional<V>> above;

    LayeredMap() {
        this(Map.of(), Map.of());
    }

    private LayeredMap(Map<String, V> below, Map<String, Optional<V>> above) {
        this.below = below;
        this.above = new HashMap<>(above);
    }

    LayeredMap<V> copy() {
        if (above.size() > CHANGES_MAX) {
            settle();
        }
        return new LayeredMap<>(below, above);
    }

    @Nullable
    V get(String key) {
        Optional<V> changed = above.get(key);
        return changed == null ? below.get(key) : changed.orElse(null);
    }

    /** @return what was there */
    @Nullable
    V put(String key, V value) {
        V before = get(key);
        above.put(key, Optional.of(value));
        return before;
    }

    /** @return what was there */
    @Nullable
    V remove(String key) {
        V before = get(key);
        if (before != null) {
            above.put(key, Optional.empty());
        }
        return before;
    }

    private void settle() {
        var entries = new HashMap<>(below);
        above.forEach(
                (key, changed) -> changed.ifPresentOrElse(value -> entries.put(key, value), () -> entries.remove(key)));
        below = entries;
        above.clear();
    }
}
