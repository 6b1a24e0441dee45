package lingdian.command;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import lingdian.conformance.AgentKit;
import lingdian.conformance.CheckResult;
import lingdian.conformance.ConformanceReport;
import lingdian.conformance.KitSettings;
import lingdian.conformance.ServiceKit;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.work.SystemClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code conformance}: does a service, or a vendor's agent, speak the protocol (handbook, conformance.md)? */
@Command(
        name = "conformance",
        description =
                "Examine a service (--agent-key, --server) or an agent (--listen), and name everything that it does wrong."
                        + " Exit status 0: there is no fault, and everything was examined; 1: there is a fault; 3: there is"
                        + " none, but something was skipped.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A service is examined with the key of a new café without hours of its own; the café can be used once.",
            "An agent is pointed at the address that is printed, and examined over the WebSocket alone; what it posts is"
                    + " refused and named. Log guests in and out at it meanwhile, at several terminals, else what it does"
                    + " with guests is not examined."
        })
final class ConformanceCommand implements Callable<Integer> {
    private static final int PORT_MAX = 65_535;
    private static final long QUIET_HEARTBEATS = 3;
    private static final long REFUSAL_MILLIS = 3_000;
    /** A heartbeat may be late by one more and what a busy machine takes. */
    private static final long LATE_HEARTBEATS = 2;

    private static final long LATE_MILLIS = 2_000;
    private static final long AT_ONCE_MILLIS = 20;

    @Option(names = "--server", paramLabel = "URL", description = "The service to examine.")
    private @Nullable String server;

    @Option(
            names = "--agent-key",
            paramLabel = "KEY",
            description = "The key of a new café, or LINGDIAN_AGENT_KEY in the environment. With --listen: the only key"
                    + " that is accepted.")
    private @Nullable String agentKey;

    @Option(
            names = "--listen",
            paramLabel = "PORT",
            description = "Be a service for the agent to examine, at this port; 0 takes a free one.")
    private @Nullable Integer listen;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}.",
            defaultValue = "127.0.0.1")
    private String host = "127.0.0.1";

    @Option(
            names = "--patience-seconds",
            paramLabel = "S",
            description =
                    "How long an answer, or the agent's return, is waited for, 1 to 3600. Default: ${DEFAULT-VALUE}.",
            defaultValue = "60")
    private int patienceSeconds;

    @Option(
            names = "--heartbeat-seconds",
            paramLabel = "S",
            description =
                    "With --listen: how often the agent shall send a heartbeat, 1 to 60. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int heartbeatSeconds;

    @Option(
            names = "--verdict-seconds",
            paramLabel = "S",
            description =
                    "With --listen: how long one guest's verdict is withheld, 1 to 60, longer than the agent waits for it."
                            + " Default: ${DEFAULT-VALUE}.",
            defaultValue = "6")
    private int verdictSeconds;

    @Option(names = "--require-logins", description = "With --listen: it is a fault if no guest logs in, or too few.")
    private boolean requireLogins;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML, too.")
    private @Nullable Path junit;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws Exception {
        var mistakes = new Mistakes();
        mistakes.check(
                (server == null) != (listen == null),
                "give --server URL to examine a service, or --listen PORT to examine an agent");
        mistakes.check(
                patienceSeconds >= 1 && patienceSeconds <= 3_600, "--patience-seconds must be a number from 1 to 3600");
        mistakes.check(
                heartbeatSeconds >= 1 && heartbeatSeconds <= 60, "--heartbeat-seconds must be a number from 1 to 60");
        mistakes.check(verdictSeconds >= 1 && verdictSeconds <= 60, "--verdict-seconds must be a number from 1 to 60");
        mistakes.check(
                listen == null || listen >= 0 && listen <= PORT_MAX, "--listen must be a number from 0 to 65535");
        String key = agentKey == null ? System.getenv("LINGDIAN_AGENT_KEY") : agentKey;
        mistakes.check(
                server == null || key != null && key.matches("[\\x21-\\x7e]{1,256}"),
                "--agent-key is missing: the key of a new café; LINGDIAN_AGENT_KEY in the environment may be set instead");
        mistakes.checkWritable("--junit", junit);
        var arguments = new CommandArguments();
        URI service = server == null ? null : arguments.server(server);
        mistakes.addAll(arguments.mistakes());
        mistakes.refuse();
        ConformanceReport report = service == null
                ? agent(Objects.requireNonNull(listen), key)
                : service(service, Objects.requireNonNull(key));
        return told(report);
    }

    private ConformanceReport service(URI service, String key) {
        return new ServiceKit(service, key, Duration.ofSeconds(patienceSeconds), SystemClock.MICROSECONDS)
                .run(this::print);
    }

    private ConformanceReport agent(int port, @Nullable String key) throws Exception {
        long heartbeatMillis = TimeUnit.SECONDS.toMillis(heartbeatSeconds);
        var settings = new KitSettings(
                host,
                port,
                key,
                heartbeatSeconds,
                requireLogins,
                new KitSettings.Times(
                        TimeUnit.SECONDS.toMillis(patienceSeconds),
                        QUIET_HEARTBEATS * heartbeatMillis,
                        REFUSAL_MILLIS,
                        LATE_HEARTBEATS * heartbeatMillis + LATE_MILLIS,
                        TimeUnit.SECONDS.toMillis(verdictSeconds),
                        AT_ONCE_MILLIS));
        Vertx vertx = Vertx.vertx();
        try {
            AgentKit kit = AgentKit.listen(vertx, settings, SystemClock.MICROSECONDS, this::print)
                    .await();
            ReadyLine.print(kit.listensOn());
            return kit.report().await();
        } catch (Exception failed) {
            if (failed instanceof BindException) {
                throw new InvalidConfiguration(List.of("port " + port + " is already in use"));
            }
            throw failed;
        } finally {
            vertx.close().await();
        }
    }

    private void print(CheckResult result) {
        PrintWriter out = output.out();
        result.lines().forEach(out::println);
        out.flush();
    }

    private int told(ConformanceReport report) {
        output.out().println(report.summary());
        output.out().flush();
        if (junit != null) {
            try {
                Files.writeString(junit, report.junitXml());
            } catch (IOException unwritable) {
                output.complain("cannot write " + junit);
                return 1;
            }
        }
        return report.exitStatus();
    }
}
