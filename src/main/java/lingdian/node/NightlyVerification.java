package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.Settings;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.record.accesslog.VerificationOfAccess;
import lingdian.record.accesslog.VerificationOfAccessStore;
import lingdian.record.accesslog.VerificationOfChanges;
import lingdian.record.accesslog.VerificationOfDocuments;
import lingdian.record.journal.IntegrityIncidentStore;
import lingdian.record.journal.Verification.Broken;
import lingdian.record.journal.VerificationCheckpoints;
import lingdian.record.journal.VerificationCheckpoints.OwnKeys;
import lingdian.record.journal.VerificationDrops;
import lingdian.record.journal.VerificationPhotographs;
import lingdian.record.journal.VerificationRound;
import lingdian.record.journal.VerificationStore;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the stored record at night and reports mismatches as integrity incidents. Some cafés are replayed first.
 *
 * <p>It runs on its own thread, because it blocks, and only within its hours. The next night starts with the streams
 * that were left over.
 */
final class NightlyVerification implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyVerification.class);
    private static final long LOOK_MILLIS = 60_000;
    private static final int COMMIT_SECONDS = 60;

    private final DatabaseAddress database;
    private final Vault vault;
    private final InstantSource clock;
    private final Settings.Verification settings;
    private final VerificationRound round;
    private final QueryPool pool;
    private final IntegrityIncidentStore incidents = new IntegrityIncidentStore();
    private final NightlySample sample;
    private final Meters meters;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("verification").factory());
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean stopped;
    /** The newest checkpoint that this node verified; null until then. In memory, where nobody with the database reaches it. */
    private @Nullable String lastCheckpoint;
    /** The night for which this node compared it. */
    private @Nullable LocalDate compared;
    /** When this node last verified something, or saw the proof that another one did. At first: when it began. */
    private volatile Instant lastVerified;

    private final Periodic looks;

    NightlyVerification(
            Vertx vertx,
            DatabaseAddress database,
            Vault vault,
            InstantSource clock,
            Settings.Verification settings,
            QueryPool pool,
            NightlySample sample,
            Meters meters) {
        this.looks = Periodic.of(vertx, "looking whether it is night", this::lookAtNight);
        this.database = database;
        this.vault = vault;
        this.clock = clock;
        this.lastVerified = clock.instant();
        this.settings = settings;
        this.pool = pool;
        this.sample = sample;
        this.meters = meters;
        List<VerificationRound.Whole> wholes = List.of(
                () -> drops(database),
                () -> photographs(database),
                () -> checkpoints(database),
                () -> accessLog(database),
                () -> documents(database),
                () -> changes(database));
        this.round = new VerificationRound(database, vault, clock, settings.recordsPerSecond(), wholes, this::verified);
    }

    @Override
    public void start() {
        looks.start(LOOK_MILLIS);
    }

    private void lookAtNight() {
        if (isNight(clock.instant()) && busy.compareAndSet(false, true)) {
            thread.execute(this::look);
        }
    }

    /** Ends after the streams in progress. */
    @Override
    public void stop() {
        stopped = true;
        looks.stop();
        thread.shutdown();
    }

    /** Verifies the record as the round of this night, whatever the hour. */
    @Override
    public Future<Void> runNow() {
        return onThread(() -> verify(night(clock.instant()), () -> !stopped));
    }

    /** The sample of this night, which can be replayed at any hour. At night it is replayed before the round. */
    Job sample() {
        return Job.onDemand(() -> onThread(() -> sample.run(night(clock.instant()), () -> !stopped)));
    }

    private interface Blocking {
        void run() throws Exception;
    }

    private Future<Void> onThread(Blocking work) {
        Promise<Void> done = Promise.promise();
        try {
            thread.execute(() -> {
                try {
                    work.run();
                    done.complete();
                } catch (Exception failed) {
                    done.fail(failed);
                }
            });
        } catch (RejectedExecutionException stopping) {
            done.fail(stopping);
        }
        return done.future();
    }

    /** The sample runs first: it is small, and the verification may take all night. */
    private void look() {
        try {
            sample.run(night(clock.instant()), () -> !stopped && isNight(clock.instant()));
        } catch (Exception failed) {
            LOG.warn(
                    "The nightly replay of cafés failed and will be retried: {}",
                    failed.getClass().getSimpleName());
        }
        try {
            verify(night(clock.instant()), () -> !stopped && isNight(clock.instant()));
        } catch (Exception failed) {
            LOG.warn(
                    "The nightly verification of the record failed and will be retried: {}",
                    failed.getClass().getSimpleName());
        } finally {
            busy.set(false);
        }
    }

    private void verify(LocalDate night, VerificationRound.Leave leave) throws Exception {
        compareCheckpoints(night);
        if (round.run(night, leave)) {
            lastVerified = clock.instant();
        }
    }

    /** Every node does so once a night, whatever is said of the round: only what it remembers itself was not written by others. */
    private void compareCheckpoints(LocalDate night) throws Exception {
        if (night.equals(compared)) {
            return;
        }
        try (var store = VerificationStore.open(database)) {
            VerificationCheckpoints.Result result =
                    VerificationCheckpoints.texts(store, OwnKeys.of(vault, store), lastCheckpoint);
            if (result.firstBroken() == null) {
                lastCheckpoint = result.lastText();
            }
            verified(
                    0,
                    Stream.of(result.firstBroken(), result.firstForeign())
                            .flatMap(Stream::ofNullable)
                            .map(what -> new Broken(null, 0, what))
                            .toList());
        }
        compared = night;
    }

    /** For how long nothing has been verified, as far as this node knows; null if nothing is ever to be. */
    @Nullable
    Duration age() {
        return settings.hours() == 0 ? null : Duration.between(lastVerified, clock.instant());
    }

    private static @Nullable String drops(DatabaseAddress database) throws SQLException {
        try (var store = VerificationStore.open(database)) {
            return VerificationDrops.firstBroken(store);
        }
    }

    private @Nullable String checkpoints(DatabaseAddress database) throws SQLException {
        try (var store = VerificationStore.open(database)) {
            VerificationCheckpoints.Result result =
                    VerificationCheckpoints.run(store, OwnKeys.of(vault, store), lastCheckpoint);
            if (result.firstBroken() == null) {
                lastCheckpoint = result.lastText();
            }
            return result.first();
        }
    }

    private static @Nullable String photographs(DatabaseAddress database) throws SQLException {
        try (var store = VerificationStore.open(database)) {
            return VerificationPhotographs.run(store).firstBroken();
        }
    }

    private static @Nullable String documents(DatabaseAddress database) throws SQLException {
        try (var store = VerificationOfAccessStore.open(database)) {
            return VerificationOfDocuments.run(store).firstBroken();
        }
    }

    private static @Nullable String changes(DatabaseAddress database) throws SQLException {
        try (var store = VerificationOfAccessStore.open(database)) {
            return VerificationOfChanges.run(store).firstBroken();
        }
    }

    private @Nullable String accessLog(DatabaseAddress database) throws SQLException {
        try (var store = VerificationOfAccessStore.open(database)) {
            return VerificationOfAccess.run(store, clock.instant()).firstBroken();
        }
    }

    private void verified(long records, List<Broken> broken) throws Exception {
        meters.recordsVerified(records);
        for (Broken one : broken) {
            if (one.certain()) {
                LOG.error("The stored record is broken: {}", one.what());
                meters.recordBroken();
            } else {
                LOG.warn("The stored record may be broken: {}", one.what());
            }
        }
        incidents.add(pool, broken, clock.instant()).await(COMMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The local date on which the night that {@code at} belongs to began. */
    private LocalDate night(Instant at) {
        return began(at).toLocalDate();
    }

    private boolean isNight(Instant at) {
        return settings.hours() > 0
                && at.isBefore(
                        began(at).plus(Duration.ofHours(settings.hours())).toInstant());
    }

    private ZonedDateTime began(Instant at) {
        ZonedDateTime local = at.atZone(ChinaTime.ZONE);
        ZonedDateTime today = local.with(settings.begins());
        return today.isAfter(local) ? today.minusDays(1) : today;
    }
}
