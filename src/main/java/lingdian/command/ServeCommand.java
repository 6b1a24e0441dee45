package lingdian.command;

import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.law.judge.RulesFile;
import lingdian.node.Service;
import lingdian.node.Startup;
import lingdian.platform.ConfigDirectory;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.EmbeddedDatabase;
import lingdian.platform.InvalidConfiguration;
import lingdian.platform.Settings;
import lingdian.platform.SystemClock;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: the service. */
@Command(
        name = "serve",
        description = "Run the service. LINGDIAN_ADMIN_TOKEN in the environment is its first token.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "The HTTP port; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on.")
    private @Nullable String host;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "The directory of lingdian.yaml, rules.yaml and tables.")
    private @Nullable Path config;

    @Option(
            names = "--key-ring",
            paramLabel = "FILE",
            description = "The keys that seal personal data (with --database).")
    private @Nullable Path keyRing;

    @Option(names = "--create-key-ring", description = "Make the key ring where there is none yet.")
    private boolean createKeyRing;

    /** What the options and files come to. */
    private record Plan(
            ConfigDirectory files,
            Settings settings,
            @Nullable DatabaseAddress elsewhere,
            @Nullable KeyRing keyRing) {}

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        Path directory = database.embedded();
        EmbeddedDatabase embedded = directory == null ? null : EmbeddedDatabase.start(directory);
        Runnable end = embedded == null ? () -> {} : embedded::close;
        var running = new AtomicReference<@Nullable Service>();
        Runnable notOnSignal =
                Shutdown.onSignal(() -> stop(running.get()), end); // it may wait for its database for long
        try {
            Service.Options options = options(plan, embedded);
            Startup.migrate(options.database());
            Service service = start(options);
            running.set(service);
            System.out.println("ready " + service.url());
            System.out.flush();
        } catch (Exception e) {
            notOnSignal.run();
            end.run();
            throw e;
        }
        Shutdown.await();
        return 0;
    }

    private static void stop(@Nullable Service service) {
        if (service != null) {
            service.stop();
        }
    }

    /** Looks at everything before anything is begun. */
    private Plan plan() {
        var mistakes = new Mistakes();
        ConfigDirectory files = mistakes.gather(() -> ConfigDirectory.find(config));
        Settings settings = files == null ? null : mistakes.gather(files::settings);
        RulesFile rules = files == null ? null : mistakes.gather(() -> files.read("rules.yaml", RulesFile.class));
        mistakes.check(
                rules == null || settings == null || answers(rules, settings),
                "lingdian.yaml: verifier.url is missing: rules.yaml demands an outside verifier for a region");
        DatabaseAddress elsewhere = mistakes.gather(database::address);
        mistakes.check(port == null || (port >= 0 && port <= 65_535), "--port: must be from 0 to 65535");
        KeyRing ring = settings != null && database.elsewhere() && database.embedded() == null
                ? mistakes.gather(() -> Startup.keyRing(keyRing, settings, createKeyRing))
                : null;
        mistakes.refuse();
        return new Plan(Objects.requireNonNull(files), Objects.requireNonNull(settings), elsewhere, ring);
    }

    private static boolean answers(RulesFile rules, Settings settings) {
        return settings.verifier().url() != null
                || rules.identification().outsideVerification().isEmpty();
    }

    private Service.Options options(Plan plan, @Nullable EmbeddedDatabase embedded) {
        return new Service.Options(
                host == null ? plan.settings().host() : host,
                port == null ? plan.settings().port() : port,
                embedded == null ? Objects.requireNonNull(plan.elsewhere()) : embedded.address(),
                plan.keyRing() != null
                        ? plan.keyRing()
                        : Startup.embeddedKeyRing(Objects.requireNonNull(database.embedded()), plan.settings()),
                plan.files(),
                SystemClock.MICROSECONDS,
                System.getenv("LINGDIAN_ADMIN_TOKEN"));
    }

    /** Starts a node; what the user can mend is said in one line. */
    static Service start(Service.Options options) throws Exception {
        try {
            return Service.start(options);
        } catch (KeyRingException wrong) {
            throw new InvalidConfiguration(List.of(String.valueOf(wrong.getMessage())));
        } catch (BindException taken) {
            throw new InvalidConfiguration(
                    List.of("--port: " + options.port() + " cannot be listened on: it is in use"));
        }
    }
}
