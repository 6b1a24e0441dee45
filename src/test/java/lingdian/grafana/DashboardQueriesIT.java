package lingdian.grafana;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import lingdian.Chromium;
import lingdian.grafana.Dashboards.Query;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.Databases;
import lingdian.platform.TestDatabase;
import lingdian.reporting.Figures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every SQL of every dashboard runs as {@code grafana_reader} on three weeks of a made-up city and has rows. With {@code
 * -Dlingdian.reporting.year=true} the city is of 2,330 cafés and a year, and how long each query takes is printed.
 */
class DashboardQueriesIT {
    private static final boolean YEAR = Boolean.getBoolean("lingdian.reporting.year");
    private static final @Nullable String PICTURE = System.getProperty("lingdian.reporting.picture");
    private static final String FROM = YEAR ? "2025-08-01T00:00:00+08:00" : "2026-07-11T00:00:00+08:00";
    private static final String TO = "2026-07-31T23:59:59+08:00";
    private static final long MILLIS = 500;

    private static DatabaseAddress database;
    private static Connection reader;
    private static String cafe;
    private static String regions;

    @BeforeAll
    static void fill() throws Exception {
        database = YEAR ? MadeUpCity.of(13, 2_330, 365) : MadeUpCity.of(4, 60, 21);
        Vertx vertx = Vertx.vertx();
        var pool = Databases.pool(vertx, database, 2);
        new Figures(vertx, pool, Instant::now, 1_000).sweep().await(300, SECONDS);
        vertx.close().await(20, SECONDS);
        try (Connection owner = TestDatabase.superuser(database);
                var statement = owner.createStatement()) {
            statement.execute("ANALYZE");
        }
        reader = TestDatabase.superuser(database);
        try (var statement = reader.createStatement()) {
            statement.execute("SET TIME ZONE 'Asia/Shanghai'");
            statement.execute("SET ROLE grafana_reader");
        }
        cafe = rows("SELECT place_code FROM reporting.premises_violation ORDER BY started_at DESC, place_code LIMIT 1")
                .getFirst();
        regions = String.join(",", rows("SELECT DISTINCT quote_literal(region) FROM reporting.cafe"));
    }

    @AfterAll
    static void close() throws SQLException {
        reader.close();
    }

    static Stream<Query> queries() {
        return Dashboards.queries().stream().filter(query -> !query.sql().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void hasRowsAndAnswersAtOnce(Query query) throws SQLException {
        rows(expanded(query.sql())); // so that what is measured is not the first look at a cold table
        long began = System.nanoTime();
        List<String> rows = rows(expanded(query.sql()));
        long millis = (System.nanoTime() - began) / 1_000_000;

        assertThat(rows).isNotEmpty();
        if (YEAR) {
            System.out.printf("| %s | %d | %d |%n", query, rows.size(), millis);
        } else {
            assertThat(millis).isLessThan(MILLIS);
        }
    }

    @Test
    void whoIsOpenPastClosingIsCountedFromTheViolationsThemselves() throws SQLException {
        assertThat(panel("lingdian-tonight", "正在超时营业"))
                .containsExactly(
                        owner("SELECT count(*) FROM violation WHERE code = 'OVERTIME_OPERATION' AND state = 'open'")
                                .getFirst());
    }

    @Test
    void overtimeByCountyIsTheSumOfTheViolations() throws SQLException {
        assertThat(panel("lingdian-tonight", "本时段各区划超时"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(owner("SELECT region, sum(seconds) FROM violation"
                        + " WHERE code = 'OVERTIME_OPERATION' AND started_at >= '" + FROM + "' GROUP BY region"));
    }

    /** Counted in Java, cell by cell, with the suppression that the page promises. */
    @Test
    void minorsRefusedAreTheSumsOfTheCellsThatAreTold() throws SQLException {
        Map<String, Long> cells = new TreeMap<>();
        for (String row :
                owner("SELECT day || ' ' || region, minors_refused FROM cafe_day JOIN cafe USING (place_code)")) {
            int cut = row.lastIndexOf(' ');
            cells.merge(row.substring(0, cut), Long.parseLong(row.substring(cut + 1)), Long::sum);
        }
        if (!YEAR) { // whose counties are too large for it
            assertThat(cells.values()).as("cells that are withheld").anyMatch(n -> n >= 1 && n < 5);
        }
        Map<String, Long> days = new TreeMap<>();
        cells.forEach((cell, number) -> {
            if (number == 0 || number >= 5) {
                days.merge(cell.substring(0, 10), number, Long::sum);
            }
        });

        var told = new TreeMap<String, Long>();
        for (String row : rows("SELECT day, sum(minors_refused) FROM reporting.login_day GROUP BY day")) {
            String[] parts = row.split(" ");
            if (!parts[1].equals("null")) {
                told.put(parts[0], Long.parseLong(parts[1]));
            }
        }
        assertThat(told).isEqualTo(days);
    }

    /** The picture in the documentation: drawn anew with {@code -Dlingdian.reporting.picture=FILE}, and always able to be. */
    @Test
    void theMainDashboardCanBeDrawn() throws Exception {
        Path file = PICTURE == null ? Files.createTempFile("tonight", ".png") : Path.of(PICTURE);
        Chromium.need();

        DashboardPicture.draw(Dashboards.all().get("tonight.json"), sql -> named(expanded(sql)), file);

        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1_440);
    }

    private static List<String> panel(String dashboard, String title) throws SQLException {
        Query query = queries()
                .filter(one -> one.dashboard().equals(dashboard) && one.panel().startsWith(title))
                .findAny()
                .orElseThrow();
        return rows(expanded(query.sql()));
    }

    /** As Grafana expands macros and variables. */
    private static String expanded(String sql) {
        return sql.replace("$__timeFrom()", "'" + FROM + "'")
                .replace("$__timeTo()", "'" + TO + "'")
                .replace("$region", regions)
                .replace("$code", "'OVERTIME_OPERATION','MINOR_ADMITTED','MEASURES_STOPPED'")
                .replace("$cafe", cafe)
                .replace("$campaign", "00000000-0000-4000-8000-000000000002");
    }

    private static List<JsonObject> named(String sql) throws SQLException {
        var rows = new ArrayList<JsonObject>();
        try (var statement = reader.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                var row = new JsonObject();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.put(found.getMetaData().getColumnLabel(i), found.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<String> rows(String sql) throws SQLException {
        return rows(reader, sql);
    }

    private static List<String> owner(String sql) throws SQLException {
        try (Connection owner = TestDatabase.superuser(database)) {
            return rows(owner, sql);
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }
}
