package lingdian.platform.work;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of so many entries at most, so that nobody fills the memory by new keys: with one more it forgets the eldest. Not thread-safe.
 */
public final class LimitedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final int CAPACITY = 16;
    private static final float LOAD = 0.75f;

    private final int most;

    private LimitedMap(int most, boolean byUse) {
        super(CAPACITY, LOAD, byUse);
        this.most = most;
    }

    /** The eldest is the one that was put first. */
    public static <K, V> LimitedMap<K, V> byAge(int most) {
        return new LimitedMap<>(most, false);
    }

    /** The eldest is the one that was read or put longest ago. */
    public static <K, V> LimitedMap<K, V> byUse(int most) {
        return new LimitedMap<>(most, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
