package lingdian.command;

import io.vertx.core.Vertx;
import java.io.IOException;
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
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.simulation.city.CitySettings;
import lingdian.simulation.city.FastClock;
import lingdian.simulation.city.Simulation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code simulate}: plays a city of cafés whose truth is known.
 *
 * <p>Exits with 0 if every event was acknowledged and every verdict was the expected one, 1 if not, 2 for wrong
 * arguments. Its subcommands do other things with such a city.
 */
@Command(
        name = "simulate",
        description = "Play a simulated city through real agent connections, and write down what truly happened in it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {ScoreCommand.class, LoadCommand.class},
        footer = {
            "",
            "Without --speed, past days are played as fast as the service accepts them. --speed 1 without --from plays the"
                    + " present, with agents that tell when they sent a message. Other speeds play past days slowly enough to"
                    + " watch. Equal --seed, --cafes, --days and --from give equal events."
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final int HTTP_CONFLICT = 409;
    private static final int HTTP_UNPROCESSABLE = 422;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--enrol",
            description =
                    "Bring the cafés on as a province does: by a table, codes for their counties, and agents that exchange"
                            + " them for keys. Without it, the administrator enters each café and its key.")
    private boolean enrol;

    @Option(
            names = "--cafes",
            paramLabel = "N",
            description = "How many cafés, 1 to 10000. Default: ${DEFAULT-VALUE}.",
            defaultValue = "30")
    private int cafes;

    @Option(
            names = "--days",
            paramLabel = "D",
            description = "How many business days. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int days;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The seed of the city. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "The first day. Default: the one from which the last day is yesterday.")
    private @Nullable String from;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description =
                    "How many times as fast as real time, 1 to 3600. Default: as fast as the service accepts events.")
    private @Nullable Double speed;

    @Option(names = "--truth", paramLabel = "FILE", description = "The file to write what truly happened to (NDJSON).")
    private @Nullable Path truth;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "The file to write every event that is sent to (NDJSON).")
    private @Nullable Path events;

    @Override
    public Integer call() throws InterruptedException {
        Simulation.Order order = order();
        Vertx vertx = Vertx.vertx();
        try {
            return new Simulation(order, output.out()).run(vertx) == 0 ? 0 : 1;
        } catch (ApiException | AgentStoppedException refused) {
            return failed(explained(refused));
        } catch (TimeoutException late) {
            return failed("the service did not answer within minutes");
        } catch (IOException | UncheckedIOException unwritable) {
            return failed("cannot write " + unwritable.getMessage());
        } finally {
            vertx.close().await();
        }
    }

    private static String explained(RuntimeException refused) {
        boolean playedBefore = refused instanceof ApiException api
                && (api.status() == HTTP_CONFLICT || api.status() == HTTP_UNPROCESSABLE);
        return refused.getMessage()
                + (playedBefore
                        ? ". A city can be played only once on a service: choose another --seed or --from"
                        : "");
    }

    /** @throws InvalidConfiguration that names every mistake */
    private Simulation.Order order() {
        var arguments = new CommandArguments();
        URI url = service.server(arguments);
        String token = service.adminToken(arguments);
        List<String> mistakes = arguments.mistakes();
        check(mistakes, cafes >= 1 && cafes <= CitySettings.MOST_CAFES, "--cafes must be a number from 1 to 10000");
        check(mistakes, days >= 1 && days <= 366, "--days must be a number from 1 to 366");
        check(mistakes, speed == null || (speed >= 1 && speed <= 3_600), "--speed must be a number from 1 to 3600");
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
            return new Simulation.Order(url, token, enrol, settings, now, 1, truthFile, events);
        }
        CitySettings settings = CitySettings.past(seed, cafes, firstDay, days);
        double times = speed == null ? 0 : speed;
        InstantSource clock = times > 0 ? new FastClock(settings.from(), times) : now;
        return new Simulation.Order(url, token, enrol, settings, clock, times, truthFile, events);
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
                    "--from is too late: the last day must be over, so " + latest + " is the latest possible");
            return day;
        } catch (DateTimeException unreal) {
            mistakes.add("--from must be a date, for example 2026-06-12");
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
        output.complain(why);
        return 1;
    }
}
