package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.platform.database.QueryPool;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the checkpoints: one per day, and one whenever evidence is needed that none covers yet (handbook, evidence.md).
 *
 * <p>Any node may make the day's, and exactly one does: that is decided under a lock, in the transaction that writes
 * it. A service that was down at the time makes it after its start.
 */
public final class Checkpoints implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final Future<Optional<Made>> NOTHING = Future.succeededFuture(Optional.empty());
    /** Has a share of the allowance as an account has. */
    private static final BundleOrder OF_MANY_RECORDS =
            new BundleOrder(BundleReader.OFFICE, new AccountId(new UUID(0, 0)));

    private final QueryPool pool;
    private final Vault vault;
    private final CheckpointAllowance allowance = new CheckpointAllowance(System::nanoTime);
    private final InstantSource clock;
    private final LocalTime dueAt;
    private final long periodMillis;
    private final CheckpointStore store = new CheckpointStore();
    private final OwnCheckpoints own;
    private final BundleTurns turns;
    private final CheckpointTrees trees;
    private final Periodic looks;
    private volatile LocalDate sealed = LocalDate.MIN;

    private record Made(CheckpointBody body, CheckpointTree tree) {}

    /**
     * @param dueAt when the checkpoint of the day before is due, in China's time
     * @param periodMillis between two checks of whether one is due
     */
    public Checkpoints(
            Vertx vertx, QueryPool pool, Vault vault, InstantSource clock, LocalTime dueAt, long periodMillis) {
        this.pool = pool;
        this.vault = vault;
        this.own = new OwnCheckpoints(vault);
        this.turns = new BundleTurns(vertx);
        this.trees = new CheckpointTrees(vertx, RecordHash.of(vault.suite()), turns);
        this.clock = clock;
        this.dueAt = dueAt;
        this.periodMillis = periodMillis;
        this.looks = new Periodic(vertx, "checkpoints", this::look);
    }

    @Override
    public void start() {
        looks.start(periodMillis);
    }

    @Override
    public void stop() {
        looks.stop();
    }

    /** Makes the checkpoint of the last complete day, unless a node has. Never fails: errors are retried. */
    @Override
    public Future<Void> runNow() {
        return looks.now();
    }

    private Future<Void> look() {
        LocalDate day = lastOver(clock.instant());
        if (!day.isAfter(sealed)) {
            return Future.succeededFuture();
        }
        return own.lastDay(pool)
                .compose(last -> last.isPresent() && !day.isAfter(last.get())
                        ? Future.succeededFuture()
                        : make(day).<Void>mapEmpty())
                .onSuccess(made -> sealed = day)
                .otherwise(failure -> {
                    // An unreachable database is not a fault of this program.
                    LOG.warn("The checkpoint of {} failed and will be retried: {}", day, Causes.say(failure));
                    return null;
                });
    }

    /** Those that prove something. */
    OwnCheckpoints own() {
        return own;
    }

    /** Those of all bundles of the node. */
    BundleTurns turns() {
        return turns;
    }

    CheckpointTrees trees() {
        return trees;
    }

    /** Makes a checkpoint now, of everything that is committed. */
    public Future<Long> make() {
        return make(null).map(Optional::orElseThrow);
    }

    /**
     * Makes one that evidence needs at once. Fails with 429 where too many were made lately, in all or for this account:
     * the evidence is provable some minutes later, or at the end of the day.
     */
    Future<Long> makeForEvidence(BundleOrder order) {
        return allowance.take(order)
                ? make()
                : Future.failedFuture(
                        Problem.of(429, "So much fresh evidence was read that this must wait some minutes.")
                                .with("code", "evidence-later")
                                .reaching("checkpoints")
                                .thrown());
    }

    /**
     * Makes one because a café records so much that there would be too many records between a finding and its checkpoint: it
     * could hide its findings from all evidence. Not where too many were made lately. Never fails.
     */
    public void makeOfManyRecords() {
        if (allowance.take(OF_MANY_RECORDS)) {
            make().onFailure(failure -> LOG.warn("A checkpoint of many records was not made: {}", Causes.say(failure)));
        }
    }

    /** @return its number; empty if another node made this day's meanwhile */
    private Future<Optional<Long>> make(@Nullable LocalDate day) {
        return pool.withTransaction(connection -> store.lock(connection)
                        .compose(locked -> own.last(connection))
                        .compose(last -> isMade(day, last) ? NOTHING : make(connection, day, last)))
                .map(made -> Objects.requireNonNull(made).map(this::kept));
    }

    private long kept(Made made) {
        trees.keep(made.body(), made.tree());
        return made.body().number();
    }

    private static boolean isMade(@Nullable LocalDate day, CheckpointStore.Last last) {
        return day != null && last.day() != null && !day.isAfter(last.day());
    }

    /** One that the service did not sign is passed over, and can still be removed: no other one names it. */
    private Future<Optional<Made>> make(SqlConnection connection, @Nullable LocalDate day, CheckpointStore.Last last) {
        long number = last.number() + 1;
        return store.takeHeads(connection, number)
                .compose(taken -> trees.read(connection, number))
                .map(tree -> new Made(body(day, last, tree), tree))
                .compose(made -> append(connection, made.body()).map(appended -> Optional.of(made)));
    }

    private Future<Void> append(SqlConnection connection, CheckpointBody body) {
        return store.append(connection, body, vault.sign(body.bytes()));
    }

    private CheckpointBody body(@Nullable LocalDate day, CheckpointStore.Last last, CheckpointTree tree) {
        return new CheckpointBody(
                RecordHash.of(vault.suite()),
                last.number() + 1,
                day,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                last.hash(),
                tree.heads(),
                tree.root());
    }

    private LocalDate lastOver(Instant now) {
        return now.atZone(ChinaTime.ZONE)
                .minusSeconds(dueAt.toSecondOfDay())
                .toLocalDate()
                .minusDays(1);
    }
}
