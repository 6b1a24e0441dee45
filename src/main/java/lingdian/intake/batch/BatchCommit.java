package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.intake.commit.Facts;
import lingdian.intake.commit.TransactionFailure;
import lingdian.intake.commit.Transactions;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.platform.database.CommitPool;
import lingdian.platform.database.DatabaseClock;
import lingdian.record.journal.CafeStateStore;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.JournalStore;
import lingdian.record.journal.SessionStore;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * One batch, one transaction: lock, read, judge, write, commit.
 *
 * <p>The lock on {@code head} is taken first and held to the end, so that of all batches and changes of facts, on all
 * nodes, one is judged at a time, against everything that was committed before it. That is what makes one person's
 * simultaneous logins, the feed's order and findings over several cafés right without further thought; its cost is
 * bounded by putting everything that can be done before or after (decoding, hashing, answering) outside. Sealing is
 * done under it: only the judgement says which documents are kept.
 *
 * <p>While this machine's clock is wrong nothing is judged: what was received is dated by it. The answer to the lock has the
 * database's time, so that this costs nothing.
 */
final class BatchCommit {
    /** A full batch is written in about this many parts of four statements each, as many as may be under way. */
    private static final int PARTS = 16;

    private final CommitPool pool;
    private final Vault vault;
    private final Facts facts;
    private final int part;
    private final DayTables days;
    private final DatabaseClock clocks;
    private final CafeStateStore cafes = new CafeStateStore();
    private final SessionStore sessions = new SessionStore();
    private final JournalStore journal = new JournalStore();
    private final FindingStore findings = new FindingStore();
    private final LookupReader lookups;
    private final BatchWriter writer;
    /** As of the last batch. */
    private volatile boolean registryUsed;

    /** @param batchMaximum how many events a batch has at most */
    BatchCommit(
            CommitPool pool, Vault vault, Facts facts, InstantSource clock, DatabaseClock clocks, int batchMaximum) {
        this.pool = pool;
        this.vault = vault;
        this.facts = facts;
        this.clocks = clocks;
        this.part = Math.ceilDiv(batchMaximum, PARTS);
        this.days = new DayTables(pool, journal, clock);
        this.lookups = new LookupReader(vault);
        this.writer = new BatchWriter(facts, days, clock);
    }

    /**
     * A committed batch.
     *
     * @param position the feed's newest after it
     * @param announced the changes that the feed got
     */
    record Committed(JudgedBatch judged, long position, List<Change> announced) {}

    DayTables days() {
        return days;
    }

    /**
     * Judges and commits a batch. Fails with a {@link TransactionFailure}.
     *
     * @param inDoubt the result of an earlier attempt whose COMMIT was not answered; null where there is none
     */
    Future<Committed> commit(Batch batch, @Nullable Committed inDoubt) {
        return Transactions.run(
                pool,
                connection ->
                        inDoubt == null ? judgeAndWrite(connection, batch) : settleDoubt(connection, batch, inDoubt));
    }

    /**
     * Finds out whether the earlier attempt was committed after all. This is known under the lock on {@code head},
     * which that attempt held: if it has not committed by now, it never will. Judged again, its events would be taken
     * for repeated ones, and a hello or a superseded stream among them for something else.
     */
    private Future<Committed> settleDoubt(SqlConnection connection, Batch batch, Committed inDoubt) {
        JournalRecord last = inDoubt.judged().lastRecord();
        return last == null
                ? judgeAndWrite(connection, batch) // nothing in it but what may be told twice
                : lock(connection)
                        .compose(head -> journal.holds(connection, last))
                        .compose(done -> done ? Future.succeededFuture(inDoubt) : judgeAndWrite(connection, batch));
    }

    private Future<Committed> judgeAndWrite(SqlConnection connection, Batch batch) {
        return lockAndLookAhead(new BatchTransaction(connection, batch))
                .compose(this::completeStates)
                .compose(this::readPersonsAndRecords)
                .map(this::judgeInParts)
                .compose(BatchCommit::awaitPartsIfMoreIsRead)
                .compose(writer::numberChanges)
                .compose(writer::writeFindingsAndStates)
                .map(BatchTransaction::committed);
    }

    private Future<FindingStore.Head> lock(SqlConnection connection) {
        return clocks.agreed(() -> findings.lock(connection), FindingStore.Head::at);
    }

    /**
     * The states in memory are nearly always current. So what a batch needs is looked up by them, in one round trip
     * with the lock, and after it, since statements are executed in order. Where a state turns out to be stale, it is
     * looked up again.
     */
    private Future<BatchTransaction> lockAndLookAhead(BatchTransaction batch) {
        var head = lock(batch.connection());
        Map<PlaceCode, CafeState> remembered = batch.remembered();
        LookupPlan plan = remembered == null ? null : new LookupPlan(batch.batch(), remembered);
        Future<BatchTransaction> locked = plan == null || plan.writes()
                ? lockAndCompare(batch, head)
                : lockAndLookAhead(
                        batch, head, lookups.read(batch.connection(), plan, batch.placeCodes(), registryUsed));
        batch.copyStates(); // while the lock is waited for
        return locked;
    }

    private Future<BatchTransaction> lockAndCompare(BatchTransaction batch, Future<FindingStore.Head> head) {
        var versions = cafes.versions(batch.connection(), batch.placeCodes());
        return Future.all(head, versions).map(all -> batch.locked(head.result(), versions.result(), null));
    }

    private static Future<BatchTransaction> lockAndLookAhead(
            BatchTransaction batch, Future<FindingStore.Head> head, Future<Lookups> ahead) {
        return Future.all(head, ahead)
                .map(all -> batch.locked(head.result(), ahead.result().known().versions(), ahead.result()));
    }

    private Future<BatchTransaction> completeStates(BatchTransaction batch) {
        var stale = batch.stale().isEmpty()
                ? Future.succeededFuture(Map.<PlaceCode, CafeState>of())
                : cafes.states(batch.connection(), batch.stale());
        var known = facts.asOf(batch.connection(), batch.head().factsVersion(), batch.placeCodes());
        return Future.all(stale, known).map(all -> batch.complete(stale.result(), known.result(), facts.rulebook()));
    }

    private Future<BatchTransaction> readPersonsAndRecords(BatchTransaction batch) {
        registryUsed = batch.head().registryUsed();
        Lookups ahead = batch.validAhead();
        return ahead != null
                ? Future.succeededFuture(batch.with(ahead))
                : lookups.read(
                                batch.connection(),
                                new LookupPlan(batch.batch(), batch.input().states()),
                                batch.placeCodes(),
                                batch.head().registryUsed())
                        .map(batch::with);
    }

    private BatchTransaction judgeInParts(BatchTransaction batch) {
        // Nothing is written early where streams are new, since they are saved after judging, or where a day's tables
        // may have to be made.
        boolean streamsKnown = batch.lookups().streamNumbers().isEmpty();
        var parts =
                new PartWriter(batch.connection(), journal, sessions, part, day -> streamsKnown && days.exists(day));
        var judge = new BatchJudge(vault, batch.input(), batch.lookups());
        return batch.judged(judge.judge(batch.batch(), parts), parts);
    }

    /**
     * The rest follows at once, unless something has to be read for it. Then it waits until all parts are known to be
     * written: after a part that was refused the read is refused too, and its error would hide the real one (25P02,
     * which looks like a programming error).
     */
    private static Future<BatchTransaction> awaitPartsIfMoreIsRead(BatchTransaction batch) {
        return batch.judged().rows().changes().isEmpty()
                ? Future.succeededFuture(batch)
                : batch.parts().written().map(written -> batch);
    }
}
