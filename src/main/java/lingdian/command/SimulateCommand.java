package lingdian.command;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.ApiException;
import lingdian.domain.ChinaTime;
import lingdian.platform.InvalidConfiguration;
import lingdian.simulation.city.CitySettings;
import lingdian.simulation.city.FastClock;
import lingdian.simulation.city.Simulation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code simulate}: plays a city of cafés whose truth is known.
 *
 * <p>Exits 0 where every event was acknowledged and every verdict was the one that had to come, 1 where not, 2 for wrong
 * arguments. What else can be done with such a city are commands below it, so that {@code simulate} alone stays the short word
 * for playing one.
 */
@Command(
        name = "simulate",
        description = "Plays a made-up city on real agent connections, and writes down what truly happened in it.",
        sortOptions = false,
        subcommands = {ScoreCommand.class, LoadCommand.class},
        footer = {
            "",
            "Without --speed the city lives in the past and is played as fast as the service takes it. --speed 1 without --from",
            "is a city of now, whose agents say when they sent a message. Other speeds play past days slowly enough to watch.",
            "Equal seed, cafés, days and date make equal events. LINGDIAN_ADMIN_TOKEN in the environment is as good as",
            "--admin-token."
        })
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @SuppressWarnings("unused") // picocli shows the help and calls nothing
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--server", paramLabel = "URL", description = "The service, for example http://127.0.0.1:8080.")
    private @Nullable String server;

    @Option(names = "--admin-token", paramLabel = "T", description = "A token of the role admin.")
    private @Nullable String adminToken;

    @Option(names = "--cafes", paramLabel = "N", description = "How many cafés, 1 to 10000. Default: 30.")
    private int cafes = 30;

    @Option(names = "--days", paramLabel = "D", description = "How many business days. Default: 1.")
    private int days = 1;

    @Option(names = "--seed", paramLabel = "S", description = "Which city. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "The first day. Default: so that it ends by yesterday.")
    private @Nullable String from;

    @Option(names = "--speed", paramLabel = "X", description = "How many times as fast as real time, 1 to 3600.")
    private @Nullable Double speed;

    @Option(names = "--truth", paramLabel = "FILE", description = "Where to write what truly happened (NDJSON).")
    private @Nullable Path truth;

    @Option(names = "--events", paramLabel = "FILE", description = "Where to write every event that is sent (NDJSON).")
    private @Nullable Path events;

    @Override
    public Integer call() throws InterruptedException {
        Simulation.Order order = order();
        PrintWriter out = commandSpec().commandLine().getOut();
        Vertx vertx = Vertx.vertx();
        try {
            return new Simulation(order, out).run(vertx) == 0 ? 0 : 1;
        } catch (ApiException | AgentStoppedException refused) {
            return failed(refused.getMessage() + ". A city is played once on a service: a further one needs another"
                    + " --seed or --from");
        } catch (TimeoutException late) {
            return failed("the service did not answer within minutes");
        } catch (IOException | UncheckedIOException unwritable) {
            return failed("a file cannot be written: " + unwritable.getMessage());
        } finally {
            vertx.close().await();
        }
    }

    /** @throws InvalidConfiguration that names every mistake */
    private Simulation.Order order() {
        var arguments = new CommandArguments();
        URI url = arguments.server(server);
        String token = arguments.adminToken(adminToken);
        List<String> mistakes = arguments.mistakes();
        check(mistakes, cafes >= 1 && cafes <= CitySettings.MOST_CAFES, "--cafes is no number of 1 to 10000");
        check(mistakes, days >= 1 && days <= 366, "--days is no number of 1 to 366");
        check(mistakes, speed == null || (speed >= 1 && speed <= 3_600), "--speed is no number of 1 to 3600");
        check(mistakes, truth != null, "--truth is missing: the file to write what truly happened to");
        check(mistakes, isWritable(truth), "--truth cannot be written: its directory does not exist");
        check(mistakes, isWritable(events), "--events cannot be written: its directory does not exist");
        LocalDate firstDay = firstDay(mistakes);
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        return order(
                Objects.requireNonNull(url),
                Objects.requireNonNull(token),
                Objects.requireNonNull(firstDay),
                Objects.requireNonNull(truth));
    }

    private Simulation.Order order(URI url, String token, LocalDate firstDay, Path truthFile) {
        InstantSource now = InstantSource.system();
        if (isLive()) {
            var begins = now.instant().atZone(ChinaTime.ZONE).toLocalDateTime();
            var settings = new CitySettings(seed, cafes, begins, days, true);
            return new Simulation.Order(url, token, settings, now, 1, truthFile, events);
        }
        CitySettings settings = CitySettings.past(seed, cafes, firstDay, days);
        double times = speed == null ? 0 : speed;
        InstantSource clock = times > 0 ? new FastClock(settings.from(), times) : now;
        return new Simulation.Order(url, token, settings, clock, times, truthFile, events);
    }

    private boolean isLive() {
        return from == null && speed != null && speed == 1;
    }

    private @Nullable LocalDate firstDay(List<String> mistakes) {
        Instant now = InstantSource.system().instant();
        LocalDate latest = now.atZone(ChinaTime.ZONE).toLocalDate().minusDays(days + 1L);
        if (from == null) {
            return latest;
        }
        try {
            LocalDate day = LocalDate.parse(from);
            check(
                    mistakes,
                    !day.isAfter(latest),
                    "--from is too late: its last day must be over, so at most " + latest);
            return day;
        } catch (DateTimeException unreal) {
            mistakes.add("--from is no date, for example 2026-06-12");
            return null;
        }
    }

    private static boolean isWritable(@Nullable Path file) {
        Path directory = file == null ? null : file.toAbsolutePath().getParent();
        return directory == null || Files.isDirectory(directory);
    }

    private static void check(List<String> mistakes, boolean holds, String mistake) {
        if (!holds) {
            mistakes.add(mistake);
        }
    }

    private int failed(String why) {
        PrintWriter error = commandSpec().commandLine().getErr();
        error.println("lingdian: " + why);
        error.flush();
        return 1;
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec, "set by picocli");
    }
}
