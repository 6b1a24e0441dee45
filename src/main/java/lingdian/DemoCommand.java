package lingdian;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lingdian.client.AdminClient;
import lingdian.client.DemoCity;
import lingdian.platform.ConfigDirectory;
import lingdian.platform.EmbeddedDatabase;
import lingdian.platform.InvalidConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the service on an embedded PostgreSQL with a small made-up city, on one fast clock (SPEC.md, section 9). */
@Command(
        name = "demo",
        description = "Run the service with a made-up city, from ten in the evening on, on one fast clock.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalTime BEGINS = LocalTime.of(22, 0);

    @Option(
            names = "--speed",
            paramLabel = "TIMES",
            description = "How many times as fast as real time.",
            defaultValue = "60")
    private double speed;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The HTTP port; 0 takes a free one.",
            defaultValue = "8080")
    private int port;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Which city is made up.", defaultValue = "1")
    private long seed;

    @Override
    public Integer call() throws Exception {
        if (speed < 1 || speed > 3_600) {
            throw new InvalidConfiguration(List.of("--speed: must be from 1 to 3600"));
        }
        if (port < 0 || port > 65_535) {
            throw new InvalidConfiguration(List.of("--port: must be from 0 to 65535"));
        }
        Path directory = Files.createTempDirectory("lingdian-demo");
        EmbeddedDatabase embedded = EmbeddedDatabase.start(directory);
        Runnable end = () -> {
            embedded.close();
            delete(directory);
        };
        try {
            run(directory, embedded, end);
        } catch (Exception e) {
            end.run();
            throw e;
        }
        Shutdown.await();
        return 0;
    }

    private void run(Path directory, EmbeddedDatabase embedded, Runnable end) throws Exception {
        // The day before yesterday: a city that runs fast would else soon be ahead of everyone's clock.
        var clock = new FastClock(
                LocalDate.now(ZONE).minusDays(2).atTime(BEGINS).atZone(ZONE).toInstant(), speed);
        String adminToken = UUID.randomUUID().toString();
        ConfigDirectory config = ConfigDirectory.find(null);
        Startup.migrate(embedded.address());
        Service service = ServeCommand.start(new Service.Options(
                "127.0.0.1",
                port,
                embedded.address(),
                Startup.embeddedKeyRing(directory, config.settings()),
                config,
                clock,
                adminToken));
        var server = URI.create(service.url());
        var admin = new AdminClient(service.vertx(), server, adminToken);
        var city = new DemoCity(service.vertx(), clock, speed, server, admin, seed);
        Shutdown.onSignal(
                () -> {
                    stop(city);
                    service.stop();
                },
                end);
        city.start().await(60, SECONDS);
        say(System.out, service.url(), regulator(admin));
        System.out.println("ready " + service.url());
        System.out.flush();
    }

    private static String regulator(AdminClient admin) throws Exception {
        return admin.createAccount(new JsonObject()
                        .put("name", "demo")
                        .put("role", "regulator")
                        .put("authority", "culture")
                        .put("region", DemoCity.REGION))
                .await(20, SECONDS)
                .token();
    }

    private void say(PrintStream out, String url, String token) {
        out.printf("""

                A made-up city of a dozen cafés is connected. It is ten in the evening there, and an hour passes in %.0f seconds;
                from midnight on, cafés that stay open are found out.

                Watch the violations arrive:
                    curl -N -H 'Authorization: Bearer %s' '%s/api/v1/violations/feed?from=0'
                List them:
                    curl -H 'Authorization: Bearer %s' '%s/api/v1/violations?limit=5'
                How it goes: %s/metrics    What can be asked: %s/api/openapi.yaml
                Ctrl-C ends it.

                """, 3_600 / speed, token, url, token, url, url, url);
    }

    private static void stop(DemoCity city) {
        try {
            city.stop().await(2, TimeUnit.SECONDS);
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

    /** One clock for the service and the city. */
    private static final class FastClock implements InstantSource {
        private final Instant begins;
        private final double speed;
        private final long started = System.nanoTime();

        FastClock(Instant begins, double speed) {
            this.begins = begins;
            this.speed = speed;
        }

        @Override
        public Instant instant() {
            long micros = (long) ((System.nanoTime() - started) / 1_000.0 * speed);
            return begins.plus(micros, ChronoUnit.MICROS);
        }
    }
}
