package lingdian.office.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import lingdian.record.accesslog.Actor;

/**
 * How many refusals of one actor are written down in a minute: a flood of them must not fill the disk.
 *
 * <p>What goes beyond is counted, and the actor's next entry says how many there were. Of actors, too, it remembers only so
 * many: whoever has no valid token counts as one.
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

    /** @param reached called for each refusal that is not written down */
    public RefusalLimit(Runnable reached) {
        this.reached = reached;
    }

    /** @return empty where this one is not written down; else how many were not since the last one that was */
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
