package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.domain.ViolationId;
import lingdian.law.judge.Aside.FellSilent;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Explanation;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Judge;
import lingdian.law.judge.Listening;
import lingdian.law.judge.Presence;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.SilenceLook;
import org.jspecify.annotations.Nullable;

/**
 * Finds one café's silences whenever an event is received after a pause, as if no check had been made before.
 *
 * <p>The service checks when a silence is long enough, and once more when a café returns; both give findings that are
 * equal except for their time. So the times of the checks need not be known: the times of receipt, and when the nodes
 * listened, are enough.
 */
final class Silences {
    /** The shortest silence: rules count silences in whole minutes. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /** How long after a silence the service has certainly checked, even if its clock runs fast. */
    private static final Duration LOOKED = Duration.ofMinutes(5);

    private final Rulebook rulebook;
    private final Judge judge;
    private final ReceptionTimes reception;
    private final Map<Instant, FellSilent> neighbours = new HashMap<>();
    private final Set<ViolationId> unsettled = new HashSet<>();

    Silences(Rulebook rulebook, Judge judge, ReceptionTimes reception) {
        this.rulebook = rulebook;
        this.judge = judge;
        this.reception = reception;
    }

    /** Adds the information about the county's other cafés that was recorded when a silence was found. */
    void told(FellSilent silence) {
        neighbours.put(silence.since(), silence);
    }

    /** Whether this is so soon after the previous receipt that there can be no silence. */
    static boolean soon(@Nullable Instant before, Instant at) {
        return before == null || at.isBefore(before.plus(SHORTEST));
    }

    /** An event is received that is not {@link #soon}. */
    List<Change> cameBack(CafeState cafe, CafeFacts facts, Instant at) {
        Instant before = Objects.requireNonNull(cafe.receivedAt());
        judge.received(cafe, facts, at);
        cafe.received(at);
        Presence presence = cafe.presence();
        Finding silence = presence.silenceUndecidedFirst();
        if (silence == null && presence.silent() == null) {
            return List.of();
        }
        boolean late = at.isAfter(reception.until().minus(LOOKED));
        if (late && silence != null) {
            unsettled.add(silence.id());
        }
        return looked(cafe, facts, before, at, !late);
    }

    /** Ends the record, before whose end a silence may have begun. */
    List<Change> end(CafeState cafe, CafeFacts facts) {
        Instant before = cafe.receivedAt();
        Instant until = reception.until();
        return before == null || until.isBefore(before) ? List.of() : looked(cafe, facts, before, until, false);
    }

    /** When the record ends. */
    Instant until() {
        return reception.until();
    }

    Set<ViolationId> unsettled() {
        return Set.copyOf(unsettled);
    }

    /** @param settled whether the service has certainly found by now what is found at {@code now} */
    private List<Change> looked(CafeState cafe, CafeFacts facts, Instant before, Instant now, boolean settled) {
        var all = new ArrayList<Change>();
        for (SilenceLook look = look(cafe, facts, before, now);
                look.found() != SilenceLook.Found.NOTHING;
                look = look(cafe, facts, before, now)) {
            Instant early = reception.until().minus(LOOKED);
            boolean certain = settled || look(cafe, facts, before, early).found() == look.found();
            List<Change> changes = judge.looked(cafe, facts, look, explanation(cafe, before), now);
            if (!certain) {
                changes.forEach(change -> unsettled.add(change.finding().id()));
            }
            all.addAll(changes);
        }
        return all;
    }

    private SilenceLook look(CafeState cafe, CafeFacts facts, Instant before, Instant now) {
        Duration reconnect = rulebook.at(before).thresholds().reconnect();
        Presence.SilentTime silent = cafe.presence().silent();
        Instant from = silent == null ? null : silent.from();
        Instant since = from != null && from.isBefore(before) ? from : before;
        Listening listening = reception.listening(since, now, reconnect);
        return SilenceLook.at(facts, before, cafe.presence(), listening, rulebook);
    }

    private @Nullable Explanation explanation(CafeState cafe, Instant before) {
        Finding silence = cafe.presence().silenceUndecidedFirst();
        Instant since = silence == null ? cafe.presence().lastEventAt() : silence.startedAt();
        FellSilent told = neighbours.get(since);
        return told != null && rulebook.at(before).thresholds().outage().isOutage(told.silent(), told.heard())
                ? Explanation.PROBABLE_OUTAGE
                : null;
    }
}
