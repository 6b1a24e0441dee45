package lingdian.intake.batch;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.DocumentRules;
import lingdian.intake.commit.DatabaseFailure;
import lingdian.intake.commit.Facts;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.Denial;
import lingdian.intake.probe.ProbeLimit;
import lingdian.intake.probe.Probes;
import lingdian.intake.silence.SilenceWatch;
import lingdian.intake.silence.SweepPace;
import lingdian.intake.verifier.Confirmer;
import lingdian.intake.verifier.IdentityVerifier;
import lingdian.intake.verifier.LateConfirmations;
import lingdian.law.hours.Hours;
import lingdian.law.judge.Rules;
import lingdian.platform.database.CommitPool;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Periodic;
import lingdian.record.evidence.RecordHash;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The intake of one node with its shards, its facts and their upkeep. */
public final class IntakeNode {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeNode.class);
    private static final long REFRESH_MILLIS = 1_000;
    private static final long ENSURE_DAYS_MILLIS = 600_000;

    private final Vertx vertx;
    private final CommitPool pool;
    private final BatchCommit commit;
    private final Facts facts;
    private final IntakeService service;
    private final List<String> deployments = new ArrayList<>();
    private final Periodic refreshing;
    private final Periodic daysAhead;
    private final Periodic askingAgain;
    private final List<Shard> shards = new ArrayList<>();
    private final LateConfirmations late;
    private final Outside outside;
    private final SilenceWatch silences;
    private volatile Consumer<Denial> denials = denial -> {};

    /**
     * The outside verifier.
     *
     * @param retry after which a login without an answer is asked about again
     */
    public record Outside(IdentityVerifier verifier, Duration retry) {
        /** There is none. */
        public static final Outside NONE = new Outside(IdentityVerifier.NONE, Duration.ofSeconds(30));
    }

    /**
     * @param wall the machine's own clock, whatever clock the service runs on
     * @param probing how many persons a café may be denied before it is answered late
     * @param quota how much a café may send in a day before it is answered late
     * @param shards how many batches may be in preparation at once
     * @param batchMaximum how many events a batch takes at most
     * @param pace how often silences are looked for
     */
    public IntakeNode(
            Vertx vertx,
            CommitPool pool,
            Vault vault,
            DocumentRules documents,
            InstantSource clock,
            InstantSource wall,
            IntakeListener listener,
            Outside outside,
            ProbeLimit probing,
            DailyQuota quota,
            int shards,
            int batchMaximum,
            SweepPace pace) {
        this.vertx = vertx;
        this.pool = pool;
        this.facts = new Facts();
        var clocks = new DatabaseClock(pool, wall);
        this.commit = new BatchCommit(pool, vault, facts, clock, clocks, batchMaximum);
        Supplier<Rules> inForce = () -> facts.rulebook().at(clock.instant());
        var confirmer = new Confirmer(outside.verifier(), () -> inForce.get().identification(), facts);
        var arrears = Arrears.inRealTime(Arrears.PAUSE_MILLIS);
        var states = new CommittedStates(pool, confirmer);
        for (int i = 0; i < shards; i++) {
            this.shards.add(new Shard(
                    vertx,
                    commit,
                    states,
                    confirmer,
                    listener,
                    new Probes(probing, this::tell),
                    quota,
                    arrears,
                    RecordHash.of(vault.suite()),
                    batchMaximum));
        }
        this.service = new IntakeService(vertx, this.shards, vault, documents, arrears, clocks);
        this.outside = outside;
        this.silences =
                new SilenceWatch(vertx, pace, this::arrivesOrWaitsSince, pool, facts, clock, clocks, listener::found);
        this.late = new LateConfirmations(pool, vault, outside.verifier(), clock, outside.retry(), service::late);
        this.refreshing = new Periodic(vertx, "refreshing the facts about cafés", this::refreshFacts);
        this.daysAhead = new Periodic(vertx, "making the tables of the days ahead", this::makeDaysAhead);
        this.askingAgain = new Periodic(vertx, "asking the outside verifier again", late::sweep);
    }

    /**
     * Learns the rules, of which at least one release is there, then deploys the shards, each on an event loop of its
     * own while there are enough.
     */
    public Future<Void> start() {
        Future<Void> started = facts.refresh(pool).compose(known -> makeDaysAhead()); // or there is no console either
        for (Shard shard : shards) {
            started = started.compose(before -> vertx.deployVerticle(shard, new DeploymentOptions())
                    .map(id -> {
                        deployments.add(id);
                        return null;
                    }));
        }
        return started.onSuccess(done -> {
            refreshing.start(REFRESH_MILLIS);
            daysAhead.start(ENSURE_DAYS_MILLIS);
            askAgain();
            silences.start();
        });
    }

    private void askAgain() {
        if (outside.verifier() != IdentityVerifier.NONE) {
            askingAgain.start(outside.retry().toMillis() / 2);
        }
    }

    /** The listener gets each denial that other nodes must count, too, on a shard's event loop: it must not block. */
    public void onDenial(Consumer<Denial> listener) {
        denials = listener;
    }

    private void tell(Denial denial) {
        denials.accept(denial);
    }

    /** Another node denied a café something. From any thread, once this one is started. */
    public void deniedElsewhere(Denial denial) {
        service.deniedElsewhere(denial);
    }

    /**
     * Another history of the database took the place of the known one: what is remembered of cafés is read again. Rules
     * and hours at once, so that no batch reads them under the lock.
     */
    public void databaseChanged() {
        facts.forget();
        commit.days().forget();
        shards.forEach(Shard::doubtStates);
        var unused = refreshing.now();
    }

    /** Finishes the current batches. */
    public Future<Void> stop() {
        refreshing.stop();
        daysAhead.stop();
        askingAgain.stop();
        return Future.join(deployments.stream().map(vertx::undeploy).toList())
                .eventually(silences::stop)
                .mapEmpty();
    }

    /** When the oldest waiting item of any shard was received; {@link Instant#EPOCH} where that is not known yet. */
    private Future<Optional<Instant>> waitsSince() {
        List<Future<Optional<Instant>>> asked =
                shards.stream().map(Shard::waitsSince).toList();
        return Future.all(asked)
                .map(all -> asked.stream().flatMap(one -> one.result().stream()).min(Instant::compareTo));
    }

    /**
     * As above, including messages still arriving, which are checked first: a moment later they may be in a shard's
     * queue.
     */
    private Future<Optional<Instant>> arrivesOrWaitsSince() {
        Optional<Instant> arriving = service.arrivingSince();
        return waitsSince()
                .map(waiting ->
                        Stream.concat(arriving.stream(), waiting.stream()).min(Instant::compareTo));
    }

    /**
     * How long the batch that any shard has in hand has been waiting for its commit, in real time. A café's backlog does
     * not count: as long as batches are committed, the node works.
     */
    public Future<Duration> commitsFor() {
        List<Future<Duration>> asked = shards.stream().map(Shard::commitsFor).toList();
        return Future.all(asked)
                .map(all -> asked.stream()
                        .map(Future::result)
                        .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) < 0 ? other : one));
    }

    public Intake intake() {
        return service;
    }

    /** The hours of a café that sent something to this node, at most seconds old; null for others. */
    public @Nullable Hours hours(PlaceCode placeCode) {
        return facts.hours(placeCode);
    }

    /** How many events wait to be judged. */
    public int queuedEvents() {
        return shards.stream().mapToInt(Shard::queuedEvents).sum();
    }

    /** How many sessions are open in the cafés that this node heard from. */
    public int openSessions() {
        return shards.stream().mapToInt(Shard::openSessions).sum();
    }

    /** Facts were changed: the known ones are read again at once. */
    public void refresh() {
        refreshing.now();
    }

    /** Where it fails, the next look tries again; a batch reads what it needs for itself. */
    private Future<Void> refreshFacts() {
        return facts.refresh(pool).otherwiseEmpty();
    }

    private Future<Void> makeDaysAhead() {
        return commit.days()
                .makeAhead()
                .onFailure(failure -> LOG.atLevel(Causes.isAway(failure) ? Level.WARN : Level.ERROR)
                        .log(
                                "The tables of today and tomorrow are not made yet, without which no event is stored: {}",
                                DatabaseFailure.say(failure)))
                .otherwiseEmpty();
    }
}
