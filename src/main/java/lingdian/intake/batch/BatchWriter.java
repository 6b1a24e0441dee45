package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.intake.commit.Facts;
import lingdian.intake.commit.NumberedChanges;
import lingdian.law.casework.Case;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Code;
import lingdian.record.journal.AlteredRepeatStore;
import lingdian.record.journal.AsideStore;
import lingdian.record.journal.BatchStore;
import lingdian.record.journal.CafeStateStore;
import lingdian.record.journal.CafeStateStore.SavedStream;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.SessionStore;
import lingdian.record.journal.UnverifiedStore;

/** Writes what a judged batch leads to: the last two steps of {@link BatchCommit}. */
final class BatchWriter {
    private final Facts facts;
    private final DayTables days;
    private final InstantSource clock;
    private final CafeStateStore cafes = new CafeStateStore();
    private final BatchStore whole = new BatchStore();
    private final SessionStore sessions = new SessionStore();
    private final AsideStore asides = new AsideStore();
    private final FindingStore findings = new FindingStore();
    private final UnverifiedStore unverified = new UnverifiedStore();
    private final AlteredRepeatStore altered = new AlteredRepeatStore();

    BatchWriter(Facts facts, DayTables days, InstantSource clock) {
        this.facts = facts;
        this.days = days;
        this.clock = clock;
    }

    /** Gives the changes of findings their places in the feed. */
    Future<BatchTransaction> numberChanges(BatchTransaction batch) {
        return firstTime(batch).compose(changes -> {
            var zones = zones(batch, changes);
            var cases = cases(batch.connection(), changes);
            return Future.all(zones, cases)
                    .map(all -> batch.with(NumberedChanges.of(
                            changes,
                            zones.result(),
                            cases.result(),
                            batch.input().rulebook(),
                            batch.head().position())));
        });
    }

    /** Leaves out broken records that were found before: the agent only sent them again. */
    private Future<List<Change>> firstTime(BatchTransaction batch) {
        List<Change> changes = batch.judged().rows().changes();
        Set<ViolationId> broken = changes.stream()
                .filter(change -> change.finding().code() == Code.RECORDS_BROKEN)
                .map(change -> change.finding().id())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (broken.isEmpty()) {
            return Future.succeededFuture(changes);
        }
        return findings.existing(batch.connection(), broken).map(existing -> {
            var announced = new HashSet<List<Object>>();
            return changes.stream()
                    .filter(change -> change.finding().code() != Code.RECORDS_BROKEN
                            || !existing.contains(change.finding().id())
                                    && announced.add(List.of(change.finding().id(), change.kind())))
                    .toList();
        });
    }

    /** A finding is written in its own café's time, which need not be a café of the batch: IDENTITY_SHARED. */
    private Future<Map<PlaceCode, ZoneId>> zones(BatchTransaction batch, List<Change> changes) {
        Set<PlaceCode> places =
                changes.stream().map(change -> change.finding().placeCode()).collect(Collectors.toSet());
        return facts.zones(batch.connection(), batch.head().factsVersion(), places);
    }

    /** A violation that is found again keeps the step that people took (handbook, enforcement.md). */
    private Future<Map<ViolationId, Case>> cases(SqlConnection connection, List<Change> changes) {
        Set<ViolationId> ids =
                changes.stream().map(change -> change.finding().id()).collect(Collectors.toSet());
        return ids.isEmpty() ? Future.succeededFuture(Map.of()) : findings.cases(connection, ids);
    }

    Future<BatchTransaction> writeFindingsAndStates(BatchTransaction batch) {
        BatchRows rows = batch.judged().rows();
        SqlConnection connection = batch.connection();
        Instant now = clock.instant();
        var writes = new ArrayList<Future<Void>>();
        rows.journal().records().stream()
                .map(JournalRecord::day)
                .distinct()
                .filter(day -> !days.exists(day))
                .forEach(day -> writes.add(days.makeWithin(connection, day)));
        List<SavedStream> streams = StreamRows.of(
                batch.input().states(), rows.streams(), batch.lookups().plan().newStreams);
        if (!streams.isEmpty()) {
            writes.add(cafes.saveStreams(connection, streams));
        }
        writes.add(batch.parts().written());
        rows.states().forEach(CafeState::nextVersion);
        rows.states().forEach(CafeState::forgetOpenedBefore);
        JournalRows rest = rows.journal();
        writes.add(whole.write(connection, rest.records(), rest.sealed(), rest.ended(), rest.opened(), rows.states()));
        if (!rows.asides().isEmpty()) {
            writes.add(asides.add(connection, rows.asides()));
        }
        if (!rows.unverified().isEmpty()) {
            writes.add(unverified.add(connection, rows.unverified(), now));
        }
        if (!rows.altered().isEmpty()) {
            writes.add(altered.add(connection, rows.altered()));
        }
        if (!rows.contests().isEmpty()) {
            writes.add(sessions.contest(connection, rows.contests()));
        }
        if (!rows.apart().isEmpty()) {
            writes.add(sessions.setApart(connection, rows.apart()));
        }
        if (!rows.detected().isEmpty()) {
            writes.add(sessions.detect(connection, rows.detected()));
        }
        writes.addAll(batch.changes().write(connection, findings, now));
        return Future.all(writes).map(written -> batch);
    }
}
