package lingdian.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.node.Jobs;
import lingdian.node.Service;
import lingdian.node.Startup;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.work.SystemClock;
import lingdian.record.journal.Verification;
import lingdian.record.journal.VerificationStore;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.KeyRingRotation;
import lingdian.vault.seal.KeyUse;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultDayKeys;

/** A whole node within the test's process: real PostgreSQL, real sockets on a free port. */
public final class RunningService implements AutoCloseable {
    public static final String ADMIN_TOKEN = "admin-token-of-the-test-of-32-characters";

    private static final String PUT_OFF = "lingdian_retention_putoffs_total";

    private static final YAMLMapper YAML = new YAMLMapper();

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress database;
    private final DatabaseAddress login;
    private final Path keyRing;
    private final Path config;
    private final InstantSource clock;
    private final InstantSource wall;
    private final double speed;
    private final DatabaseAddress standby;
    private Service service;
    private Connection asking;

    private RunningService(
            DatabaseAddress database,
            DatabaseAddress login,
            DatabaseAddress standby,
            Path config,
            InstantSource clock,
            InstantSource wall,
            Path keyRing,
            double speed)
            throws Exception {
        this.database = database;
        this.login = login;
        this.standby = standby;
        this.config = config;
        this.clock = clock;
        this.wall = wall;
        this.speed = speed;
        this.keyRing = keyRing;
        this.service = begin();
    }

    /**
     * Builds a node. By default it has a new migrated database, a new key ring, the project's configuration and the
     * real time. It then signs in as operations.md recommends, as a member of the service's roles that owns nothing; with a
     * clock that the test moves, which the database does not know, as the owner.
     */
    public static Builder with() {
        return new Builder();
    }

    /** The differences from the default node. */
    public static final class Builder {
        private DatabaseAddress database;
        private DatabaseAddress standby;
        private Path keyRing;
        private Path config = Path.of("config");
        private InstantSource clock = SystemClock.MICROSECONDS;
        private InstantSource wall = SystemClock.MICROSECONDS;
        private double speed = 1;
        private int approverHours;

        private Builder() {}

        /** Uses a migrated database. */
        public Builder database(DatabaseAddress address) {
            database = address;
            return this;
        }

        /** Reads lists and figures from a standby. */
        public Builder readDatabase(DatabaseAddress address) {
            standby = address;
            return this;
        }

        public Builder keyRing(Path file) {
            keyRing = file;
            return this;
        }

        /** Uses these settings, the text of a {@code lingdian.yaml}. */
        public Builder settings(String text) throws IOException {
            return files(Map.of("lingdian.yaml", text));
        }

        /** Uses these whole files of configuration, by name. */
        public Builder files(Map<String, String> texts) throws IOException {
            config = Files.createTempDirectory("lingdian-config");
            for (var file : texts.entrySet()) {
                Files.writeString(config.resolve(file.getKey()), file.getValue());
            }
            return this;
        }

        /** Uses a clock that the test moves. */
        public Builder clock(InstantSource moved) {
            clock = moved;
            return this;
        }

        /** Uses a clock that the service takes for its machine's own, and for the real time. */
        public Builder machineClock(InstantSource wrong) {
            clock = wrong;
            wall = wrong;
            return this;
        }

        /**
         * Uses a clock that runs, or is moved, about {@code times} as fast as real time. The node's own pauses are
         * shorter by this factor.
         */
        public Builder clock(InstantSource fast, double times) {
            clock = fast;
            speed = times;
            return this;
        }

        /** For how long an account must be unchanged to approve as a second person; not at all unless this is called. */
        public Builder approverHours(int hours) {
            approverHours = hours;
            return this;
        }

        /** The files, with the settings that differ in tests: approvers at once, and password hashes that cost nothing. */
        private Path configured() throws IOException {
            Path copy = Files.createTempDirectory("lingdian-config");
            try (Stream<Path> files = Files.list(config)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            Path file = copy.resolve("lingdian.yaml");
            ObjectNode settings = YAML.createObjectNode();
            if (Files.exists(file) && YAML.readTree(file.toFile()) instanceof ObjectNode given) {
                settings = given;
            }
            settings.withObject("/privacy").put("approverHours", approverHours);
            settings.withObject("/signIn/hashing").put("memoryKibibytes", 64).put("iterations", 2);
            YAML.writeValue(file.toFile(), settings);
            return copy;
        }

        public RunningService start() throws Exception {
            config = configured();
            DatabaseAddress login = database;
            if (database == null) {
                database = TestDatabase.migrated();
                login = clock == SystemClock.MICROSECONDS ? TestDatabase.asMember(database) : database;
            }
            if (keyRing == null) {
                keyRing = KeyRing.create(
                                Files.createTempDirectory("lingdian-test").resolve("keys.json"),
                                Startup.suite(ConfigDirectory.find(config).settings()))
                        .file();
            }
            return new RunningService(database, login, standby, config, clock, wall, keyRing, speed);
        }
    }

    /** A node on a new database. */
    public static RunningService start() throws Exception {
        return with().start();
    }

    /** Another node with the same database, key ring and settings, on another port. The caller closes it. */
    public RunningService another() throws Exception {
        return new RunningService(database, login, null, config, clock, wall, keyRing, speed);
    }

    /** Another node with a key ring of its own, for instance an outdated copy, and with this node's day keys. */
    public RunningService another(Path ring) throws Exception {
        Path dayKeys = ring.resolveSibling(ring.getFileName() + ".days");
        if (!Files.exists(dayKeys)) {
            Files.copy(keyRing.resolveSibling(keyRing.getFileName() + ".days"), dayKeys);
        }
        return new RunningService(database, login, null, config, clock, wall, ring, speed);
    }

    /** The file of the node's key ring. */
    public Path keyRing() {
        return keyRing;
    }

    /** A vault that opens the texts that the node sealed. */
    public Vault vault() throws KeyRingException {
        return VaultDayKeys.vault(KeyRing.load(keyRing));
    }

    /** Changes the file of the node's key ring. The node loads it at its next check. */
    public KeyRingRotation rotation() {
        return new KeyRingRotation(keyRing, SystemClock.MICROSECONDS);
    }

    /** Lets the node erase what was said in old complaints now. */
    public void sweepComplaints() throws TimeoutException {
        run(Jobs.COMPLAINTS);
    }

    /** Lets the node check its key ring now. */
    public void lookAtKeyRing() throws TimeoutException {
        run(Jobs.KEY_RING);
    }

    /** Makes a checkpoint now, and returns its number. */
    /** Groups what was found so far into cases. */
    public void groupCases() throws TimeoutException {
        run(Jobs.CASES);
    }

    /** Erases cases whose time is over. */
    public void eraseCases() throws TimeoutException {
        run(Jobs.ERASED_CASES);
    }

    /** Erases inspections whose time is over. */
    public void eraseInspections() throws TimeoutException {
        run(Jobs.ERASED_INSPECTIONS);
    }

    public long checkpoint() throws Exception {
        run(Jobs.CHECKPOINT);
        return Long.parseLong(rows("SELECT max(number) FROM checkpoint").getFirst());
    }

    /** Lets the node store the bundles of dispatched and confirmed violations now. */
    public void keepBundles() throws TimeoutException {
        run(Jobs.KEPT_BUNDLES);
    }

    /** Lets the node tell facts that nobody deals with to who is on duty, as far as that is due. */
    public void escalate() throws TimeoutException {
        run(Jobs.ESCALATIONS);
    }

    /** Lets the node gather and send notifications now. */
    public void sendNotifications() throws TimeoutException {
        run(Jobs.NOTIFICATIONS);
    }

    /** Lets the node check now whether the day's checkpoint is due. */
    public void lookAtTheDay() throws TimeoutException {
        run(Jobs.DAILY_CHECKPOINT);
    }

    /** Lets the node re-encrypt, under the keys in use now, the values that older keys made. */
    public void rekey() throws TimeoutException {
        run(Jobs.REKEYING);
    }

    /**
     * Lets the node delete now the data whose retention has ended. A day that something reads just then, such as
     * another job, is left to the next sweep, so it sweeps until none is.
     */
    public void sweepRetention() throws Exception {
        Http open = Http.to(this);
        Await.until("a sweep puts no day off", () -> {
            double before = open.meter(PUT_OFF);
            sweepRetentionOnce();
            return open.meter(PUT_OFF) == before;
        });
    }

    /** Lets the node sweep once, whatever it leaves to the next sweep. */
    public void sweepRetentionOnce() throws TimeoutException {
        run(Jobs.RETENTION);
    }

    /** Lets the node delete now the sessions, invitations and visits that have expired. */
    public void sweepSignIns() throws TimeoutException {
        run(Jobs.SIGN_IN);
    }

    /** Lets the node count the figures now. */
    public void sweepFigures() throws TimeoutException {
        run(Jobs.FIGURES);
    }

    /** Lets the node enter now what regions are called. */
    public void nameRegions() throws TimeoutException {
        run(Jobs.REGION_NAMES);
    }

    /** Lets the node enter now what it works out about each café at night. */
    public void enterNightlyFigures() throws TimeoutException {
        run(Jobs.NIGHTLY_FIGURES);
    }

    /** Lets the node verify the stored record now, unless it has done so this night. */
    public void verifyRecords() throws Exception {
        run(Jobs.VERIFICATION);
    }

    /** Lets the node replay some cafés now, unless it has done so this night. */
    public void replaySample() throws Exception {
        run(Jobs.SAMPLE);
    }

    /** Adds and promotes new keys for every use that rotates. */
    public void rotate() throws Exception {
        List<KeyUse> uses =
                Arrays.stream(KeyUse.values()).filter(KeyUse::rotates).toList();
        rotation().add(uses);
        lookAtKeyRing();
        rotation().promote(uses);
        lookAtKeyRing();
    }

    /** Lets the node load a renewed certificate now. */
    public void lookAtCertificate() throws TimeoutException {
        run(Jobs.CERTIFICATE);
    }

    /** Stops the node in order and starts another one on the same database, on another port. */
    public void restart() throws Exception {
        service.stop();
        service = begin();
    }

    /** Restarts the service, and runs an action between the stop and the start. */
    public void restartAfter(Interval between) throws Exception {
        service.stop();
        between.pass();
        service = begin();
    }

    /** An action while no node runs. */
    public interface Interval {
        void pass() throws Exception;
    }

    public URI url() {
        return URI.create(service.url());
    }

    public DatabaseAddress database() {
        return database;
    }

    /** The Vert.x instance for clients. */
    public Vertx vertx() {
        return vertx;
    }

    public AdminClient admin() {
        return new AdminClient(vertx, url(), ADMIN_TOKEN);
    }

    /** Creates a café with a valid licence, and returns a key for its agent. */
    public String cafe(String placeCode, List<String> staffTerminals) throws TimeoutException {
        admin().putCafe(
                        placeCode,
                        new JsonObject()
                                .put("name", "test")
                                .put(
                                        "licence",
                                        new JsonObject().put("number", "1").put("validUntil", "2099-12-31"))
                                .put("staffTerminals", new io.vertx.core.json.JsonArray(staffTerminals)))
                .await(PATIENCE_SECONDS, SECONDS);
        return admin().createAgentKey(placeCode)
                .await(PATIENCE_SECONDS, SECONDS)
                .key();
    }

    /** A client with the token of a new regulator's account. */
    public AdminClient regulator(String authority, String region) throws TimeoutException {
        return new AdminClient(vertx, url(), regulatorToken(authority, region));
    }

    public String regulatorToken(String authority, String region) throws TimeoutException {
        return admin().createAccount(new JsonObject()
                        .put("name", "regulator")
                        .put("role", "regulator")
                        .put("authority", authority)
                        .put("region", region))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
    }

    /** All violations of the whole country, of both authorities, by id. */
    public Map<String, JsonObject> violations() throws TimeoutException {
        var violations = new HashMap<String, JsonObject>();
        for (String authority : List.of("culture", "public-security")) {
            regulator(authority, "000000")
                    .all("/violations", Map.of())
                    .await(PATIENCE_SECONDS, SECONDS)
                    .forEach(one -> violations.put(((JsonObject) one).getString("id"), (JsonObject) one));
        }
        return violations;
    }

    /** The result of verifying the record. */
    public Verification.Result verify() throws Exception {
        try (var store = VerificationStore.open(database)) {
            return Verification.run(store);
        }
    }

    public Connection superuser() throws Exception {
        return TestDatabase.superuser(database);
    }

    /** The first column of the rows that a superuser sees. Its connection is kept: tests ask until something is so. */
    public synchronized List<String> rows(String sql) throws Exception {
        boolean isNew = asking == null || asking.isClosed();
        if (isNew) {
            asking = superuser();
        }
        try {
            return rows(asking, sql);
        } catch (SQLException e) {
            if (isNew || !asking.isClosed()) {
                throw e;
            }
            return rows(sql); // the test ended all connections
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    /** A weak reference to the node. */
    public WeakReference<Object> node() {
        return new WeakReference<>(service);
    }

    @Override
    public void close() throws Exception {
        service.stop();
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
        if (asking != null) {
            asking.close();
        }
    }

    private void run(String job) throws TimeoutException {
        service.jobs().run(job).await(PATIENCE_SECONDS, SECONDS);
    }

    private Service begin() throws Exception {
        return Service.start(new Service.Options(
                "127.0.0.1",
                0,
                login,
                KeyRing.load(keyRing),
                ConfigDirectory.find(config),
                clock,
                ADMIN_TOKEN,
                speed,
                standby,
                wall,
                Duration.ZERO));
    }
}
