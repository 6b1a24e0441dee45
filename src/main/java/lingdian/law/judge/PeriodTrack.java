package lingdian.law.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import lingdian.platform.settings.Inline;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the sessions within one closed period or suspension. Immutable, a new one after each event that
 * changes it.
 *
 * @param key names the period: its first instant, or the suspension's id
 * @param from its first instant
 * @param firstOpenAt the first moment within it with a session open
 * @param declaredAt when a move or another time zone declared it, where it had begun by then: grace counts from that moment
 * @param grave when it was found to be grave overtime; null where it was not
 */
record PeriodTrack(
        String key,
        Instant from,
        @Nullable Instant firstOpenAt,
        @Nullable Instant declaredAt,
        @Inline Counts counts,
        @Inline Outcome outcome,
        @Nullable Grave grave,
        List<EventRef> evidence) {

    /**
     * How much was open within the period.
     *
     * @param openMicros how long at least one session was open within it
     * @param sessions distinct ones open within it
     * @param peakAtStart how many were open after the events of its first instant
     * @param peakLater the most open after any later event
     * @param peakAfterGrace the most open at or after grace
     */
    record Counts(
            long openMicros,
            int sessions,
            int peakAtStart,
            int peakLater,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int peakAfterGrace) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts lasted(Duration time) {
            long micros = time.getSeconds() * 1_000_000 + time.getNano() / 1_000;
            return new Counts(openMicros + micros, sessions, peakAtStart, peakLater, peakAfterGrace);
        }

        Counts more(int sessionsMore) {
            return new Counts(openMicros, sessions + sessionsMore, peakAtStart, peakLater, peakAfterGrace);
        }

        Counts peaks(int atStart, int later) {
            return new Counts(openMicros, sessions, atStart, later, peakAfterGrace);
        }

        Counts afterGrace(int open) {
            return new Counts(openMicros, sessions, peakAtStart, peakLater, open);
        }

        /** {@code OVERTIME_GRAVE}: too long, or at too many seats at once after guests had time to leave. */
        boolean grave(Rules.Suspicion.Severity limits) {
            return openMicros > 60_000_000L * limits.overtimeGraveMinutes()
                    || peakAfterGrace >= limits.overtimeGraveSeats();
        }

        Quantities quantities() {
            return new Quantities.Sessions(openMicros / 1_000_000, sessions, Math.max(peakAtStart, peakLater));
        }
    }

    /**
     * What was found of the period.
     *
     * @param found whether there is a finding
     * @param proven whether an event at or after grace shows the fact
     * @param ended when the finding ended last; null while it is open
     * @param late whether what first proved it was received late
     */
    record Outcome(
            boolean found,
            boolean proven,
            @Nullable Instant ended,
            @Nullable Instant detectedAt,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean late) {
        static final Outcome NONE = new Outcome(false, false, null, null, false);
    }

    /**
     * The overtime became grave.
     *
     * @param late whether what first proved it was received late
     */
    record Grave(
            Instant detectedAt,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean late) {}

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
        return new PeriodTrack(key, from, null, null, Counts.NONE, Outcome.NONE, null, List.of());
    }

    boolean found() {
        return outcome.found();
    }

    boolean openFinding() {
        return outcome.found() && outcome.ended() == null;
    }

    /** The period begins while {@code open} sessions are open. */
    PeriodTrack entered(int open) {
        return with(from, counts.peaks(open, counts.peakLater()), evidence);
    }

    /** Sessions of these logins are open at its first instant, and were not counted yet. */
    PeriodTrack openAtStart(List<EventRef> logins) {
        return logins.isEmpty() ? this : with(from, counts.more(logins.size()), with(logins, MAX_LOGINS));
    }

    /** It was declared at {@code at}, later than its first instant: sessions of these logins were open then, and were not counted yet. */
    PeriodTrack declared(Instant at, List<EventRef> logins) {
        Counts now = counts.more(logins.size());
        return new PeriodTrack(
                key,
                from,
                at,
                at,
                now.peaks(now.peakAtStart(), Math.max(now.peakLater(), logins.size())),
                outcome,
                grave,
                with(logins, MAX_LOGINS));
    }

    /** From when on guests who are there have had the time to leave. */
    Instant graceEnds(Duration grace) {
        return (declaredAt == null ? from : declaredAt).plus(grace);
    }

    PeriodTrack lasted(Duration time) {
        return with(firstOpenAt, counts.lasted(time), evidence);
    }

    /** A session opens at {@code at}. */
    PeriodTrack sessionOpened(Instant at, EventRef login) {
        return with(firstOpenAt == null ? at : firstOpenAt, counts.more(1), with(login, MAX_LOGINS));
    }

    /** {@code open} sessions are open after an event at {@code at}. */
    PeriodTrack counted(Instant at, int open) {
        boolean start = at.equals(from);
        int atStart = start ? open : counts.peakAtStart();
        int later = start ? counts.peakLater() : Math.max(counts.peakLater(), open);
        return atStart == counts.peakAtStart() && later == counts.peakLater()
                ? this
                : with(firstOpenAt, counts.peaks(atStart, later), evidence);
    }

    /** {@code open} sessions are open at or after grace. */
    PeriodTrack afterGrace(int open) {
        return open <= counts.peakAfterGrace() ? this : with(firstOpenAt, counts.afterGrace(open), evidence);
    }

    PeriodTrack grave(Instant receivedAt, boolean late) {
        return new PeriodTrack(
                key, from, firstOpenAt, declaredAt, counts, outcome, new Grave(receivedAt, late), evidence);
    }

    /** There is a finding, and it is open. */
    PeriodTrack finding(Instant receivedAt, boolean late, EventRef by) {
        if (openFinding()) {
            return this;
        }
        return with(
                outcome.detectedAt() == null
                        ? new Outcome(true, outcome.proven(), null, receivedAt, late)
                        : new Outcome(true, outcome.proven(), null, outcome.detectedAt(), outcome.late()),
                by);
    }

    PeriodTrack proven(EventRef by) {
        return outcome.proven()
                ? this
                : with(new Outcome(outcome.found(), true, outcome.ended(), outcome.detectedAt(), outcome.late()), by);
    }

    PeriodTrack endedAt(Instant at, EventRef by) {
        return openFinding()
                ? with(new Outcome(true, outcome.proven(), at, outcome.detectedAt(), outcome.late()), by)
                : this;
    }

    private PeriodTrack with(@Nullable Instant firstOpen, Counts now, List<EventRef> shown) {
        return new PeriodTrack(key, from, firstOpen, declaredAt, now, outcome, grave, shown);
    }

    private PeriodTrack with(Outcome now, EventRef by) {
        return new PeriodTrack(key, from, firstOpenAt, declaredAt, counts, now, grave, with(by, MAX_EVIDENCE));
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
        EventRef[] more = all.toArray(new EventRef[all.size() + 1]);
        System.arraycopy(more, place, more, place + 1, all.size() - place);
        more[place] = ref;
        return List.of(more);
    }
}
