package lingdian.command;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.ApiException;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.node.ReferenceData;
import lingdian.node.Service;
import lingdian.node.Startup;
import lingdian.platform.database.EmbeddedDatabase;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.simulation.city.CitySettings;
import lingdian.simulation.city.FastClock;
import lingdian.simulation.city.SimulatedCity;
import lingdian.simulation.office.SimulatedOffices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the service on an embedded PostgreSQL with a small simulated city, on one fast clock. */
@Command(
        name = "demo",
        description = "Run the service with a simulated city on one fast clock, from ten in the evening on.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);
    private static final LocalTime BEGINS = LocalTime.of(22, 0);
    private static final int HOURS_TO_MIDNIGHT = 2;
    private static final double SECONDS_OF_AN_HOUR = 3_600;
    private static final int CAFES = 30;

    /** The seed of a city in which each habit of its cafés has enough guests to show on the first evening. */
    private static final String SEED = "65";

    /** The city begins this many hours before ten, so that its cafés are as full as usual at ten in the evening. */
    private static final int HOURS_BEFORE = 4;

    private static final int SECONDS_BETWEEN_ROUNDS = 5;

    private static final Duration CITY_STOP = Duration.ofSeconds(2);

    private static final int DAYS = 3_650;
    private static final int PASSWORD_CHARACTERS = 13;

    @Option(
            names = "--speed",
            paramLabel = "TIMES",
            description = "How many times as fast as real time the clock runs, 1 to 3600. Default: ${DEFAULT-VALUE}.",
            defaultValue = "60")
    private double speed;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.",
            defaultValue = "8080")
    private int port;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "The seed of the city. Default: ${DEFAULT-VALUE}.",
            defaultValue = SEED)
    private long seed;

    @Override
    public Integer call() throws Exception {
        var mistakes = new Mistakes();
        mistakes.check(speed >= 1 && speed <= 3_600, "--speed must be a number from 1 to 3600");
        mistakes.check(port >= 0 && port <= 65_535, "--port must be a number from 0 to 65535");
        mistakes.refuse();
        Path directory = Files.createTempDirectory("lingdian-demo");
        EmbeddedDatabase embedded = EmbeddedDatabase.start(directory);
        try {
            run(directory, embedded);
        } catch (Exception e) {
            embedded.close();
            delete(directory);
            throw e;
        }
        Shutdown.await();
        return 0;
    }

    private void run(Path directory, EmbeddedDatabase embedded) throws Exception {
        // The day before yesterday: otherwise a fast city would soon be ahead of the real clock.
        LocalDateTime begins = LocalDate.now(ChinaTime.ZONE).minusDays(2).atTime(BEGINS);
        var clock = new FastClock(begins.atZone(ChinaTime.ZONE).toInstant(), speed);
        String adminToken = UUID.randomUUID().toString();
        ConfigDirectory config = ConfigDirectory.find(DemoPeople.settings(directory));
        Startup.migrate(embedded.address());
        var options = new Service.Options(
                "127.0.0.1",
                port,
                embedded.address(),
                Startup.keyRing(Startup.embeddedKeyRing(directory), config.settings(), true),
                config,
                clock,
                adminToken,
                speed);
        Service service = ServeCommand.start(options, ReferenceData.read(config));
        var server = URI.create(service.url());
        var admin = new AdminClient(service.vertx(), server, adminToken);
        var settings = new CitySettings(seed, CAFES, begins.minusHours(HOURS_BEFORE), DAYS, true);
        var city = new SimulatedCity(service.vertx(), server, admin, settings, clock);
        Shutdown.onSignal(
                within -> {
                    stop(city);
                    service.stop(within.minus(CITY_STOP));
                },
                within -> {
                    embedded.close(within);
                    delete(directory);
                });
        city.found();
        Thread.ofPlatform().daemon().name("city").start(() -> live(city));
        String owned = city.badCafes().getFirst().split(" ", 2)[0];
        String password = UUID.randomUUID().toString().substring(0, PASSWORD_CHARACTERS);
        var offices = new SimulatedOffices(
                admin,
                token -> new AdminClient(service.vertx(), server, token),
                CitySettings.REGION,
                clock,
                city::happened);
        offices.found();
        Thread.ofPlatform().daemon().name("offices").start(() -> work(offices));
        List<String> people = new DemoPeople(admin, service, password).enter(owned);
        Path cafes = Files.write(directory.resolve("cafes.txt"), city.badCafes());
        say(System.out, service.url(), regulator(admin), cafes, city.badCafes().size(), people);
        ReadyLine.print(service.listensOn());
    }

    private static String regulator(AdminClient admin) throws Exception {
        return admin.createAccount(new JsonObject()
                        .put("name", "demo")
                        .put("role", "regulator")
                        .put("authority", Authority.CULTURE.wire())
                        .put("region", CitySettings.REGION))
                .await(20, SECONDS)
                .token();
    }

    private void live(SimulatedCity city) {
        try {
            city.play(speed);
        } catch (AgentStoppedException | TimeoutException | InterruptedException ended) {
            System.err.println("lingdian: the city has come to a stop: " + ended.getMessage());
        }
    }

    /** Until the demo ends, which is when the service no longer answers. */
    private static void work(SimulatedOffices offices) {
        try {
            while (true) {
                offices.work();
                SECONDS.sleep(SECONDS_BETWEEN_ROUNDS);
            }
        } catch (ApiException | TimeoutException | InterruptedException | IllegalStateException ended) {
            // The last: the client was closed with the service.
            LOG.debug("the offices have stopped", ended);
        }
    }

    /** Fits on one screen: everything that a newcomer needs, and nothing else. */
    private void say(PrintStream out, String url, String token, Path cafes, int bad, List<String> people) {
        out.printf(
                """

                A simulated city of %d cafés is connected. It is ten in the evening there, and an hour passes in %.0f seconds.
                %d of the cafés break rules: the first findings are there now, overtime follows at midnight, in %.0f seconds.

                The console is at %s, in Chinese and English. Sign in as one of these:

                    %s

                Follow the findings as a program does, or list them:
                    curl -N -H 'Authorization: Bearer %s' '%s/api/v1/violations/feed?from=0'
                    curl -H 'Authorization: Bearer %s' '%s/api/v1/violations?limit=5'

                Which café breaks which rule: %s
                Metrics: %s/metrics    API: %s/api/openapi.yaml
                From half past eight in the morning on, officers take most of the cases through their steps; the others wait for you.
                Here a new account may approve as a second person at once (privacy.approverHours: 0); elsewhere after a day.
                Ctrl-C ends the demo; nothing is kept.

                """,
                CAFES,
                SECONDS_OF_AN_HOUR / speed,
                bad,
                HOURS_TO_MIDNIGHT * SECONDS_OF_AN_HOUR / speed,
                url,
                String.join("\n    ", people),
                token,
                url,
                token,
                url,
                cafes,
                url,
                url);
    }

    private static void stop(SimulatedCity city) {
        try {
            city.stop().await(CITY_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception cityIsGoneAnyway) {
            // The service stops next, and nothing of a demo is kept.
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            // A temporary directory: the system clears it.
        }
    }
}
