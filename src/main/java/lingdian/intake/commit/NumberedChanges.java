package lingdian.intake.commit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.casework.Case;
import lingdian.law.json.ViolationSnapshot;
import lingdian.law.judge.Change;
import lingdian.law.judge.RuleState;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.Rules;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.FindingStore.FeedEntry;
import lingdian.record.journal.FindingStore.StoredFinding;

/**
 * Changes of findings with their places in the feed. Made and written while the lock on {@code head} is held, by every
 * source of findings: a batch, a deadline, a check of the records.
 *
 * @param stored each finding as of its last change
 * @param shadow the same of rules in shadow, which the feed does not get
 * @param fed what the feed gets, in order
 * @param position the feed's newest, after it
 */
public record NumberedChanges(
        Map<ViolationId, StoredFinding> stored,
        Map<ViolationId, StoredFinding> shadow,
        List<FeedEntry> fed,
        long position) {
    /**
     * @param zones in whose time each café's findings are written
     * @param cases the state of casework on them, where there is any
     */
    public static NumberedChanges of(
            List<Change> changes,
            Map<PlaceCode, ZoneId> zones,
            Map<ViolationId, Case> cases,
            Rulebook rulebook,
            long head) {
        List<FeedEntry> fed = new ArrayList<>();
        Map<ViolationId, StoredFinding> stored = new LinkedHashMap<>();
        Map<ViolationId, StoredFinding> shadow = new LinkedHashMap<>();
        long position = head;
        Map<ViolationId, Change> last = new HashMap<>();
        changes.forEach(change -> last.put(change.finding().id(), change));
        for (Change change : changes) {
            if (change.kind() == Change.Kind.REFRESHED
                    && last.get(change.finding().id()) != change) {
                continue; // nobody would see it: a batch may refresh many findings with each of its events
            }
            Rules rules = rulebook.of(change.finding()); // those of its own time, whatever was released since
            RuleState state = rules.state(change.finding());
            if (state == RuleState.DISABLED) {
                continue;
            }
            ZoneId zone = Objects.requireNonNull(zones.get(change.finding().placeCode()));
            Case step = cases.getOrDefault(change.finding().id(), new Case.New());
            var one = new StoredFinding(
                    change.finding(),
                    rules.authorities(change.finding()),
                    ViolationSnapshot.of(change.finding(), rules, zone, step));
            (state == RuleState.SHADOW ? shadow : stored).put(change.finding().id(), one);
            if (state == RuleState.ENABLED && change.kind() != Change.Kind.REFRESHED) {
                fed.add(new FeedEntry(++position, change.kind(), one));
            }
        }
        return new NumberedChanges(stored, shadow, fed, position);
    }

    /** Writes all of it, in no particular order. */
    public List<Future<Void>> write(SqlClient client, FindingStore findings, Instant now) {
        var writes = new ArrayList<Future<Void>>();
        if (!stored.isEmpty()) {
            writes.add(findings.save(client, stored.values()));
        }
        if (!shadow.isEmpty()) {
            writes.add(findings.saveShadow(client, shadow.values()));
        }
        if (!fed.isEmpty()) {
            writes.add(findings.feed(client, fed, now));
            writes.add(findings.moveHead(client, position));
        }
        return writes;
    }

    /** What the feed got. */
    public List<Change> announced() {
        return fed.stream()
                .map(one -> new Change(one.kind(), one.stored().finding()))
                .toList();
    }
}
