package lingdian.record.accesslog;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
import lingdian.platform.work.LimitedMap;

/**
 * Limits the refusals of one source that are logged per minute: a flood of them must not fill the disk.
 *
 * <p>Further refusals are counted, and the source's next entry says how many there were. The number of remembered
 * sources is limited, too: those that were quiet for longest are forgotten.
 *
 * @param <S> a source of refusals, such as an actor
 */
public final class RefusalLimit<S> {
    public static final int A_MINUTE = 60;
    private static final int SOURCES_MAX = 10_000;
    private static final long MINUTE_MILLIS = 60_000;

    private final Map<S, Minute> minutes = LimitedMap.byUse(SOURCES_MAX);

    private static final class Minute {
        long began;
        int written;
        long unwritten;

        Minute(long began) {
            this.began = began;
        }
    }

    private final ToIntFunction<S> most;
    private final Runnable reached;

    /**
     * A limit of {@value #A_MINUTE} a minute.
     *
     * @param reached called for each refusal that is not logged
     */
    public RefusalLimit(Runnable reached) {
        this(source -> A_MINUTE, reached);
    }

    /** @param most how many refusals of a source are logged per minute */
    public RefusalLimit(ToIntFunction<S> most, Runnable reached) {
        this.most = most;
        this.reached = reached;
    }

    /** @return empty if this one is not logged; otherwise the number of unlogged ones since the last logged one */
    public OptionalLong next(S source, long nowMillis) {
        return next(List.of(source), nowMillis);
    }

    /** For a refusal that has several sources, such as an address and a name: it is logged if all of them permit it. */
    public synchronized OptionalLong next(List<S> sources, long nowMillis) {
        sources.forEach(source -> begin(source, nowMillis));
        for (S source : sources) {
            Minute minute = minute(source, nowMillis);
            if (minute.written >= most.applyAsInt(source)) {
                minute.unwritten++;
                reached.run();
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(sources.stream()
                .mapToLong(source -> write(minute(source, nowMillis)))
                .sum());
    }

    private void begin(S source, long nowMillis) {
        Minute minute = minute(source, nowMillis);
        if (nowMillis - minute.began >= MINUTE_MILLIS) {
            minute.began = nowMillis;
            minute.written = 0;
        }
    }

    private Minute minute(S source, long nowMillis) {
        return minutes.computeIfAbsent(source, first -> new Minute(nowMillis));
    }

    private static long write(Minute minute) {
        minute.written++;
        long unwritten = minute.unwritten;
        minute.unwritten = 0;
        return unwritten;
    }
}
