package lingdian.node;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import lingdian.console.Console;
import lingdian.domain.region.Regions;
import lingdian.feed.escalation.Escalations;
import lingdian.feed.export.KafkaExport;
import lingdian.feed.notification.Notifications;
import lingdian.office.account.AccountReading;
import lingdian.office.approval.ApprovalStore;
import lingdian.office.calendar.PresentCalendar;
import lingdian.office.casework.CaseDueReckoning;
import lingdian.office.casework.CaseErasure;
import lingdian.office.casework.CaseGrouping;
import lingdian.office.complaint.ComplaintErasure;
import lingdian.office.figures.FiguresCounter;
import lingdian.office.figures.NightlyFiguresEntry;
import lingdian.office.figures.RegionNaming;
import lingdian.office.inspection.InspectionErasure;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.settings.ExportSettings;
import lingdian.platform.settings.Settings;
import lingdian.platform.work.Job;
import lingdian.record.evidence.KeptBundleStore;
import lingdian.record.evidence.KeptBundles;
import lingdian.record.retention.Retention;
import lingdian.record.retention.RetentionPeriods;
import lingdian.vault.rekeying.VaultRekeying;
import lingdian.vault.seal.KeyRingWatch;
import org.jspecify.annotations.Nullable;

/** Everything that a node repeats in the background. Each job has a name, by which it can also be run at once. */
public final class Jobs implements NodeModule {
    /** Groups new violations into cases. */
    public static final String CASES = "cases";

    /** Reckons the deadlines of cases by a calendar that has changed. */
    public static final String CASE_DEADLINES = "case-deadlines";

    /** Loads a renewed certificate; exists only if the node serves with TLS. */
    public static final String CERTIFICATE = "certificate";

    /** Makes a checkpoint of everything that is committed; only on request. */
    public static final String CHECKPOINT = "checkpoint";

    /** Makes the checkpoint of the previous day. */
    public static final String DAILY_CHECKPOINT = "daily-checkpoint";

    /** Sends the feed to Kafka; exists only if that is configured. */
    public static final String EXPORT = "export";

    /** Counts the figures from streams and feed. */
    public static final String FIGURES = "figures";

    /** Stores the bundles of dispatched and confirmed violations. */
    public static final String KEPT_BUNDLES = "kept-bundles";

    /** Loads a changed key ring. */
    public static final String KEY_RING = "key-ring";

    /** Enters how many terminals of each café were heard of, and which cafés are far from their peers. */
    public static final String NIGHTLY_FIGURES = "nightly-figures";

    /** Gathers and sends the messages that are due. */
    public static final String NOTIFICATIONS = "notifications";

    /** Enters the names of regions, for dashboards. */
    public static final String REGION_NAMES = "region-names";

    /** Seals values of older keys again with the keys in use. */
    public static final String REKEYING = "rekeying";

    /** Drops records whose retention period has ended. */
    public static final String RETENTION = "retention";

    /** Replays a sample of cafés; on request, and at night before the verification. */
    public static final String SAMPLE = "sample";

    /** Drops sessions, attempts and visits that have ended. */
    public static final String SIGN_IN = "sign-in";

    /** Erases cases that were closed long ago. */
    public static final String ERASED_CASES = "erased-cases";

    /** Erases what was written of inspections long ago. */
    public static final String ERASED_INSPECTIONS = "erased-inspections";

    /** Tells facts that nobody deals with to who is on duty. */
    public static final String ESCALATIONS = "escalations";

    /** Erases what was said in complaints that ended long ago. */
    public static final String COMPLAINTS = "complaints";

    /** Verifies the stored record. */
    public static final String VERIFICATION = "verification";

    private static final long KEY_RING_LOOK_MILLIS = 2_000;
    private static final long RETENTION_MILLIS = 60_000;
    private static final long FIGURES_MILLIS = 5_000;
    private static final long REKEYING_MILLIS = 15_000;
    private static final long KEPT_BUNDLES_MILLIS = 10_000;

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final NodeContext node;
    private final Notifications notifications;
    private final Escalations escalations;
    private final @Nullable KafkaExport export;

    Jobs(
            NodeContext node,
            StorageModule storage,
            RecordStores records,
            AccessModule access,
            FeedModule feed,
            HttpServers servers,
            ReferenceData reference) {
        this.node = node;
        var calendar = new PresentCalendar(reference.calendar(), node.clock());
        notifications = notifications(storage, access, reference.regions(), calendar);
        escalations = escalations(storage, reference.regions());
        export = export(storage);
        NightlyVerification verification = verification(storage);
        jobs.put(VERIFICATION, verification);
        jobs.put(SAMPLE, verification.sample());
        jobs.put(
                KEY_RING,
                new KeyRingWatch(node.vertx, storage.queries, storage.keyRings, storage.vault, KEY_RING_LOOK_MILLIS));
        jobs.put(RETENTION, retention(storage));
        jobs.put(FIGURES, figures(storage));
        jobs.put(NIGHTLY_FIGURES, new NightlyFiguresEntry(node.vertx, storage.jobs, node.clock()));
        jobs.put(REGION_NAMES, new RegionNaming(node.vertx, storage.jobs, reference.regions()::name));
        jobs.put(REKEYING, new VaultRekeying(node.vertx, storage.jobs, storage.vault, REKEYING_MILLIS));
        jobs.put(DAILY_CHECKPOINT, records.checkpoints);
        jobs.put(CHECKPOINT, Job.onDemand(() -> records.checkpoints.make().mapEmpty()));
        jobs.put(KEPT_BUNDLES, keptBundles(storage, records));
        jobs.put(NOTIFICATIONS, notifications);
        jobs.put(ESCALATIONS, escalations);
        var casework = new CaseGrouping.Configuration(reference.courses(), calendar);
        jobs.put(CASES, cases(storage, feed, casework));
        jobs.put(CASE_DEADLINES, new CaseDueReckoning(node.vertx, storage.jobs, storage.vault, casework, node.clock()));
        jobs.put(ERASED_CASES, new CaseErasure(node.vertx, storage.jobs, storage.clocks, storage.accessLog));
        jobs.put(
                ERASED_INSPECTIONS,
                new InspectionErasure(
                        node.vertx,
                        storage.jobs,
                        storage.clocks,
                        storage.vault,
                        storage.accessLog,
                        node.settings.records().retention().inspectionMonths()));
        jobs.put(
                COMPLAINTS,
                new ComplaintErasure(
                        node.vertx, storage.jobs, storage.clocks, storage.vault, storage.accessLog, node.clock()));
        jobs.put(SIGN_IN, access.signIn);
        if (export != null) {
            jobs.put(EXPORT, export);
        }
        servers.certificate().ifPresent(watch -> jobs.put(CERTIFICATE, watch));
    }

    private NightlyVerification verification(StorageModule storage) {
        Settings.Verification settings = node.settings.records().verification();
        DatabaseAddress database = node.options.database();
        var sample = new NightlySample(
                database, node.clock(), node.random, settings.replayedCafes(), node.meters, storage.accessLog::append);
        var verification = new NightlyVerification(
                node.vertx, database, storage.vault, node.clock(), settings, storage.jobs, sample, node.meters);
        node.meters.watchVerification(verification::age);
        return verification;
    }

    private Retention retention(StorageModule storage) {
        Settings.Retention kept = node.settings.records().retention();
        var retention = new Retention(
                node.vertx,
                storage.jobs,
                storage.clocks,
                storage.vault,
                storage.dayKeys,
                storage.accessLog,
                new RetentionPeriods(kept.days(), kept.violationMonths(), kept.caseMonths(), kept.logMonths()),
                node.clock(),
                node.reports,
                RETENTION_MILLIS);
        node.meters.watchOverdueDays(retention::overdue);
        node.meters.watchHeldDays(retention::held);
        return retention;
    }

    private FiguresCounter figures(StorageModule storage) {
        var figures = new FiguresCounter(node.vertx, storage.jobs, node.clock(), FIGURES_MILLIS);
        node.meters.watchFigures(figures::age);
        node.meters.watchCoverage(
                () -> figures.standing().heard(), () -> figures.standing().licensed());
        node.meters.watchDatabase(() -> figures.standing().databaseBytes());
        return figures;
    }

    private CaseGrouping cases(StorageModule storage, FeedModule feed, CaseGrouping.Configuration casework) {
        var made = new CaseGrouping(
                node.vertx, storage.jobs, storage.accessLog, casework, node.clock(), UUID::randomUUID, feed::moved);
        node.meters.watchBacklogs(made::behind, notifications::behind);
        return made;
    }

    private KeptBundles keptBundles(StorageModule storage, RecordStores records) {
        return new KeptBundles(
                node.vertx,
                new KeptBundleStore(storage.jobs, storage.vault),
                records.evidence,
                records.persons.through(storage.jobs),
                node.clock(),
                node.settings.records().retention().days(),
                KEPT_BUNDLES_MILLIS);
    }

    private Notifications notifications(
            StorageModule storage, AccessModule access, Regions regions, PresentCalendar calendar) {
        var made = new Notifications(new Notifications.Parts(
                node.vertx,
                storage.jobs,
                storage.vault,
                new Notifications.Office(
                        new AccountReading(access.accounts, access.scoped),
                        new ApprovalStore()::requests,
                        (client, day) -> calendar.days(client).map(days -> days.isWorkday(day))),
                node.settings.office().notifications(),
                texts(regions),
                node.reports,
                new Notifications.Time(node.clock(), node.options.speed()),
                UUID::randomUUID,
                node.random));
        node.meters.watchNotifications(made::waiting, made::overdue);
        return made;
    }

    private Notifications.Texts texts(Regions regions) {
        return new Notifications.Texts(
                node.settings.signIn().publicUrl(),
                Console::wording,
                county -> regions.name(county).orElse(county.value()));
    }

    private Escalations escalations(StorageModule storage, Regions regions) {
        Settings.Office settings = node.settings.office();
        var made = new Escalations(
                new Escalations.Parts(
                        node.vertx,
                        storage.jobs,
                        storage.vault,
                        settings.escalation(),
                        settings.notifications(),
                        texts(regions),
                        new LoggedEscalations(storage.accessLog),
                        node.reports,
                        new Notifications.Time(node.clock(), node.options.speed()),
                        node.random),
                UUID::randomUUID);
        node.meters.watchEscalations(made::waiting);
        return made;
    }

    private @Nullable KafkaExport export(StorageModule storage) {
        ExportSettings.Kafka kafka = node.settings.office().export().kafka();
        if (kafka == null) {
            return null;
        }
        var made = new KafkaExport(node.vertx, storage.queries, kafka, node.reports);
        node.meters.watchExport(made::active, made::lag);
        return made;
    }

    /**
     * Runs a job now rather than at its next turn; completes when it is done.
     *
     * @param name one of the constants of this class
     * @throws IllegalArgumentException if this node has no such job
     */
    public Future<Void> run(String name) {
        Job job = jobs.get(name);
        if (job == null) {
            throw new IllegalArgumentException("no such job on this node: " + name + "; there are " + jobs.keySet());
        }
        return job.runNow();
    }

    @Override
    public Future<Void> start() {
        jobs.values().forEach(Job::start);
        return Future.succeededFuture();
    }

    /**
     * Starts no further run of any job. It does not wait for a run in progress: the next start does the uncommitted
     * work. The export gives its place to another node at once.
     */
    @Override
    public Future<Void> stop() {
        jobs.values().forEach(Job::stop);
        return export == null ? Future.succeededFuture() : export.close();
    }

    @Override
    public void release() {
        notifications.close();
        escalations.close();
    }
}
