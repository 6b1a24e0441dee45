package lingdian.grafana;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lingdian.domain.ChinaTime;
import lingdian.office.figures.FiguresCounter;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** A year against the one before: the panel's numbers are those of the violations themselves, counted one by one in Java. */
class YearOverYearIT {
    private static final LocalDate FROM = LocalDate.of(2026, 7, 1);
    private static final LocalDate TO = LocalDate.parse(DashboardCity.LAST_DAY);

    @Test
    void eachDayStandsBesideTheSameDayOfTheYearBefore() throws Exception {
        DatabaseAddress database = DashboardCity.of(3, 60, 430);
        Vertx vertx = Vertx.vertx();
        new FiguresCounter(vertx, Databases.queryPool(vertx, database, 2), Instant::now, 1_000)
                .runNow()
                .await(PATIENCE_SECONDS, SECONDS);
        vertx.close().await(PATIENCE_SECONDS, SECONDS);

        Map<LocalDate, Integer> days = started(database);
        var expected = new ArrayList<String>();
        for (LocalDate day = FROM; !day.isAfter(TO); day = day.plusDays(1)) {
            expected.add(day + " 本年 this year " + days.get(day));
            expected.add(day + " 上年 last year " + days.get(day.minusYears(1)));
        }
        assertThat(expected).noneMatch(row -> row.endsWith("null"));
        assertThat(panel(database)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Map<LocalDate, Integer> started(DatabaseAddress database) throws SQLException {
        Map<LocalDate, Integer> days = new TreeMap<>();
        try (Connection owner = TestDatabase.superuser(database);
                var statement = owner.createStatement();
                ResultSet found = statement.executeQuery("SELECT started_at, code FROM violation")) {
            while (found.next()) {
                if (!found.getString("code").equals("MINOR_ADMITTED")) {
                    OffsetDateTime started = found.getObject("started_at", OffsetDateTime.class);
                    days.merge(started.atZoneSameInstant(ChinaTime.ZONE).toLocalDate(), 1, Integer::sum);
                }
            }
        }
        return days;
    }

    private static List<String> panel(DatabaseAddress database) throws SQLException {
        String sql = Dashboards.queries().stream()
                .filter(query -> query.panel().startsWith("同比"))
                .findAny()
                .orElseThrow()
                .sql()
                .replace("$__timeFrom()", "'" + FROM + "T00:00:00+08:00'")
                .replace("$__timeTo()", "'" + TO + "T23:59:59+08:00'")
                .replace("$region", "region");
        var rows = new ArrayList<String>();
        try (Connection reader = TestDatabase.superuser(database);
                var statement = reader.createStatement()) {
            statement.execute("SET TIME ZONE 'Asia/Shanghai'");
            statement.execute("SET ROLE grafana_reader");
            try (ResultSet found = statement.executeQuery(sql)) {
                while (found.next()) {
                    rows.add(found.getString(1).substring(0, 10) + " " + found.getString(2) + " " + found.getLong(3));
                }
            }
        }
        return rows;
    }
}
