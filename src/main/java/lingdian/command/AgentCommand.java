package lingdian.command;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import lingdian.agent.adapter.CardSettings;
import lingdian.agent.desk.CafeAgent;
import lingdian.agent.desk.LocalSecret;
import lingdian.agent.desk.OpeningPage;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.setup.AgentConfiguration;
import lingdian.agent.setup.AgentFiles;
import lingdian.agent.spool.SpoolLockedException;
import lingdian.agent.spool.SpoolSettings;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;
import lingdian.platform.secret.SecretFile;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.work.SystemClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agent}: the program that a café runs. */
@Command(
        name = "agent",
        description =
                "Run a café's agent: its records, its connection to the service, and the local API for its terminals."
                        + " LINGDIAN_AGENT_KEY in the environment is the agent key, LINGDIAN_LOCAL_SECRET the secret of the local"
                        + " API.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AdaptersCommand.class,
            EnrolCommand.class,
            DoctorCommand.class,
            ProofsCommand.class,
            SeatCommand.class,
            SeatKeysCommand.class,
            UpdateCommand.class,
            WindowsTaskCommand.class
        },
        usageHelpWidth = 100, // the command below is to be copied, so it must stay one line
        footer = {
            "",
            "64 MB are enough for 300 terminals:",
            "java -Xmx64m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -jar lingdian-agent.jar agent …"
        })
public final class AgentCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);
    private static final int START_SECONDS = 600;
    private static final int STOP_SECONDS = 9;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "The service, for example https://lingdian.example. Default: that of agent.yaml in the directory.")
    private @Nullable String server;

    @Option(names = "--directory", paramLabel = "DIR", description = "The directory of the café's own records.")
    private @Nullable Path directory;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port of the local API; 0 takes a free one. Default: that of agent.yaml, else 8090.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "The address of the local API, for instance this machine's in the café's LAN. Default: that of agent.yaml,"
                            + " else 127.0.0.1.")
    private @Nullable String host;

    @Option(
            names = "--terminals",
            paramLabel = "N",
            description = "How many terminals the café has installed. Default: that of agent.yaml, else 0.")
    private @Nullable Integer terminals;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "The file of the agent key, where LINGDIAN_AGENT_KEY is not set. Default: agent-key in the directory.")
    private @Nullable Path keyFile;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "The file of the local API's secret, where LINGDIAN_LOCAL_SECRET is not set; created where it does not"
                            + " exist. Default: local-secret in the directory.")
    private @Nullable Path secretFile;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "A directory with document-types.csv or regions.csv to use instead of those in the program.")
    private @Nullable Path config;

    /** The options and files, read and checked. */
    private record Plan(CafeAgent.Options options, DocumentRules documents, CardSettings cards) {}

    @Override
    public Integer call() throws Exception {
        RandomGenerator random = new SecureRandom();
        Plan plan = plan(random);
        // Two threads are enough for 300 terminals, and leave the café's machine free for other work.
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2).setInternalBlockingPoolSize(2));
        CafeAgent agent = start(vertx, plan, random);
        agent.attend(plan.cards());
        Shutdown.onSignal(longest -> stop(agent), null);
        offerPage(plan.options(), agent.url());
        ReadyLine.print(agent.listensOn());
        Shutdown.await();
        return 0;
    }

    private static CafeAgent start(Vertx vertx, Plan plan, RandomGenerator random) throws Exception {
        try {
            return CafeAgent.start(vertx, plan.options(), plan.documents(), SystemClock.MICROSECONDS, random)
                    .await(START_SECONDS, SECONDS);
        } catch (Exception failed) {
            vertx.close().await(STOP_SECONDS, SECONDS);
            throw explained(failed, plan.options());
        }
    }

    /** A secret that is not in a file of the directory is not written into one. */
    private static void offerPage(CafeAgent.Options options, String url) {
        try {
            Path file = options.directory().resolve(AgentFiles.SECRET);
            if (Files.exists(file) && AgentFiles.text(file).strip().equals(options.secret())) {
                OpeningPage.write(options.directory(), url, options.secret());
            }
        } catch (IOException unwritable) {
            LOG.warn("{} cannot be written: {}", OpeningPage.FILE, unwritable.toString());
        }
    }

    private static Exception explained(Exception failure, CafeAgent.Options options) {
        return switch (failure) {
            case BindException taken ->
                new InvalidConfiguration(List.of("port " + options.port() + " is already in use"));
            case SpoolLockedException locked ->
                new InvalidConfiguration(List.of("--directory: another agent is running on " + options.directory()));
            default -> failure;
        };
    }

    private static void stop(CafeAgent agent) {
        try {
            agent.close().await(STOP_SECONDS, SECONDS);
        } catch (Exception late) {
            System.err.println("lingdian: the records could not be closed properly; nothing that was recorded is lost");
        }
    }

    /** Checks everything before starting. */
    private Plan plan(RandomGenerator random) {
        var mistakes = new Mistakes();
        AgentConfiguration configuration = mistakes.gather(this::configuration);
        URI url = configuration == null ? null : mistakes.gather(() -> url(configuration));
        mistakes.check(directory != null, "--directory is missing: the directory of the café's own records");
        String key = mistakes.gather(this::key);
        DocumentRules documents = mistakes.gather(this::documents);
        mistakes.refuse();
        String secret = mistakes.gather(() -> secret(random)); // last, because it may create a file
        mistakes.refuse();
        AgentConfiguration known = Objects.requireNonNull(configuration);
        return new Plan(
                new CafeAgent.Options(
                        new AgentEndpoint(Objects.requireNonNull(url), Objects.requireNonNull(key)),
                        Objects.requireNonNull(directory),
                        SpoolSettings.of("lingdian-agent", known.terminals()),
                        known.host(),
                        known.port(),
                        Objects.requireNonNull(secret),
                        CafeAgent.Options.VERDICT_MILLIS,
                        CafeAgent.Options.TICK_MILLIS),
                Objects.requireNonNull(documents),
                known.cards());
    }

    /** What agent.yaml says, with the options of the command line instead of it. */
    private AgentConfiguration configuration() {
        AgentConfiguration written =
                directory == null ? AgentConfiguration.standard() : AgentConfiguration.in(directory);
        try {
            return written.with(server, host, port, terminals);
        } catch (InvalidConfiguration wrong) {
            throw new InvalidConfiguration(wrong.mistakes().stream()
                    .map(line -> "--" + line.replaceFirst(": ", " "))
                    .toList());
        }
    }

    private static URI url(AgentConfiguration configuration) {
        return Optional.ofNullable(configuration.server())
                .flatMap(AgentConfiguration::url)
                .orElseThrow(() ->
                        mistake("--server is missing: the URL of the service, for example https://lingdian.example"));
    }

    /** Never an option: other users of the machine can read the command line. */
    private String key() {
        String key = System.getenv("LINGDIAN_AGENT_KEY");
        if (key == null || key.isBlank()) {
            key = fromFile("the agent key", "LINGDIAN_AGENT_KEY", keyFile, AgentFiles.KEY);
        }
        if (!key.strip().matches("[\\x21-\\x7e]+")) {
            throw mistake("the agent key must be of printable characters without spaces");
        }
        return key.strip();
    }

    private String fromFile(String what, String variable, @Nullable Path chosen, String name) {
        Path file = chosen != null || directory == null ? chosen : directory.resolve(name);
        String missing = what + " is missing: set " + variable + " or write it to " + (file == null ? "a file" : file);
        try {
            if (file != null && Files.exists(file)) {
                warnIfOpen(file);
                return AgentFiles.text(file).strip();
            }
        } catch (IOException unreadable) {
            throw mistake(file + ": cannot be read");
        }
        throw mistake(missing);
    }

    /** A warning only: a café that records nothing would be worse than a file that its cashiers can read. */
    private static void warnIfOpen(Path file) throws IOException {
        SecretFile.fault(file).ifPresent(fault -> LOG.warn("{} {}", file, fault));
    }

    private String secret(RandomGenerator random) {
        String secret = System.getenv("LINGDIAN_LOCAL_SECRET");
        Path file = secretFile == null ? Objects.requireNonNull(directory).resolve(AgentFiles.SECRET) : secretFile;
        try {
            if (secret == null || secret.isBlank()) {
                secret = LocalSecret.in(file, random);
                warnIfOpen(file);
            }
            secret = secret.strip();
        } catch (IOException unusable) {
            throw mistake(file + ": the local secret can neither be read nor made");
        }
        if (secret.length() < LocalSecret.CHARACTERS_MIN) {
            throw mistake("the local secret must have at least " + LocalSecret.CHARACTERS_MIN + " characters");
        }
        return secret;
    }

    private DocumentRules documents() {
        ConfigDirectory files = ConfigDirectory.find(config);
        var mistakes = new Mistakes();
        Regions regions = mistakes.gather(() -> files.table("regions.csv", Regions::read));
        DocumentTypes types = mistakes.gather(() -> files.table("document-types.csv", DocumentTypes::read));
        mistakes.refuse();
        return new DocumentRules(Objects.requireNonNull(regions), Objects.requireNonNull(types));
    }

    private static InvalidConfiguration mistake(String line) {
        return new InvalidConfiguration(List.of(line));
    }
}
