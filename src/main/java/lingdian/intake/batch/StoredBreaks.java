package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.intake.commit.Facts;
import lingdian.intake.commit.NumberedChanges;
import lingdian.intake.commit.Transactions;
import lingdian.law.judge.Aside;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.Change;
import lingdian.law.judge.Judge;
import lingdian.platform.CommitPool;
import lingdian.record.journal.AsideStore;
import lingdian.record.journal.AsideStore.StoredAside;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.FindingStore.Head;

/**
 * Makes {@code RECORDS_BROKEN} findings for records that fail verification.
 *
 * <p>Under the lock on {@code head} like all findings. The occurrence is the record: the next night finds it again, and
 * says nothing new.
 */
final class StoredBreaks {
    private final CommitPool pool;
    private final Facts facts;
    private final InstantSource clock;
    private final Consumer<List<Change>> found;
    private final FindingStore findings = new FindingStore();
    private final AsideStore asides = new AsideStore();

    StoredBreaks(CommitPool pool, Facts facts, InstantSource clock, Consumer<List<Change>> found) {
        this.pool = pool;
        this.facts = facts;
        this.clock = clock;
        this.found = found;
    }

    Future<Void> found(List<StoredBreak> broken) {
        return Transactions.run(
                        pool, connection -> findings.lock(connection).compose(head -> found(connection, head, broken)))
                .onSuccess(found::accept)
                .mapEmpty();
    }

    private Future<List<Change>> found(SqlConnection connection, Head head, List<StoredBreak> broken) {
        List<PlaceCode> places =
                broken.stream().map(StoredBreak::placeCode).distinct().toList();
        return facts.asOf(connection, head.factsVersion(), places).compose(known -> {
            Instant now = clock.instant();
            var judge = new Judge(facts.rulebook());
            var changes = new ArrayList<Change>();
            var told = new ArrayList<StoredAside>();
            for (StoredBreak one : broken) {
                changes.addAll(judge.storedChainBroken(
                        Objects.requireNonNull(known.get(one.placeCode())), one.stream(), one.seq(), now));
                told.add(new StoredAside(one.placeCode(), null, new Aside.ChainBroken(one.stream(), one.seq(), now)));
            }
            List<ViolationId> ids =
                    changes.stream().map(change -> change.finding().id()).toList();
            return findings.existing(connection, ids)
                    .compose(existing -> write(connection, head, fresh(changes, existing), told, known, now));
        });
    }

    private static List<Change> fresh(List<Change> changes, Set<ViolationId> existing) {
        return changes.stream()
                .filter(change -> !existing.contains(change.finding().id()))
                .toList();
    }

    private Future<List<Change>> write(
            SqlConnection connection,
            Head head,
            List<Change> changes,
            List<StoredAside> told,
            Map<PlaceCode, CafeFacts> known,
            Instant now) {
        if (changes.isEmpty()) {
            return Future.succeededFuture(changes); // each was found, and told of, before
        }
        return facts.zones(connection, head.factsVersion(), known.keySet()).compose(zones -> {
            var numbered = NumberedChanges.of(changes, zones, Map.of(), facts.rulebook(), head.position());
            List<Future<Void>> writes = new ArrayList<>(numbered.write(connection, findings, now));
            writes.add(asides.add(connection, told));
            return Future.all(writes).map(written -> numbered.announced());
        });
    }
}
