package lingdian.command;

import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.law.json.RulesFile;
import lingdian.node.ReferenceData;
import lingdian.node.Service;
import lingdian.node.Startup;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.EmbeddedDatabase;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.Settings;
import lingdian.platform.work.SystemClock;
import lingdian.vault.seal.KeyRingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: the service. */
@Command(
        name = "serve",
        description =
                "Run the service. LINGDIAN_ADMIN_TOKEN in the environment, of at least 32 characters, is the token of"
                        + " the first administrator, as long as it is set.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    /** A time service sets a machine's clock right within minutes of its start. */
    private static final Duration STEADY = Duration.ofHours(1);

    private static final int TOKEN_CHARACTERS_MIN = 32;
    private static final String TOKEN_HINT = "=$(openssl rand -hex 32) makes one";

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--migrate-database",
            paramLabel = "URL",
            description = "With --database: the same database with the login that owns its schema, used for migrations"
                    + " alone. LINGDIAN_MIGRATE_DATABASE in the environment may be set instead. Default: --database.")
    private @Nullable String migrateDatabase;

    @Option(
            names = "--read-database",
            paramLabel = "URL",
            description =
                    "With --database: a standby of it, with the same login, from which lists and figures are read."
                            + " LINGDIAN_READ_DATABASE in the environment may be set instead.")
    private @Nullable String readDatabase;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0 takes a free one. Default: port in lingdian.yaml, else 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on. Default: host in lingdian.yaml, else 0.0.0.0 (all interfaces).")
    private @Nullable String host;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "The directory of lingdian.yaml, rules.yaml and the tables. Default: ./config where it has a"
                    + " lingdian.yaml, else the files in the program.")
    private @Nullable Path config;

    @Option(
            names = "--key-ring",
            paramLabel = "FILE",
            description = "With --database: the file of the keys that seal personal data. LINGDIAN_KEY_RING in the"
                    + " environment may be set instead.")
    private @Nullable Path keyRing;

    @Option(names = "--create-key-ring", description = "Create the key ring where the file does not exist yet.")
    private boolean createKeyRing;

    /**
     * The options and files, read and checked.
     *
     * @param owner the login for migrations; null: that of the service
     * @param makesKeyRing whether the key ring is created if its file does not exist
     */
    private record Plan(
            ConfigDirectory files,
            Settings settings,
            ReferenceData tables,
            @Nullable DatabaseAddress elsewhere,
            @Nullable DatabaseAddress owner,
            @Nullable DatabaseAddress standby,
            Path keyRing,
            boolean makesKeyRing,
            @Nullable String adminToken) {
        @Override
        public String toString() {
            return "Plan[" + files + "]"; // the token is a secret
        }
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        Path directory = database.embedded();
        EmbeddedDatabase embedded = directory == null ? null : EmbeddedDatabase.start(directory);
        var running = new AtomicReference<@Nullable Service>();
        Runnable notOnSignal = Shutdown.onSignal(
                within -> stop(running.get(), within),
                embedded == null ? null : embedded::close); // the start may wait long for its database
        warnOfNewApprovers(plan.settings());
        try {
            DatabaseAddress address = embedded == null ? Objects.requireNonNull(plan.elsewhere()) : embedded.address();
            migrate(address, plan.owner());
            demandSomebody(plan, address);
            Service service = start(options(plan, address), plan.tables());
            running.set(service);
            Startup.warnOfPublicRights(address);
            ReadyLine.print(service.listensOn());
        } catch (Exception e) {
            notOnSignal.run();
            if (embedded != null) {
                embedded.close();
            }
            throw e;
        }
        Shutdown.await();
        return 0;
    }

    private static void migrate(DatabaseAddress address, @Nullable DatabaseAddress owner) throws InterruptedException {
        Startup.migrate(owner == null ? address : owner);
        if (owner != null) {
            Startup.requireMember(address);
        }
    }

    private static void warnOfNewApprovers(Settings settings) {
        if (settings.office().privacy().approverHours() == 0) {
            LOG.warn(
                    "privacy.approverHours is 0: an administrator can make an account that asks or approves as a second"
                            + " person at once, so that one person passes every rule of four eyes");
        }
    }

    private static void stop(@Nullable Service service, Duration within) {
        if (service != null) {
            service.stop(within);
        }
    }

    /** Checks everything before starting. */
    private Plan plan() {
        var mistakes = new Mistakes();
        ConfigDirectory files = mistakes.gather(() -> ConfigDirectory.find(config));
        Settings settings = files == null ? null : mistakes.gather(files::settings);
        RulesFile rules = files == null ? null : mistakes.gather(() -> files.read("rules.yaml", RulesFile.class));
        ReferenceData tables = files == null ? null : mistakes.gather(() -> ReferenceData.read(files));
        mistakes.check(
                rules == null || settings == null || answers(rules, settings),
                "lingdian.yaml: verifier.url is missing: rules.yaml demands an outside verifier for a region");
        DatabaseAddress elsewhere = mistakes.gather(database::address);
        DatabaseAddress owner = mistakes.gather(this::owner);
        DatabaseAddress standby = mistakes.gather(this::standby);
        mistakes.check(port == null || (port >= 0 && port <= 65_535), "--port must be a number from 0 to 65535");
        boolean makesKeyRing = createKeyRing || database.embedded() != null;
        Path ring = settings == null ? null : mistakes.gather(() -> keyRing(settings, makesKeyRing));
        String token = mistakes.gather(() -> adminToken(settings));
        mistakes.gather(ServeCommand::metricsToken);
        mistakes.refuse();
        return new Plan(
                Objects.requireNonNull(files),
                Objects.requireNonNull(settings),
                Objects.requireNonNull(tables),
                elsewhere,
                owner,
                standby,
                Objects.requireNonNull(ring),
                makesKeyRing,
                token);
    }

    private @Nullable DatabaseAddress owner() {
        String url = migrateDatabase != null
                ? migrateDatabase
                : database.embedded() == null ? System.getenv("LINGDIAN_MIGRATE_DATABASE") : null;
        if (url == null) {
            return null;
        }
        if (database.embedded() != null) {
            throw new InvalidConfiguration(List.of("--embedded and --migrate-database exclude each other"));
        }
        return DatabaseOptions.parse("--migrate-database", url);
    }

    private @Nullable DatabaseAddress standby() {
        String url = readDatabase != null
                ? readDatabase
                : database.embedded() == null ? System.getenv("LINGDIAN_READ_DATABASE") : null;
        if (url == null) {
            return null;
        }
        if (database.embedded() != null) {
            throw new InvalidConfiguration(List.of("--embedded and --read-database exclude each other"));
        }
        DatabaseAddress address = DatabaseOptions.parse("--read-database", url);
        if (address.hosts().size() > 1) {
            throw new InvalidConfiguration(
                    List.of("--read-database must name one host: a standby, or a balancer of standbys"));
        }
        return address;
    }

    private static boolean answers(RulesFile rules, Settings settings) {
        return settings.verifier().url() != null
                || rules.identification().outsideVerification().isEmpty();
    }

    /** The file of the key ring, checked to be readable if it exists; null if no external database is given. */
    private @Nullable Path keyRing(Settings settings, boolean makesKeyRing) {
        Path directory = database.embedded();
        if (directory == null && !database.elsewhere()) {
            return null;
        }
        Path file = directory == null ? Startup.keyRingFile(keyRing, settings) : Startup.embeddedKeyRing(directory);
        if (!makesKeyRing || Files.exists(file)) {
            Startup.keyRing(file, settings, false);
        }
        return file;
    }

    private @Nullable String adminToken(@Nullable Settings settings) {
        String token = System.getenv("LINGDIAN_ADMIN_TOKEN");
        if (token == null || token.isBlank()) {
            Path directory = database.embedded();
            if (directory != null && !EmbeddedDatabase.exists(directory) && !peopleComeByProvider(settings)) {
                throw nobody();
            }
            return null;
        }
        return longEnough("LINGDIAN_ADMIN_TOKEN", token);
    }

    /** Read where the meters are served; a token that is guessed would protect nothing. */
    private static @Nullable String metricsToken() {
        String token = System.getenv("LINGDIAN_METRICS_TOKEN");
        return token == null || token.isBlank() ? null : longEnough("LINGDIAN_METRICS_TOKEN", token);
    }

    private static String longEnough(String variable, String token) {
        if (token.strip().length() < TOKEN_CHARACTERS_MIN) {
            throw new InvalidConfiguration(List.of(variable + " must have at least " + TOKEN_CHARACTERS_MIN
                    + " characters: export " + variable + TOKEN_HINT));
        }
        return token.strip();
    }

    private static void demandSomebody(Plan plan, DatabaseAddress address) {
        if (plan.adminToken() == null && !peopleComeByProvider(plan.settings()) && !Startup.hasAccount(address)) {
            throw nobody();
        }
    }

    /** Whether an identity provider creates accounts, so that an empty service can be used. */
    private static boolean peopleComeByProvider(@Nullable Settings settings) {
        return settings != null
                && settings.signIn().provider() != null
                && settings.signIn().provider().provision();
    }

    private static InvalidConfiguration nobody() {
        return new InvalidConfiguration(List.of("LINGDIAN_ADMIN_TOKEN is not set: the service would have no account: "
                + "export LINGDIAN_ADMIN_TOKEN" + TOKEN_HINT));
    }

    private Service.Options options(Plan plan, DatabaseAddress address) {
        return new Service.Options(
                host == null ? plan.settings().http().host() : host,
                port == null ? plan.settings().http().port() : port,
                address,
                Startup.keyRing(plan.keyRing(), plan.settings(), plan.makesKeyRing()),
                plan.files(),
                SystemClock.MICROSECONDS,
                plan.adminToken(),
                1,
                plan.standby(),
                SystemClock.MICROSECONDS,
                STEADY);
    }

    /** Starts a node. What the user can correct is reported in one line. */
    static Service start(Service.Options options, ReferenceData tables) throws Exception {
        try {
            return Service.start(options, tables);
        } catch (KeyRingException wrong) {
            throw new InvalidConfiguration(List.of(String.valueOf(wrong.getMessage())));
        } catch (BindException taken) {
            throw new InvalidConfiguration(List.of("port " + options.port() + " is already in use"));
        }
    }
}
