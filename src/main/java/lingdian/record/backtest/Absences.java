package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lingdian.domain.ViolationId;
import lingdian.law.judge.AbsenceLook;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Judge;
import lingdian.law.judge.Rulebook;
import org.jspecify.annotations.Nullable;

/**
 * Finds one café's absences whenever a new event is received after a long time, by the looks that the service would have
 * taken at every moment at which one can be full, begin to be excused or cease to be.
 */
final class Absences {
    /** Rules count an absence in whole hours: a shorter pause is none. */
    private static final Duration SHORTEST = Duration.ofHours(1);
    /** By then the service has looked. */
    private static final Duration LOOKED = Duration.ofMinutes(5);

    private final Rulebook rulebook;
    private final Judge judge;
    private final ReceptionTimes reception;
    private final Attendance attendance;
    private final Set<ViolationId> unsettled = new HashSet<>();

    Absences(Rulebook rulebook, Judge judge, ReceptionTimes reception, Attendance attendance) {
        this.rulebook = rulebook;
        this.judge = judge;
        this.reception = reception;
        this.attendance = attendance;
    }

    /** Whether this is so soon after the last new event that there can be no absence. */
    boolean soon(CafeState cafe, Instant at) {
        Instant since = since(cafe);
        return since == null || at.isBefore(since.plus(SHORTEST));
    }

    /** A new event is received that is not {@link #soon}, or the record ends. */
    List<Change> until(CafeState cafe, CafeFacts facts, Instant at) {
        Instant since = since(cafe);
        Instant keyedAt = attendance.keyedAt();
        var changes = new ArrayList<Change>();
        if (since == null || keyedAt == null) {
            return changes;
        }
        Duration reconnect = rulebook.at(since).thresholds().reconnect();
        for (Instant now = since; !now.isAfter(at); ) {
            var listening = reception.listening(since, now, reconnect);
            var look = AbsenceLook.at(asOf(facts, now), keyedAt, cafe.presence(), listening, rulebook);
            if (look.found() != AbsenceLook.Found.NOTHING) {
                changes.addAll(settled(judge.lookedForAbsence(cafe, facts, look, now), now, at));
            }
            now = look.next();
        }
        return changes;
    }

    Set<ViolationId> unsettled() {
        return Set.copyOf(unsettled);
    }

    private @Nullable Instant since(CafeState cafe) {
        Instant consumed = cafe.presence().consumed();
        return consumed == null ? attendance.keyedAt() : consumed;
    }

    /** What was found shortly before the event may not have been looked for in time. */
    private List<Change> settled(List<Change> changes, Instant now, Instant at) {
        if (now.isAfter(at.minus(LOOKED))) {
            changes.forEach(change -> unsettled.add(change.finding().id()));
        }
        return changes;
    }

    private CafeFacts asOf(CafeFacts facts, Instant now) {
        return new CafeFacts(
                facts.placeCode(),
                facts.region(),
                facts.hours(),
                facts.suspensions().stream()
                        .filter(one -> attendance.isKnown(one.id(), now))
                        .toList(),
                facts.staffTerminals(),
                facts.terminals(),
                facts.nightly(),
                facts.measures(),
                facts.closures().stream()
                        .filter(one -> attendance.isKnown(one.id(), now))
                        .toList());
    }
}
