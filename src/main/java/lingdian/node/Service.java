package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import lingdian.access.account.Access;
import lingdian.access.account.AccountStore;
import lingdian.access.account.ScopedStore;
import lingdian.access.signin.SignInLog;
import lingdian.access.signin.SignInService;
import lingdian.console.Console;
import lingdian.domain.AccountId;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;
import lingdian.feed.log.FeedEndpoint;
import lingdian.feed.log.FeedHub;
import lingdian.feed.log.FeedSettings;
import lingdian.feed.log.SealedPersons;
import lingdian.feed.notification.Notifications;
import lingdian.intake.batch.IntakeNode;
import lingdian.intake.batch.ProbeLimit;
import lingdian.intake.batch.SweepPace;
import lingdian.intake.socket.AgentApi;
import lingdian.intake.socket.AgentConnections;
import lingdian.intake.socket.AgentLimits;
import lingdian.intake.verifier.HttpVerifier;
import lingdian.law.judge.Code;
import lingdian.law.judge.Rules;
import lingdian.law.judge.RulesFile;
import lingdian.law.judge.StampedEvent;
import lingdian.office.Callers;
import lingdian.office.NodeLink;
import lingdian.office.OfficeSettings;
import lingdian.office.RegulatorApi;
import lingdian.office.StoredRecord;
import lingdian.office.account.AccountReading;
import lingdian.office.account.AgentKeyStore;
import lingdian.office.account.LoggedAgentKeys;
import lingdian.office.account.ProviderPeople;
import lingdian.office.account.ReaderRights;
import lingdian.office.api.KeyRingLog;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.OpenEndpoints;
import lingdian.office.figures.FiguresCounter;
import lingdian.office.inspection.PremisesKinds;
import lingdian.office.registry.Registry;
import lingdian.office.registry.RegistryLog;
import lingdian.office.rules.RuleSetLog;
import lingdian.platform.CertificateWatch;
import lingdian.platform.CommitPool;
import lingdian.platform.ConfigDirectory;
import lingdian.platform.ConnectionGuard;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.Databases;
import lingdian.platform.ListenAddress;
import lingdian.platform.PoolUse;
import lingdian.platform.QueryPool;
import lingdian.platform.QuietRequests;
import lingdian.platform.ReaderPool;
import lingdian.platform.Settings;
import lingdian.platform.SystemClock;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.evidence.Checkpoints;
import lingdian.record.evidence.EvidenceExport;
import lingdian.record.evidence.KeptBundleStore;
import lingdian.record.evidence.KeptBundles;
import lingdian.record.hours.HoursStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.record.retention.Retention;
import lingdian.record.retention.RetentionPeriods;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.rekeying.VaultRekeying;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingStore;
import lingdian.vault.seal.KeyRingWatch;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultDayKeys;
import org.jspecify.annotations.Nullable;

/**
 * One running node of the service, wired by plain constructors: intake, feed, API and the servers in front of them.
 *
 * <p>Started and stopped from a thread that may block. The order matters: nothing listens before everything behind it
 * runs, and nothing behind it stops before the sockets were told.
 */
public final class Service {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 9;
    private static final long RETENTION_MILLIS = 60_000;
    private static final long FIGURES_MILLIS = 5_000;
    private static final long KEY_RING_LOOK_MILLIS = 2_000;
    private static final long REKEYING_MILLIS = 15_000;
    private static final long CHECKPOINT_LOOK_MILLIS = 10_000;
    private static final long CERTIFICATE_LOOK_MILLIS = 5_000;
    private static final long KEPT_BUNDLES_MILLIS = 10_000;
    /** A negative port: the instances of one deployment share one that is free. */
    private static final int SHARED_FREE_PORT = -1;

    /**
     * What a node needs to know.
     *
     * @param port 0 takes a free one
     * @param adminToken the first administrator's token; null where there is none
     * @param speed how many times as fast as real time the clock runs
     */
    public record Options(
            String host,
            int port,
            DatabaseAddress database,
            KeyRing keyRing,
            ConfigDirectory config,
            InstantSource clock,
            @Nullable String adminToken,
            double speed) {
        /** On a clock that runs as fast as real time. */
        public Options(
                String host,
                int port,
                DatabaseAddress database,
                KeyRing keyRing,
                ConfigDirectory config,
                InstantSource clock,
                @Nullable String adminToken) {
            this(host, port, database, keyRing, config, clock, adminToken, 1);
        }

        @Override
        public String toString() {
            return "Options[" + host + ":" + port + ", " + database + "]"; // the token is a secret
        }
    }

    /**
     * PostgreSQL works as much as this program does, so half of the processors are its own. More loops would only wake each
     * other: a message of one loop's connection is judged on another and answered on the first.
     */
    private static final int EVENT_LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final PoolUse pools = new PoolUse();
    private final Vertx vertx = Vertx.builder()
            .with(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(EVENT_LOOPS))
            .withMetrics(options -> pools)
            .build();
    private final Options options;
    private final Meters meters = new Meters();
    private final AgentConnections connections;
    private final OtherNodes otherNodes;
    private final CommitPool commitPool;
    private final QueryPool queryPool;
    private final ReaderPool readerPool;
    private final IntakeNode intake;
    private final NightlyVerification verification;
    private final AgentKeyStore agentKeys;
    private final AgentApi agents;
    private final FeedHub feed;
    private final RegulatorApi api;
    private final Console console;
    private final Vault vault;
    private final VaultDayKeys dayKeys;
    private final Retention retention;
    private final FiguresCounter figures;
    private final SignInService people;
    private final KeyRingStore keyRings;
    private final KeyRingWatch keyRingWatch;
    private final VaultRekeying rekeying;
    private final Checkpoints checkpoints;
    private final KeptBundles keptBundles;
    private final Notifications notifications;
    private final Rules rules;
    private final Releases releases;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final Health health;
    private final ConnectionGuard guard;
    private final @Nullable CertificateWatch certificate;

    private Service(Options options) {
        this.options = options;
        QuietRequests.install();
        Settings settings = options.config().settings();
        rules = options.config().read("rules.yaml", RulesFile.class).toRules();
        vault = new Vault(options.keyRing());
        dayKeys = new VaultDayKeys(vertx, vault);
        commitPool = Databases.commitPool(
                vertx, options.database(), settings.database().commitConnections());
        queryPool = Databases.queryPool(
                vertx, options.database(), settings.database().queryConnections());
        readerPool = Databases.readerPool(
                vertx, options.database(), settings.database().readerConnections());
        PgConnectOptions listening = Databases.connectOptions(options.database());
        otherNodes = new OtherNodes(vertx, queryPool, listening, UUID.randomUUID());
        connections = new AgentConnections(otherNodes::connectedHere);
        guard = new ConnectionGuard(vertx, settings.connections(), () -> meters.limitReached("connections"));
        certificate = certificate(settings.tls());
        rekeying = new VaultRekeying(vertx, queryPool, vault, REKEYING_MILLIS);
        checkpoints = new Checkpoints(
                vertx, queryPool, vault, options.clock(), settings.checkpoints().due(), CHECKPOINT_LOOK_MILLIS);
        var reported = new ServiceMeters(meters, connections, options.clock(), this::feedMoved);
        var accessLog = new AccessLogStore(queryPool, vault, options.clock(), UUID::randomUUID);
        keyRings = new KeyRingStore(new KeyRingLog(accessLog));
        keyRingWatch = new KeyRingWatch(vertx, queryPool, keyRings, vault, KEY_RING_LOOK_MILLIS);
        retention = new Retention(
                vertx,
                queryPool,
                vault,
                dayKeys,
                accessLog,
                periods(settings.retention()),
                options.clock(),
                reported,
                RETENTION_MILLIS);
        figures = new FiguresCounter(vertx, queryPool, options.clock(), FIGURES_MILLIS);
        Regions regions = Regions.read(options.config().open("regions.csv"), "regions.csv");
        var documents = new DocumentRules(
                regions, DocumentTypes.read(options.config().open("document-types.csv"), "document-types.csv"));
        intake = new IntakeNode(
                vertx,
                commitPool,
                vault,
                documents,
                options.clock(),
                reported,
                outside(settings.verifier()),
                new ProbeLimit(settings.agents().deniedPersonsPerHour(), new ProbesOnRecord(accessLog, meters)),
                settings.intake().shards(),
                settings.intake().batchMaximumEvents(),
                SweepPace.of(options.speed()));
        var random = new SecureRandom();
        var sample = new NightlySample(
                options.database(),
                options.clock(),
                random,
                settings.verification().replayedCafes(),
                meters,
                accessLog::append);
        health = new Health(vertx, queryPool, SystemClock.MICROSECONDS, this::waiting);
        verification = new NightlyVerification(
                vertx, options.database(), options.clock(), settings.verification(), intake, sample, meters);
        agentKeys = new AgentKeyStore(queryPool, options.clock());
        var limits = AgentLimits.of(
                settings.agents().windowEvents(), settings.agents().heartbeatSeconds());
        agents = new AgentApi(
                vertx,
                intake.intake(),
                new LoggedAgentKeys(
                        agentKeys, accessLog, options.clock(), () -> meters.limitReached("agent-key-refusals")),
                connections,
                new KnownHours(intake)::of,
                options.clock(),
                limits,
                reported,
                new Random());
        var accounts = new AccountStore(queryPool, options.clock(), options.adminToken());
        var persons = new SealedPersons(vault);
        var hours = new HoursStore();
        var evidence = new EvidenceExport(vertx, queryPool, vault, options.clock(), hours, checkpoints);
        var bundles = new KeptBundleStore(queryPool, vault);
        var scoped = new ScopedStore(readerPool);
        keptBundles = new KeptBundles(
                vertx, bundles, evidence, persons.through(queryPool), options.clock(), KEPT_BUNDLES_MILLIS);
        notifications = new Notifications(new Notifications.Parts(
                vertx,
                queryPool,
                vault,
                options.clock(),
                UUID::randomUUID,
                random,
                new AccountReading(accounts, scoped),
                settings.notifications(),
                settings.signIn().publicUrl(),
                Console::wording,
                reported,
                options.speed()));
        people = new SignInService(new SignInService.Parts(
                vertx,
                queryPool,
                vault,
                options.clock(),
                random,
                settings.signIn(),
                SignInLog.in(accessLog),
                new ProviderPeople(accounts, UUID::randomUUID, accessLog),
                System.getenv("LINGDIAN_PROVIDER_SECRET"),
                meters::limitReached));
        var releaseStore = new ReleaseStore();
        releases = new Releases(queryPool, releaseStore, options.clock(), UUID::randomUUID, new RuleSetLog(accessLog));
        var rights = new ReaderRights(accounts, people.sessions());
        feed = new FeedHub(
                vertx, queryPool, listening, persons.through(queryPool), rights, reported, feedSettings(settings));
        var endpoint = new FeedEndpoint(
                vertx, feed, Arrays.stream(Code.values()).map(Code::name).collect(Collectors.toSet()), Access::right);
        PremisesKinds premises = options.config().read("premises.yaml", PremisesKinds.class);
        api = new RegulatorApi(
                OfficeContext.of(vertx, queryPool, scoped, accessLog, vault, options.clock(), UUID::randomUUID, random),
                new Callers(accounts, people, agentKeys),
                new StoredRecord(
                        hours,
                        releaseStore,
                        releases,
                        evidence,
                        bundles,
                        new Registry(new RegistryStore(vault), vault, documents, RegistryLog.in(accessLog)),
                        persons::through),
                new OfficeSettings(premises, settings.privacy(), settings.notifications()),
                new NodeLink(
                        connections::connected,
                        listener(),
                        meters::limitReached,
                        new OpenEndpoints(health::look, meters::scrape),
                        endpoint));
        console = new Console(regions, premises, options.clock());
        ServiceMeters.watch(meters, feed, connections, intake, figures, notifications);
        meters.watchClock(health::clockOffset);
        meters.watchCertificate(() -> Optional.ofNullable(certificate)
                .map(shown -> Duration.between(SystemClock.MICROSECONDS.instant(), shown.endsAt())));
        meters.watchOverdueDays(retention::overdue);
        meters.watchDisk(options.keyRing().file().toAbsolutePath().resolveSibling("."));
        watchPool(Databases.COMMIT, settings.database().commitConnections());
        watchPool(Databases.QUERY, settings.database().queryConnections());
        watchPool(Databases.READER, settings.database().readerConnections());
    }

    private OfficeListener listener() {
        return new OfficeListener() {
            @Override
            public void factsChanged() {
                intake.refresh();
            }

            @Override
            public void feedMoved() {
                Service.this.feedMoved();
            }
        };
    }

    private void watchPool(String pool, int size) {
        meters.watchPool(pool, () -> pools.used(pool), () -> pools.waiting(pool), size);
    }

    /** Starts a node on a migrated database. */
    public static Service start(Options options) throws Exception {
        var service = new Service(options);
        try {
            service.start().await(START_SECONDS, SECONDS);
        } catch (Exception e) {
            service.stop();
            throw e;
        }
        return service;
    }

    /** Where the service answers, seen from its own machine. */
    public String url() {
        return listensOn().url();
    }

    public ListenAddress listensOn() {
        return new ListenAddress(
                certificate == null ? "http" : "https",
                options.host(),
                servers.getFirst().actualPort());
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Gives the person of an account a password, as an invitation does that they accept. */
    public Future<Void> setPassword(AccountId account, String password) {
        return people.setPassword(account, password);
    }

    /** Takes a renewed certificate over now rather than at the next look. */
    Future<Void> lookAtCertificate() {
        return certificate == null ? Future.succeededFuture() : certificate.runNow();
    }

    /** Takes a changed key ring over now rather than at the next look. */
    Future<Void> lookAtKeyRing() {
        return keyRingWatch.runNow();
    }

    /** Keeps the bundles of dispatched and confirmed violations now rather than in a while. */
    Future<Void> keepBundles() {
        return keptBundles.runNow();
    }

    /** Gathers and sends now the messages that are due rather than in a while. */
    Future<Void> sendNotifications() {
        return notifications.runNow();
    }

    /** Makes a checkpoint now, and the day's where it is due. */
    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Puts what older keys made under the keys in use now rather than a while after they were taken over. */
    Future<Void> rekey() {
        return rekeying.runNow();
    }

    /** Drops what is not kept any more now rather than at the next sweep. */
    Future<Void> sweepRetention() {
        return retention.runNow();
    }

    /** Counts the figures now rather than in a few seconds. */
    Future<Void> sweepFigures() {
        return figures.runNow();
    }

    /** Verifies the stored record now rather than at night. Blocks. */
    void verifyRecords() throws Exception {
        verification.runNow();
    }

    /** Replays the sample of this night now. Blocks. */
    void replaySample() throws Exception {
        verification.replayNow();
    }

    /**
     * Takes nothing new, finishes what is in hand, sends 1001 to the sockets, and waits for all of it. What does not end
     * in time was not acknowledged, so nothing is lost by leaving it.
     */
    public void stop() {
        health.end();
        if (certificate != null) {
            certificate.stop();
        }
        verification.stop();
        keyRingWatch.stop();
        retention.stop();
        figures.stop();
        rekeying.stop();
        checkpoints.stop();
        keptBundles.stop();
        notifications.stop();
        people.stop();
        try {
            agents.close()
                    .eventually(feed::stop)
                    .eventually(otherNodes::stop)
                    .eventually(() ->
                            Future.join(servers.stream().map(HttpServer::close).toList()))
                    .eventually(intake::stop)
                    .eventually(() -> Future.join(commitPool.close(), queryPool.close(), readerPool.close()))
                    .eventually(vertx::close)
                    .await(STOP_SECONDS, SECONDS);
        } catch (TimeoutException leftBehind) {
            // The process ends now all the same.
        } finally {
            guard.stop();
            people.close();
            notifications.close();
            meters.close();
        }
    }

    private Future<Void> start() {
        return keyRings.check(queryPool, options.keyRing())
                .compose(checked ->
                        dayKeys.open(queryPool, StampedEvent.day(options.clock().instant())))
                .compose(checked -> FileRules.take(releases, rules))
                .compose(taken -> intake.start())
                .compose(started -> feed.start())
                .compose(started -> listen())
                .onSuccess(listening -> {
                    agents.start();
                    otherNodes.start(connections::heldElsewhere);
                    verification.start();
                    keyRingWatch.start();
                    retention.start();
                    figures.start();
                    rekeying.start();
                    checkpoints.start();
                    keptBundles.start();
                    notifications.start();
                    people.start();
                    guard.start();
                    if (certificate != null) {
                        certificate.start();
                    }
                    health.begin();
                });
    }

    /** One server for each event loop, all on the same port. */
    private Future<Void> listen() {
        Router router = Router.router(vertx);
        router.route().handler(ServiceMeters.limits(meters)).handler(ServiceMeters.requests(meters));
        agents.mount(router);
        router.route("/api/*").handler(ServiceMeters.refusals(meters));
        HttpServerOptions http = AgentApi.configure(new HttpServerOptions()
                .setHost(options.host())
                // An answer of 40 KiB to a client that changes over to HTTP/2 with its first request does not always
                // end.
                .setHttp2ClearTextEnabled(false)
                .setMaxFormAttributeSize(Console.FIELD_BYTES_MAX)
                .setMaxFormFields(Console.FIELDS_MAX)
                .setPort(options.port() == 0 ? SHARED_FREE_PORT : options.port()));
        if (certificate != null) {
            certificate.configure(http);
        }
        int eventLoops = Runtime.getRuntime().availableProcessors();
        return api.mountOn(router)
                .onSuccess(desk -> console.mountOn(router, desk))
                .compose(mounted -> vertx.deployVerticle(
                        () -> new Listener(router, http), new DeploymentOptions().setInstances(eventLoops)))
                .mapEmpty();
    }

    private final class Listener extends VerticleBase {
        private final Router router;
        private final HttpServerOptions http;

        Listener(Router router, HttpServerOptions http) {
            this.router = router;
            this.http = http;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer(http)
                    .connectionHandler(guard::connected)
                    .requestHandler(guard.around(router))
                    .listen()
                    .onSuccess(servers::add);
        }
    }

    private static RetentionPeriods periods(Settings.Retention kept) {
        return new RetentionPeriods(kept.days(), kept.violationMonths(), kept.caseMonths(), kept.logMonths());
    }

    private void feedMoved() {
        feed.wake();
        Databases.notify(commitPool, FeedHub.CHANNEL);
    }

    /** For how long the oldest that is not committed has waited, in real time. */
    private Future<Duration> waiting() {
        return intake.waitsSince()
                .map(since -> Health.waited(since, options.clock().instant(), options.speed()));
    }

    private @Nullable CertificateWatch certificate(Settings.Tls tls) {
        if (tls.certificate() == null || tls.privateKey() == null) {
            return null;
        }
        return new CertificateWatch(vertx, tls.certificate(), tls.privateKey(), servers, CERTIFICATE_LOOK_MILLIS);
    }

    private IntakeNode.Outside outside(Settings.Verifier settings) {
        if (settings.url() == null) {
            return IntakeNode.Outside.NONE;
        }
        var how = new HttpVerifier.Options(
                URI.create(settings.url()),
                System.getenv("LINGDIAN_VERIFIER_TOKEN"),
                Duration.ofMillis(settings.timeoutMillis()),
                settings.maximumQuestions(),
                settings.cachedAnswers(),
                Duration.ofSeconds(settings.cacheSeconds()),
                settings.failures(),
                Duration.ofSeconds(settings.pauseSeconds()));
        return new IntakeNode.Outside(
                new HttpVerifier(
                        vertx,
                        how,
                        options.clock(),
                        answer -> meters.personVerified(answer.wire()),
                        () -> meters.limitReached("questions")),
                Duration.ofSeconds(settings.retrySeconds()));
    }

    private static FeedSettings feedSettings(Settings settings) {
        return FeedSettings.defaults().withMaxSubscribers(settings.feed().maximumReaders());
    }
}
