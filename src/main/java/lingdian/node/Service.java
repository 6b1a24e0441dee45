package lingdian.node;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import lingdian.domain.AccountId;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.ListenAddress;
import lingdian.platform.work.SystemClock;
import lingdian.vault.seal.KeyRing;
import org.jspecify.annotations.Nullable;

/**
 * One running node of the service: a list of modules, which are started in order and stopped in reverse order.
 *
 * <p>Started and stopped from a thread that may block.
 */
public final class Service {
    private static final int START_SECONDS = 60;
    private static final Duration STOP = Duration.ofSeconds(9);

    /**
     * The parameters of a node.
     *
     * @param port 0 takes a free one
     * @param adminToken the first administrator's token; null if there is none
     * @param readDatabase a standby of the database, from which lists and figures are read; null: there is none
     * @param speed how many times as fast as real time the clock runs
     * @param wall the machine's own clock; the service runs on it unless {@code clock} is another one
     * @param steady for how long that must have gone evenly before anything is erased by it
     */
    public record Options(
            String host,
            int port,
            DatabaseAddress database,
            KeyRing keyRing,
            ConfigDirectory config,
            InstantSource clock,
            @Nullable String adminToken,
            double speed,
            @Nullable DatabaseAddress readDatabase,
            InstantSource wall,
            Duration steady) {
        /** Options that read from the database itself, of a node that erases at once. */
        public Options(
                String host,
                int port,
                DatabaseAddress database,
                KeyRing keyRing,
                ConfigDirectory config,
                InstantSource clock,
                @Nullable String adminToken,
                double speed) {
            this(
                    host,
                    port,
                    database,
                    keyRing,
                    config,
                    clock,
                    adminToken,
                    speed,
                    null,
                    SystemClock.MICROSECONDS,
                    Duration.ZERO);
        }

        /** Options with a clock that runs as fast as real time. */
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

        /** Whether the service runs on the real time, rather than on that of a demonstration. */
        boolean isRealTime() {
            return clock == wall;
        }

        @Override
        public String toString() {
            return "Options[" + host + ":" + port + ", " + database + "]"; // the token is a secret
        }
    }

    private final NodeContext node;
    private final AccessModule access;
    private final HttpServers servers;
    private final Jobs jobs;
    private final List<NodeModule> modules;

    private Service(Options options, ReferenceData reference) {
        node = new NodeContext(options);
        var storage = new StorageModule(node);
        var records = new RecordStores(node, storage);
        access = new AccessModule(node, storage);
        var feed = new FeedModule(node, storage, records, access);
        var intake = new IntakeModule(node, storage, records, access, feed, reference.documents());
        var health =
                new Health(node.vertx, storage.clocks, node.database::primary, storage::standbyState, intake::waiting);
        node.meters.watchClock(health::clockOffset);
        var link = OfficeModule.link(node, intake, feed, health);
        var office = new OfficeModule(node, storage, records, access, reference, link);
        servers = new HttpServers(node, intake.agents(), office);
        jobs = new Jobs(node, storage, records, access, feed, servers, reference);
        // A module listens only after everything behind it runs, and nothing behind it stops before its clients were
        // told.
        modules = List.of(
                node,
                storage,
                access,
                intake.judging(),
                feed.following(),
                servers,
                intake.otherNodes(),
                feed.readers(),
                intake.sockets(),
                jobs,
                health);
    }

    /** Starts a node on a migrated database. */
    public static Service start(Options options) throws Exception {
        return start(options, ReferenceData.read(options.config()));
    }

    /** @param reference the tables of the options' configuration, if they were read before */
    public static Service start(Options options, ReferenceData reference) throws Exception {
        var service = new Service(options, reference);
        try {
            service.start().await(START_SECONDS, SECONDS);
        } catch (Exception e) {
            service.stop();
            throw e;
        }
        return service;
    }

    private Future<Void> start() {
        Future<Void> started = Future.succeededFuture();
        for (NodeModule module : modules) {
            started = started.compose(before -> module.start());
        }
        return started;
    }

    /**
     * Accepts no new work, finishes the work in progress, sends 1001 to the sockets, and waits for all of it. Work that
     * does not end in time was not acknowledged, so abandoning it loses nothing.
     */
    public void stop() {
        stop(STOP);
    }

    /** The same, within a time: something else of the program ends after it. */
    public void stop(Duration within) {
        Future<Void> stopped = Future.succeededFuture();
        for (NodeModule module : modules.reversed()) {
            stopped = stopped.eventually(module::stop);
        }
        try {
            stopped.await(within.toMillis(), MILLISECONDS);
        } catch (TimeoutException leftBehind) {
            // The process ends anyway.
        } finally {
            modules.reversed().forEach(NodeModule::release);
        }
    }

    /** The URL at which this machine reaches the service. */
    public String url() {
        return listensOn().url();
    }

    public ListenAddress listensOn() {
        return servers.listensOn();
    }

    public Vertx vertx() {
        return node.vertx;
    }

    /** The node's background jobs, to run one at once. */
    public Jobs jobs() {
        return jobs;
    }

    /** Sets the password of an account, as accepting an invitation does. */
    public Future<Void> setPassword(AccountId account, String password) {
        return access.signIn.setPassword(account, password);
    }
}
