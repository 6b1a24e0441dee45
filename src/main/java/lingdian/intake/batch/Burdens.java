package lingdian.intake.batch;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
     * @param remembered what counts as so many findings of a café
     * @param announced changes of findings; the café of a finding is charged, whose event it is that opened it
     * @return the cafés that are beyond
     */
    Set<PlaceCode> charge(Batch batch, Map<PlaceCode, Integer> remembered, List<Change> announced) {
        if (remembered.isEmpty() && announced.isEmpty()) {
            return Set.of(); // nearly always
        }
        var findings = new HashMap<>(remembered);
        var updates = new HashMap<PlaceCode, Integer>();
        for (Change change : announced) {
            PlaceCode place = change.finding().placeCode();
            if (change.kind() == Change.Kind.OPENED) {
                findings.merge(place, DailyQuota.findings(change.finding()), Integer::sum);
            } else if (change.kind() == Change.Kind.UPDATED) {
                updates.merge(place, 1, Integer::sum);
            }
        }
        updates.keySet().forEach(place -> findings.putIfAbsent(place, 0));
        Instant receivedAt = batch.works().getFirst().item().receivedAt();
        var exceeding = new HashSet<PlaceCode>();
        findings.forEach((place, count) -> {
            if (charge(place, receivedAt, count, updates.getOrDefault(place, 0))) {
                exceeding.add(place);
            }
        });
        return exceeding;
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
