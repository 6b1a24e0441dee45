package lingdian.violation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map in order of insertion, like {@link LinkedHashMap}, whose copies cost as much as what was changed of late, not as much
 * as what is in it.
 *
 * <p>A café's state is copied for each batch, and a batch changes one or two of its dozens of sessions. What has not changed is
 * shared by the copies; a copy and its original may not be used by two threads at once.
 */
final class LayeredMap<V> {
    private static final int CHANGES_MAX = 16;

    /** Shared, so never changed. */
    private Map<String, V> below;

    /** What differs from it; empty for what is no longer there. What is not below either is not named. */
    private final Map<String, Optional<V>> above;

    private @Nullable List<V> values;

    LayeredMap() {
        this(Map.of(), Map.of());
    }

    private LayeredMap(Map<String, V> below, Map<String, Optional<V>> above) {
        this.below = below;
        this.above = new LinkedHashMap<>(above);
    }

    LayeredMap<V> copy() {
        if (above.size() > CHANGES_MAX) {
            settle();
        }
        var copy = new LayeredMap<>(below, above);
        copy.values = values;
        return copy;
    }

    @Nullable
    V get(String key) {
        Optional<V> changed = above.get(key);
        return changed == null ? below.get(key) : changed.orElse(null);
    }

    void put(String key, V value) {
        Optional<V> changed = above.get(key);
        if (changed != null && changed.isEmpty()) {
            settle(); // what comes back comes last
        }
        above.put(key, Optional.of(value));
        values = null;
    }

    void remove(String key) {
        if (below.containsKey(key)) {
            above.put(key, Optional.empty());
        } else {
            above.remove(key);
        }
        values = null;
    }

    /** As of now: what is changed later does not show in it. */
    List<V> values() {
        List<V> known = values;
        if (known == null) {
            known = List.copyOf(merged());
            values = known;
        }
        return known;
    }

    /** Asked for after nearly every event, so without a map of all. */
    private List<V> merged() {
        var merged = new ArrayList<V>(below.size() + above.size());
        below.forEach((key, value) -> {
            Optional<V> changed = above.get(key);
            if (changed == null) {
                merged.add(value);
            } else {
                changed.ifPresent(merged::add);
            }
        });
        above.forEach((key, changed) ->
                changed.filter(value -> !below.containsKey(key)).ifPresent(merged::add));
        return merged;
    }

    private void settle() {
        var entries = new LinkedHashMap<>(below);
        above.forEach(
                (key, changed) -> changed.ifPresentOrElse(value -> entries.put(key, value), () -> entries.remove(key)));
        below = entries;
        above.clear();
    }
}
