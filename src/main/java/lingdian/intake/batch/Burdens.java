package lingdian.intake.batch;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import lingdian.law.judge.Change;
import lingdian.law.judge.StampedEvent;

/**
 * Charges cafés for the findings that their events open, and for what nodes have to remember of them ({@link
 * DailyQuota}). Belongs to a shard's event loop.
 *
 * <p>After the commit, because only the judgement says what an event leads to: a café is beyond its quota by no more than
 * one portion before it has to wait.
 */
final class Burdens {
    private final Inboxes inboxes;
    private final DailyQuota quota;
    private final Arrears arrears;
    private final IntakeListener listener;

    Burdens(Inboxes inboxes, DailyQuota quota, Arrears arrears, IntakeListener listener) {
        this.inboxes = inboxes;
        this.quota = quota;
        this.arrears = arrears;
        this.listener = listener;
    }

    /**
     * Charges for a committed batch.
     *
     * @param announced changes of findings. Each is charged to the café whose event made it: late events of one café can show
     *     that a guest of another café was in both, which opens a finding of the other one. A change without an event, such
     *     as by a late answer of an outside verifier, is charged to the finding's own café
     * @return the cafés that have to wait for so long that what waits of them is given up
     */
    Set<PlaceCode> charge(Batch batch, BatchAnswers answers, List<Change> announced) {
        Map<PlaceCode, Double> rests = rests(answers);
        if (answers.burdens().isEmpty() && rests.isEmpty() && announced.isEmpty()) {
            return Set.of(); // nearly always
        }
        var findings = new HashMap<>(answers.burdens());
        var updates = new HashMap<PlaceCode, Integer>();
        for (Change change : announced) {
            PlaceCode place = answers.changedByOthers()
                    .getOrDefault(change.finding(), change.finding().placeCode());
            if (change.kind() == Change.Kind.OPENED) {
                findings.merge(place, DailyQuota.findings(change.finding()), Integer::sum);
            } else if (change.kind() != Change.Kind.REFRESHED) {
                updates.merge(place, DailyQuota.updates(change.finding()), Integer::sum);
            }
        }
        updates.keySet().forEach(place -> findings.putIfAbsent(place, 0));
        Instant receivedAt = batch.works().getFirst().item().receivedAt();
        var waiting = new HashSet<PlaceCode>();
        rests.forEach((place, pauses) -> {
            arrears.oweMessage(place, pauses);
            if (pauses >= 1) {
                waiting.add(place);
            }
        });
        findings.forEach((place, count) -> {
            if (charge(place, receivedAt, count, updates.getOrDefault(place, 0))) {
                waiting.add(place);
            }
        });
        return waiting;
    }

    /** By how many pauses cafés wait whatever they are charged for, now that it is known how long the texts of their states are. */
    private static Map<PlaceCode, Double> rests(BatchAnswers answers) {
        var rests = new HashMap<PlaceCode, Double>();
        answers.rests().forEach((place, pauses) -> rests.put(place, pauses.doubleValue()));
        answers.states().forEach((place, state) -> {
            if (state.carried() > DailyQuota.STATE_MIN) {
                Integer terminals =
                        Objects.requireNonNull(answers.facts().get(place)).terminals();
                rests.merge(place, DailyQuota.pausesOfState(state.carried(), terminals), Double::sum);
            }
        });
        return rests;
    }

    private boolean charge(PlaceCode place, Instant receivedAt, int opened, int updated) {
        DailyTraffic traffic = inboxes.traffic(place);
        long pauses = traffic.countFindings(quota, StampedEvent.day(receivedAt), opened, updated);
        if (pauses == 0) {
            return false;
        }
        listener.quotaExceeded(place, receivedAt, traffic.beyond() == DailyTraffic.Use.FIRST_BEYOND);
        arrears.oweMessage(place, Math.toIntExact(pauses));
        return true;
    }
}
