package lingdian.violation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the sessions within one closed period or suspension. Immutable, a new one after each event that
 * changes it.
 *
 * @param key names the period: its first instant, or the suspension's id
 * @param from its first instant
 * @param firstOpenAt the first moment within it with a session open
 * @param openMicros how long at least one session was open within it
 * @param sessions distinct ones open within it
 * @param peakAtStart how many were open after the events of its first instant
 * @param peakLater the most open after any later event
 * @param found whether there is a finding
 * @param proven whether an event at or after grace shows the fact
 * @param ended when the finding ended last; null while it is open
 */
record PeriodTrack(
        String key,
        Instant from,
        @Nullable Instant firstOpenAt,
        long openMicros,
        int sessions,
        int peakAtStart,
        int peakLater,
        boolean found,
        boolean proven,
        @Nullable Instant ended,
        @Nullable Instant detectedAt,
        List<EventRef> evidence) {

    /** Enough to prove it; a night of hundreds of sessions need not name each. */
    private static final int MAX_EVIDENCE = 100;

    PeriodTrack {
        evidence = evidence == null ? List.of() : evidence; // what is empty is not stored
    }

    static PeriodTrack of(String key, Instant from) {
        return new PeriodTrack(key, from, null, 0, 0, 0, 0, false, false, null, null, List.of());
    }

    boolean openFinding() {
        return found && ended == null;
    }

    int peak() {
        return Math.max(peakAtStart, peakLater);
    }

    /** The period begins while {@code open} sessions are open, {@code begunBefore} of which began before it. */
    PeriodTrack entered(int open, int begunBefore, List<EventRef> logins) {
        return new PeriodTrack(
                key,
                from,
                from,
                openMicros,
                sessions + begunBefore,
                open,
                peakLater,
                found,
                proven,
                ended,
                detectedAt,
                with(logins));
    }

    PeriodTrack lasted(Duration time) {
        long micros = openMicros + time.getSeconds() * 1_000_000 + time.getNano() / 1_000;
        return new PeriodTrack(
                key,
                from,
                firstOpenAt,
                micros,
                sessions,
                peakAtStart,
                peakLater,
                found,
                proven,
                ended,
                detectedAt,
                evidence);
    }

    /** A session opens at {@code at}; with it, {@code open} are open. */
    PeriodTrack sessionOpened(Instant at, EventRef login) {
        return new PeriodTrack(
                key,
                from,
                firstOpenAt == null ? at : firstOpenAt,
                openMicros,
                sessions + 1,
                peakAtStart,
                peakLater,
                found,
                proven,
                ended,
                detectedAt,
                with(List.of(login)));
    }

    /** {@code open} sessions are open after an event at {@code at}. */
    PeriodTrack counted(Instant at, int open) {
        boolean start = at.equals(from);
        int atStart = start ? open : peakAtStart;
        int later = start ? peakLater : Math.max(peakLater, open);
        return new PeriodTrack(
                key,
                from,
                firstOpenAt,
                openMicros,
                sessions,
                atStart,
                later,
                found,
                proven,
                ended,
                detectedAt,
                evidence);
    }

    /** There is a finding, and it is open. */
    PeriodTrack finding(Instant receivedAt, EventRef by) {
        if (openFinding()) {
            return this;
        }
        return new PeriodTrack(
                key,
                from,
                firstOpenAt,
                openMicros,
                sessions,
                peakAtStart,
                peakLater,
                true,
                proven,
                null,
                detectedAt == null ? receivedAt : detectedAt,
                with(List.of(by)));
    }

    PeriodTrack proven(EventRef by) {
        if (proven) {
            return this;
        }
        return new PeriodTrack(
                key,
                from,
                firstOpenAt,
                openMicros,
                sessions,
                peakAtStart,
                peakLater,
                found,
                true,
                ended,
                detectedAt,
                with(List.of(by)));
    }

    PeriodTrack endedAt(Instant at, EventRef by) {
        if (!openFinding()) {
            return this;
        }
        return new PeriodTrack(
                key,
                from,
                firstOpenAt,
                openMicros,
                sessions,
                peakAtStart,
                peakLater,
                found,
                proven,
                at,
                detectedAt,
                with(List.of(by)));
    }

    private List<EventRef> with(List<EventRef> more) {
        var all = new ArrayList<>(evidence);
        for (EventRef ref : more) {
            if (all.size() < MAX_EVIDENCE && !all.contains(ref)) {
                all.add(ref);
            }
        }
        return List.copyOf(all);
    }
}
