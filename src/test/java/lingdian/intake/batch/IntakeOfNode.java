package lingdian.intake.batch;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import lingdian.domain.document.DocumentRules;
import lingdian.intake.commit.Facts;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.ProbeLimit;
import lingdian.intake.probe.Probes;
import lingdian.intake.verifier.Confirmer;
import lingdian.intake.verifier.IdentityVerifier;
import lingdian.platform.database.CommitPool;
import lingdian.platform.database.DatabaseClock;
import lingdian.record.evidence.RecordHash;
import lingdian.vault.seal.Vault;

/**
 * The real intake of a node, its shards, its batches and its facts, for the simulation: {@link IntakeNode} without what looks at
 * the clock by itself.
 */
public final class IntakeOfNode {
    /** So many that nobody is late for it. */
    private static final ProbeLimit PROBING = new ProbeLimit(1_000, probe -> Future.succeededFuture());

    private final Vertx vertx;
    private final CommitPool pool;
    private final Facts facts;
    private final IntakeService service;
    private final List<Shard> shards = new ArrayList<>();

    public IntakeOfNode(
            Vertx vertx,
            CommitPool pool,
            Vault vault,
            DocumentRules documents,
            InstantSource clock,
            InstantSource wall,
            IntakeListener listener,
            int shardCount,
            int batchMaximum) {
        this.vertx = vertx;
        this.pool = pool;
        this.facts = new Facts();
        var clocks = new DatabaseClock(pool, wall);
        var commit = new BatchCommit(pool, vault, facts, clock, clocks, batchMaximum);
        var confirmer = new Confirmer(
                IdentityVerifier.NONE,
                () -> facts.rulebook().at(clock.instant()).identification(),
                facts);
        var arrears = new Arrears(clock::millis, Arrears.PAUSE_MILLIS);
        var states = new CommittedStates(pool, confirmer);
        for (int i = 0; i < shardCount; i++) {
            shards.add(new Shard(
                    vertx,
                    commit,
                    states,
                    confirmer,
                    listener,
                    new Probes(PROBING, denial -> {}),
                    IntakeFixture.QUOTA,
                    arrears,
                    RecordHash.of(vault.suite()),
                    batchMaximum));
        }
        this.service = new IntakeService(vertx, shards, vault, documents, arrears, clocks);
    }

    public Future<Void> start() {
        Future<Void> started = facts.refresh(pool);
        for (Shard shard : shards) {
            started = started.compose(before ->
                    vertx.deployVerticle(shard, new DeploymentOptions()).mapEmpty());
        }
        return started;
    }

    public Intake intake() {
        return service;
    }
}
