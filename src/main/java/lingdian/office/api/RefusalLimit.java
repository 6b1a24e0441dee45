package lingdian.office.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import lingdian.record.accesslog.Actor;

/**
 * Limits the refusals of one actor that are logged per minute: a flood of them must not fill the disk.
 *
 * <p>Further refusals are counted, and the actor's next entry says how many there were. The number of remembered actors
 * is limited, too: all callers without a valid token count as one.
 */
public final class RefusalLimit {
    static final int A_MINUTE = 60;
    private static final int ACTORS_MAX = 10_000;
    private static final long MINUTE_MILLIS = 60_000;

    private final Map<Actor, Minute> minutes = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Actor, Minute> eldest) {
            return size() > ACTORS_MAX;
        }
    };

    private static final class Minute {
        long began;
        int written;
        long unwritten;
    }

    private final Runnable reached;

    /** @param reached called for each refusal that is not logged */
    public RefusalLimit(Runnable reached) {
        this.reached = reached;
    }

    /** @return empty if this one is not logged; otherwise the number of unlogged ones since the last logged one */
    public synchronized OptionalLong next(Actor actor, long nowMillis) {
        Minute minute = minutes.computeIfAbsent(actor, first -> new Minute());
        if (nowMillis - minute.began >= MINUTE_MILLIS) {
            minute.began = nowMillis;
            minute.written = 0;
        }
        if (minute.written >= A_MINUTE) {
            minute.unwritten++;
            reached.run();
            return OptionalLong.empty();
        }
        minute.written++;
        long unwritten = minute.unwritten;
        minute.unwritten = 0;
        return OptionalLong.of(unwritten);
    }
}
