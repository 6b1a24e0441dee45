package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursSegment;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.statute.LegalGround;
import org.jspecify.annotations.Nullable;

/**
 * {@code OVERTIME_OPERATION} and {@code OPERATION_SUSPENDED}: sessions open in a time in which none may be (handbook,
 * rules.md#overtime_operation; Order 363, Art. 22 and 31).
 *
 * <p>Both go by what the events show: a session that is open before an event was open up to the event's effective time,
 * that instant included. They differ in the period, in grace, and in what the finding carries.
 *
 * <p>{@code OVERTIME_GRAVE} is an overtime that lasts long, or at many seats at once: its finding says what that of the
 * overtime says, from the event on that shows it (handbook, suspicions.md).
 */
final class PeriodRules {
    /**
     * A time in which no session may be open; {@code to} excluded.
     *
     * @param suspension null of a closed period, which is known by its first instant
     */
    private record Period(Code code, @Nullable UUID suspension, Instant from, Instant to, Duration grace) {
        String key() {
            return suspension == null ? from.toString() : suspension.toString();
        }

        boolean overtime() {
            return suspension == null;
        }

        /** False for a suspension that was cancelled before it began. */
        boolean lasts() {
            return from.isBefore(to);
        }

        /** Whether a moment within the period is at or after grace. */
        boolean isAfterGrace(Instant at, PeriodTrack track) {
            return !at.isBefore(track.graceEnds(grace));
        }

        /** Whether something open up to and including {@code until} was open at or after grace, within the period. */
        boolean shownBy(Instant until, PeriodTrack track) {
            return until.isBefore(to)
                    ? isAfterGrace(until, track)
                    : track.graceEnds(grace).isBefore(to);
        }
    }

    /** The ids of the findings about one closed period. */
    record OvertimeIds(String key, ViolationId overtime, ViolationId grave) {
        static OvertimeIds of(PlaceCode placeCode, String key) {
            return new OvertimeIds(
                    key,
                    Finding.id(Code.OVERTIME_OPERATION, placeCode, key),
                    Finding.id(Code.OVERTIME_GRAVE, placeCode, key));
        }
    }

    private PeriodRules() {}

    /** Time passes from {@code since} to {@code until} with the same sessions open. */
    static void advance(Step step, Instant since, Instant until) {
        endCutShort(step, since);
        if (!since.isBefore(until) || step.cafe.openSessions().isEmpty()) {
            return;
        }
        Hours hours = step.facts.hours();
        HoursSegment segment = hours.at(since);
        while (segment.from().isBefore(until)) {
            if (!segment.permitted()) {
                cross(step, closed(step, segment), since, until);
            }
            if (!segment.to().isBefore(until)) {
                break;
            }
            segment = hours.at(segment.to());
        }
        for (SuspensionPeriod suspension : step.facts.suspensions()) {
            Period period = suspended(suspension);
            if (period.lasts() && period.from().isBefore(until) && period.to().isAfter(since)) {
                cross(step, period, since, until);
            }
        }
    }

    /** A session opened at {@code at}. */
    static void sessionOpened(Step step, Instant at) {
        for (Period period : periodsAt(step, at)) {
            PeriodTrack track = track(step, period);
            PeriodTrack next = track.sessionOpened(at, step.ref);
            keep(
                    step,
                    period,
                    track,
                    period.isAfterGrace(at, track) ? next.finding(step.receivedAt, step.isLate(), step.ref) : next);
        }
    }

    /** The event's own openings and endings at {@code at} are done. */
    static void counted(Step step, Instant at) {
        int open = step.cafe.openSessions().size();
        for (Period period : periodsAt(step, at)) {
            PeriodTrack track = existing(step, period);
            if (track != null) {
                PeriodTrack now = track.counted(at, open);
                boolean settled = period.overtime() && period.isAfterGrace(at, track);
                keep(step, period, track, settled ? now.afterGrace(open) : now);
            }
        }
    }

    /** The event itself shows that someone was there at {@code at}; what it shows may be found only later. */
    static void proven(Step step, Instant at) {
        HoursSegment segment = step.facts.hours().at(at);
        if (segment.permitted()) {
            return;
        }
        Period period = closed(step, segment);
        PeriodTrack track = track(step, period);
        if (period.isAfterGrace(at, track)) {
            keep(step, period, track, track.proven(step.ref));
        }
    }

    /** Ends the open findings of periods with no open session since {@code at}. */
    static void emptied(Step step, Instant at) {
        if (!step.cafe.openSessions().isEmpty()) {
            return;
        }
        PeriodTrack overtime = step.cafe.overtime();
        if (overtime != null) {
            end(step, Code.OVERTIME_OPERATION, overtime, at);
        }
        for (PeriodTrack track : List.copyOf(step.cafe.suspended().values())) {
            end(step, Code.OPERATION_SUSPENDED, track, at);
        }
    }

    /**
     * Ends what a change of hours or suspensions ended at the latest event, {@code since}: no later event shows its
     * end.
     */
    private static void endCutShort(Step step, Instant since) {
        PeriodTrack overtime = step.cafe.overtime();
        if (overtime != null && overtime.openFinding()) {
            HoursSegment segment = step.facts.hours().at(since);
            if (segment.permitted() || !segment.from().equals(overtime.from())) {
                end(step, Code.OVERTIME_OPERATION, overtime, since);
            }
        }
        for (PeriodTrack track : List.copyOf(step.cafe.suspended().values())) {
            if (track.openFinding() && !suspended(step, track, since)) {
                end(step, Code.OPERATION_SUSPENDED, track, since);
            }
        }
    }

    private static boolean suspended(Step step, PeriodTrack track, Instant at) {
        return periodsAt(step, at).stream()
                .anyMatch(period -> period.suspension() != null && period.key().equals(track.key()));
    }

    private static void end(Step step, Code code, PeriodTrack track, Instant at) {
        PeriodTrack ended = track.endedAt(at, step.ref);
        keep(step, code, track, ended);
    }

    private static void cross(Step step, Period period, Instant since, Instant until) {
        PeriodTrack before = track(step, period);
        PeriodTrack track = before;
        if (!since.isAfter(period.from())) {
            track = entered(step, period, track);
        } else if (track.firstOpenAt() == null) {
            track = closedAround(step, track, since);
        }
        track = track.lasted(Duration.between(later(since, period.from()), earlier(until, period.to())));
        if (period.shownBy(until, track)) {
            track = track.finding(step.receivedAt, step.isLate(), step.ref);
            track = period.overtime()
                    ? track.afterGrace(step.cafe.openSessions().size())
                    : track;
        }
        if (!until.isBefore(period.to())) {
            track = track.endedAt(period.to(), step.ref);
        }
        keep(step, period, before, track);
    }

    private static PeriodTrack entered(Step step, Period period, PeriodTrack track) {
        List<EventRef> begunBefore = step.cafe.openSessions().stream()
                .filter(session -> session.startedAt().isBefore(period.from()))
                .map(step::ref)
                .toList();
        return track.openAtStart(begunBefore).entered(step.cafe.openSessions().size());
    }

    /**
     * The period was declared around time that was judged before, as by a move to a county with other hours: what was
     * judged stays, and the sessions that are open count from then on, as does grace.
     */
    private static PeriodTrack closedAround(Step step, PeriodTrack track, Instant judgedUntil) {
        List<EventRef> logins = step.cafe.openSessions().stream().map(step::ref).toList();
        return track.declared(judgedUntil, logins);
    }

    private static List<Period> periodsAt(Step step, Instant at) {
        HoursSegment segment = step.facts.hours().at(at);
        if (step.facts.suspensions().isEmpty()) {
            return segment.permitted() ? List.of() : List.of(closed(step, segment));
        }
        var periods = new ArrayList<Period>();
        if (!segment.permitted()) {
            periods.add(closed(step, segment));
        }
        step.facts.suspensions().stream()
                .filter(suspension -> suspension.contains(at))
                .map(PeriodRules::suspended)
                .forEach(periods::add);
        return periods;
    }

    private static Period closed(Step step, HoursSegment segment) {
        return new Period(
                Code.OVERTIME_OPERATION,
                null,
                segment.from(),
                segment.to(),
                step.rulesAt(segment.from()).thresholds().grace());
    }

    private static Period suspended(SuspensionPeriod suspension) {
        Instant to = suspension.to();
        return new Period(
                Code.OPERATION_SUSPENDED,
                suspension.id(),
                suspension.from(),
                to == null ? Instant.MAX : to,
                Duration.ZERO);
    }

    private static @Nullable PeriodTrack existing(Step step, Period period) {
        if (period.suspension() != null) {
            return step.cafe.suspended().get(period.key());
        }
        PeriodTrack track = step.cafe.overtime();
        return track != null && track.from().equals(period.from()) ? track : null;
    }

    private static PeriodTrack track(Step step, Period period) {
        PeriodTrack track = existing(step, period);
        if (track != null) {
            return track;
        }
        // A session that began at the period's first instant is counted already, unless the period was declared
        // closed only after that login.
        List<EventRef> early = step.cafe.openSessions().stream()
                .filter(session -> session.startedAt().equals(period.from()))
                .map(step::ref)
                .filter(login -> !login.equals(step.ref))
                .toList();
        return PeriodTrack.of(period.key(), period.from()).openAtStart(early);
    }

    private static void keep(Step step, Period period, PeriodTrack before, PeriodTrack after) {
        keep(step, period.code(), before, after);
    }

    private static void keep(Step step, Code code, PeriodTrack before, PeriodTrack now) {
        PeriodTrack after = now;
        if (code == Code.OVERTIME_OPERATION) {
            after = judgedGrave(step, now);
            step.cafe.overtime(after);
        } else {
            step.cafe.suspended().put(after.key(), after);
        }
        if (!after.equals(before)) {
            note(step, code, before, after);
        }
    }

    private static PeriodTrack judgedGrave(Step step, PeriodTrack track) {
        if (!track.found() || track.grave() != null) {
            return track;
        }
        Rules.Suspicion.Severity limits =
                step.rulesAt(track.from()).thresholds().suspicion().severity();
        return track.counts().grave(limits) ? track.grave(step.receivedAt, step.isLate()) : track;
    }

    private static void note(Step step, Code code, PeriodTrack before, PeriodTrack after) {
        if (after.found()) {
            ViolationId id = code == Code.OVERTIME_OPERATION
                    ? ids(step, after).overtime()
                    : Finding.id(code, step.facts.placeCode(), after.key());
            step.note(step.isNoted(id) ? null : finding(step, code, id, before), finding(step, code, id, after));
        }
        if (after.grave() != null) {
            ViolationId id = ids(step, after).grave();
            step.note(step.isNoted(id) ? null : graveFinding(step, id, before), graveFinding(step, id, after));
        }
    }

    /** Each event of a closed period asks for them, and a hash would take longer than everything else about it. */
    private static OvertimeIds ids(Step step, PeriodTrack track) {
        OvertimeIds known = step.cafe.overtimeIds();
        if (known == null || !known.key().equals(track.key())) {
            known = OvertimeIds.of(step.facts.placeCode(), track.key());
            step.cafe.overtimeIds(known);
        }
        return known;
    }

    private static @Nullable Finding graveFinding(Step step, ViolationId id, PeriodTrack track) {
        PeriodTrack.Grave grave = track.grave();
        Finding overtime = grave == null ? null : finding(step, Code.OVERTIME_GRAVE, id, track);
        return overtime == null || grave == null ? null : overtime.detected(grave.detectedAt(), grave.late());
    }

    private static @Nullable Finding finding(Step step, Code code, ViolationId id, PeriodTrack track) {
        Instant startedAt = track.firstOpenAt();
        Instant detectedAt = track.outcome().detectedAt();
        if (!track.found() || startedAt == null || detectedAt == null) {
            return null;
        }
        boolean overtime = code != Code.OPERATION_SUSPENDED;
        Standing standing = overtime && !track.outcome().proven()
                ? Standing.SUSPICION
                : step.rulesAt(startedAt).rule(code).standing();
        return new Finding(
                step.matter(code, id, startedAt)
                        .on(overtime ? null : ground(step, track))
                        .late(track.outcome().late()),
                standing,
                startedAt,
                detectedAt,
                track.outcome().ended(),
                overtime ? track.counts().quantities() : null,
                track.evidence(),
                null);
    }

    /** Null of a suspension that is no longer known. */
    private static @Nullable LegalGround ground(Step step, PeriodTrack track) {
        for (SuspensionPeriod suspension : step.facts.suspensions()) {
            if (suspension.id().toString().equals(track.key())) {
                return LegalGround.of(suspension.order());
            }
        }
        return null;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
