package lingdian.grafana;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import lingdian.office.figures.FiguresCounter;
import lingdian.platform.database.Databases;
import lingdian.simulation.city.CityBooks;
import lingdian.simulation.city.CitySettings;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/**
 * What the figures cost: PostgreSQL's CPU time for an event with them and without. CPU and not real time, so that a busy
 * machine says the same. Outside {@code verify}: {@code mvn verify -Dit.test=FiguresCost}.
 */
class FiguresCost {
    private static final Instant NOW = Instant.parse("2026-07-31T17:30:00Z");
    private static final CitySettings CITY = CitySettings.past(6, 15, LocalDate.of(2026, 7, 11), 21);
    private static final String FORGET = """
            TRUNCATE counted_stream, cafe_day, region_hour, violation_figure, region_day, region_finding;
            UPDATE counted_feed SET position = 0;
            """;

    @Test
    void ofAnEvent() throws Exception {
        try (var service = RunningService.with().clock(() -> NOW).start();
                Connection owner = service.superuser()) {
            Duration before = cpu(owner);
            CityBooks.of(service, CITY, NOW).play();
            service.sweepFigures();
            Duration with = cpu(owner).minus(before);
            long events = one(owner, "SELECT count(*) FROM journal");

            Vertx vertx = Vertx.vertx();
            var pool = Databases.queryPool(vertx, service.database(), 1);
            pool.query("SELECT 1").execute().await(PATIENCE_SECONDS, SECONDS);
            owner.createStatement().execute(FORGET);
            before = cpu(owner);
            new FiguresCounter(vertx, pool, () -> NOW, 1_000).runNow().await(300, SECONDS);
            Duration figures = cpu(owner).minus(before);
            vertx.close().await(PATIENCE_SECONDS, SECONDS);

            assertThat(one(owner, "SELECT sum(heartbeats) FROM cafe_day")).isPositive();
            System.out.printf(
                    "%d events: %.1f µs of PostgreSQL's CPU an event, of which the figures %.1f µs%n",
                    events, micros(with, events), micros(figures, events));
        }
    }

    private static double micros(Duration cpu, long events) {
        return cpu.toNanos() / 1_000.0 / events;
    }

    /** Of all processes of the server that live now. */
    private static Duration cpu(Connection owner) throws SQLException {
        Duration sum = Duration.ZERO;
        try (var statement = owner.createStatement();
                ResultSet pids = statement.executeQuery("SELECT pid FROM pg_stat_activity")) {
            while (pids.next()) {
                sum = sum.plus(ProcessHandle.of(pids.getLong(1))
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO));
            }
        }
        return sum;
    }

    private static long one(Connection owner, String sql) throws SQLException {
        try (var statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
