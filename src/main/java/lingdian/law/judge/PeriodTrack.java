package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** Enough to show who was there; a night of hundreds of sessions need not name each. */
    private static final int MAX_LOGINS = 100;

    /** Leaves room for what shows, proves and ends it. */
    private static final int MAX_EVIDENCE = 200;

    private static final Comparator<EventRef> IN_ORDER =
            Comparator.comparing(EventRef::stream).thenComparingLong(EventRef::seq);

    PeriodTrack {
        evidence = evidence == null ? List.of() : evidence; // empty values are not stored
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

    /** The period begins while {@code open} sessions are open. */
    PeriodTrack entered(int open) {
        return new PeriodTrack(
                key, from, from, openMicros, sessions, open, peakLater, found, proven, ended, detectedAt, evidence);
    }

    /** Sessions of these logins are open at its first instant, and were not counted yet. */
    PeriodTrack openAtStart(List<EventRef> logins) {
        return logins.isEmpty()
                ? this
                : new PeriodTrack(
                        key,
                        from,
                        from,
                        openMicros,
                        sessions + logins.size(),
                        peakAtStart,
                        peakLater,
                        found,
                        proven,
                        ended,
                        detectedAt,
                        with(logins, MAX_LOGINS));
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

    /** A session opens at {@code at}. */
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
                with(login, MAX_LOGINS));
    }

    /** {@code open} sessions are open after an event at {@code at}. */
    PeriodTrack counted(Instant at, int open) {
        boolean start = at.equals(from);
        int atStart = start ? open : peakAtStart;
        int later = start ? peakLater : Math.max(peakLater, open);
        if (atStart == peakAtStart && later == peakLater) {
            return this;
        }
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
                with(by, MAX_EVIDENCE));
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
                with(by, MAX_EVIDENCE));
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
                with(by, MAX_EVIDENCE));
    }

    private List<EventRef> with(List<EventRef> more, int limit) {
        List<EventRef> all = evidence;
        for (EventRef ref : more) {
            all = with(all, ref, limit);
        }
        return all;
    }

    private List<EventRef> with(EventRef ref, int limit) {
        return with(evidence, ref, limit);
    }

    /** {@code all} is in order, and new entries are mostly added at its end. */
    private static List<EventRef> with(List<EventRef> all, EventRef ref, int limit) {
        if (all.size() >= limit) {
            return all;
        }
        int place = all.size();
        for (int i = all.size() - 1; i >= 0 && IN_ORDER.compare(all.get(i), ref) >= 0; i--) {
            if (all.get(i).equals(ref)) {
                return all;
            }
            place = IN_ORDER.compare(all.get(i), ref) > 0 ? i : place;
        }
        var more = new ArrayList<>(all);
        more.add(place, ref);
        return List.copyOf(more);
    }
}
