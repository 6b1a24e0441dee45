package lingdian.grafana;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import lingdian.benchmark.Machine;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Regions;
import lingdian.grafana.Dashboards.Query;
import lingdian.office.figures.FiguresCounter;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.simulation.city.CafeBook;
import lingdian.simulation.city.CityBooks;
import lingdian.simulation.city.CitySettings;
import lingdian.testing.Chromium;
import lingdian.testing.RunningService;
import lingdian.testing.Stopwatch;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every SQL of every dashboard runs as {@code grafana_reader} and has rows: on three weeks of a simulated city, whose events
 * came in through the service, and the key figures are those that the cafés' own books lead to. With {@code
 * -Dlingdian.reporting.year=true} it is the second of two years of 2,330 cafés, made up in the tables, and how long each query takes is printed.
 */
class DashboardQueriesIT {
    private static final boolean YEAR = Boolean.getBoolean("lingdian.reporting.year");
    private static final @Nullable String PICTURE = System.getProperty("lingdian.reporting.picture");
    private static final CitySettings CITY = CitySettings.past(48, 15, LocalDate.of(2026, 7, 11), 21);
    /** In the last night, when some are still open. */
    private static final Instant NOW = Instant.parse("2026-07-31T17:30:00Z");
    /** So many minutes before, cafés were cut off. */
    private static final Duration CUT_OFF = Duration.ofMinutes(70);
    /** Before, in and after the campaign: one that is told, one that is just told, one that is not. */
    private static final List<CityBooks.SchoolClass> CLASSES = List.of(
            new CityBooks.SchoolClass(3, Instant.parse("2026-07-15T07:03:00Z"), 7),
            new CityBooks.SchoolClass(5, Instant.parse("2026-07-20T07:03:00Z"), 5),
            new CityBooks.SchoolClass(6, Instant.parse("2026-07-28T07:03:00Z"), 4));

    private static final String FROM = YEAR
            ? "2025-08-01T00:00:00+08:00"
            : PICTURE != null ? "2026-07-30T14:30:00+08:00" : "2026-07-11T00:00:00+08:00";
    private static final String TO = YEAR
            ? "2026-07-31T23:59:59+08:00"
            : PICTURE != null ? "2026-07-31T02:30:00+08:00" : "2026-08-01T01:30:00+08:00";
    private static final Duration LIMIT = Duration.ofMillis(500);

    /** The codes that are chosen. */
    private static final List<String> SHOWN = List.of("OVERTIME_OPERATION", "MINOR_ADMITTED", "MEASURES_STOPPED");

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:00:00+08");
    private static final Pattern TAKEN = Pattern.compile("\\$\\{__data\\.fields\\.(\\w+)}");
    private static final Map<String, String> COLUMNS = Map.of(
            "OVERTIME_OPERATION", "overtime", "TERMINAL_UNREGISTERED", "unregistered", "MEASURES_STOPPED", "stopped");
    private static final Set<String> PREMISES = Set.of(
            "OVERTIME_OPERATION",
            "TERMINAL_UNREGISTERED",
            "OPERATION_SUSPENDED",
            "MEASURES_STOPPED",
            "RECORDS_BROKEN",
            "DOCUMENTS_TYPED_BY_HAND",
            "MIDNIGHT_BRIDGED",
            "COVERAGE_LOW",
            "CLOCK_WRONG",
            "PATROL_MISSING",
            "OVERTIME_GRAVE",
            "POWERED_WHILE_SUSPENDED",
            "REGISTRATION_BURST",
            "REGISTRATION_REPLAY",
            "MEASURES_STOPPED_GRAVE",
            "CAFE_UNLIKE_PEERS");
    private static final Map<String, ToLongFunction<CafeBook.Day>> FIGURES_OF_PERSONS = Map.of(
            "logins_allowed", day -> day.allowed,
            "logins_denied", day -> day.denied,
            "minors_refused", day -> day.minorsRefused);

    private static final Regions REGIONS = Regions.load(Path.of("config/regions.csv"));

    private static @Nullable RunningService service;
    private static DatabaseAddress database;
    private static List<CafeBook> books = List.of();
    private static Connection reader;
    private static String cafe;
    private static String regions;
    private static String campaign;

    @BeforeAll
    static void fill() throws Exception {
        if (YEAR) {
            madeUp(13, 2_330, 2 * 365);
        } else if (PICTURE != null) {
            madeUp(4, 90, 21);
        } else {
            simulated();
        }
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
        campaign = rows("SELECT id FROM reporting.campaign").getFirst();
    }

    private static void madeUp(int counties, int cafes, int days) throws Exception {
        database = DashboardCity.of(counties, cafes, days);
        Vertx vertx = Vertx.vertx();
        var pool = Databases.queryPool(vertx, database, 2);
        new FiguresCounter(vertx, pool, Instant::now, 1_000).runNow().await(300, SECONDS);
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
        try (Connection owner = TestDatabase.superuser(database)) {
            System.out.printf(
                    "%s%n%s café days in two years, %s logins, %s violations%n| panel | rows | ms |%n| --- | --- | --- |%n",
                    Machine.describe(Path.of(System.getProperty("java.io.tmpdir"))),
                    rows(owner, "SELECT count(*) FROM cafe_day").getFirst(),
                    rows(owner, "SELECT sum(logins_allowed) FROM cafe_day").getFirst(),
                    rows(owner, "SELECT count(*) FROM violation").getFirst());
        }
    }

    private static void simulated() throws Exception {
        var clock = new AtomicReference<>(NOW);
        var running = RunningService.with().clock(clock::get).start();
        service = running;
        database = running.database();
        var outage = new CityBooks.Outage(Set.of(2, 7, 11), NOW.minus(CUT_OFF), clock);
        books = CityBooks.of(running, CITY, NOW)
                .with(outage)
                .with(CLASSES)
                .play()
                .books();
        running.regulator("culture", CitySettings.REGION)
                .call(
                        HttpMethod.POST,
                        "/campaigns",
                        new JsonObject()
                                .put("name", "零点行动")
                                .put("from", "2026-07-18")
                                .put("to", "2026-07-24")
                                .put("authorities", new JsonArray().add("culture")))
                .await(PATIENCE_SECONDS, SECONDS);
        running.sweepFigures();
        running.nameRegions();
        try (Connection owner = running.superuser();
                var statement = owner.createStatement()) {
            // The first rules hold since ever; a mark is drawn where others began. The cafés are older than their past.
            // No
            // trigger, which forbids it.
            statement.execute("SET session_replication_role = replica;"
                    + " UPDATE rule_release SET begins_at = '2026-07-20T00:00:00+08:00';"
                    + " UPDATE cafe SET created_at = '2026-07-01T00:00:00+08:00';"
                    + " INSERT INTO region_terminals SELECT day, cafe.region, sum(terminals), sum(terminals), 0"
                    + " FROM cafe_day JOIN cafe USING (place_code) GROUP BY day, cafe.region"
                    // a night may have been added up already
                    + " ON CONFLICT (day, region) DO UPDATE"
                    + " SET licensed = excluded.licensed, heard = excluded.heard, unknown_cafes = 0");
        }
    }

    @AfterAll
    static void close() throws Exception {
        reader.close();
        if (service != null) {
            service.close();
        }
    }

    static Stream<Query> queries() {
        return Dashboards.queries().stream().filter(query -> !query.sql().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void hasRowsAndAnswersAtOnce(Query query) throws SQLException {
        rows(expanded(query.sql())); // so that what is measured is not the first look at a cold table
        var began = Stopwatch.start();
        List<String> rows = rows(expanded(query.sql()));
        Duration taken = began.read();

        assertThat(rows).isNotEmpty();
        if (YEAR && query.panel().startsWith("同比")) {
            assertThat(rows).as("each day, and the same of the year before").hasSize(2 * 365);
        }
        if (YEAR) {
            System.out.printf("| %s | %d | %d |%n", query, rows.size(), taken.toMillis());
        }
        Stopwatch.assertWithin(query.toString(), taken, LIMIT);
    }

    /** A series that a query names itself is called so; every other column has a name for people. */
    @Test
    void everyColumnHasANameInTwoLanguages() throws SQLException {
        for (JsonObject dashboard : Dashboards.all().values()) {
            for (JsonObject panel : Dashboards.panels(dashboard)) {
                String sql = panel.getJsonArray("targets").getJsonObject(0).getString("rawSql", "");
                List<String> columns =
                        sql.isEmpty() || panel.getString("type").equals("stat") ? List.of() : columns(expanded(sql));
                if (!columns.contains("metric")) {
                    assertThat(columns)
                            .filteredOn(column -> !column.equals("time"))
                            .as(panel.getString("title"))
                            .allMatch(
                                    column -> Dashboards.shown(panel, column).matches("(?s).*\\p{IsHan}.* · [A-Z].*"));
                }
            }
        }
    }

    /** What a link takes along is a column of its panel's query. */
    @Test
    void everyLinkTakesAlongWhatIsThere() throws SQLException {
        for (JsonObject dashboard : Dashboards.all().values()) {
            for (JsonObject panel : Dashboards.panels(dashboard)) {
                List<String> taken = Dashboards.links(panel)
                        .flatMap(url -> TAKEN.matcher(url).results())
                        .map(match -> match.group(1))
                        .toList();
                if (!taken.isEmpty()) {
                    String sql = panel.getJsonArray("targets").getJsonObject(0).getString("rawSql");
                    assertThat(columns(expanded(sql)))
                            .as(panel.getString("title"))
                            .containsAll(taken);
                }
            }
        }
    }

    /** "All" is no list of what there is, so that a new service has no query that PostgreSQL cannot read. */
    @ParameterizedTest
    @MethodSource("queries")
    void allIsNoConditionAndNothingIsNoMistake(Query query) throws SQLException {
        String all = query.sql()
                .replace("$region", "region")
                .replace("$code", "code")
                .replace("$cafe", "")
                .replace("$campaign", "");
        assertThat(columns(expanded(all))).isNotEmpty();
        if (!query.sql().contains("$code")
                && !query.sql().contains("$cafe")
                && !query.sql().contains("$campaign")) {
            assertThat(rows(expanded(all))).containsExactlyInAnyOrderElementsOf(rows(expanded(query.sql())));
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void aCafesDaysAreThoseOfItsBook() throws SQLException {
        var days = new ArrayList<String>();
        forEachDay((book, date, day) -> days.add(String.join(
                " ",
                date.toString(),
                book.placeCode(),
                Long.toString(day.heartbeats),
                Long.toString(day.patrols),
                "0",
                Integer.toString(Integer.bitCount(day.hours)))));

        assertThat(rows("SELECT day, place_code, heartbeats, patrols, rejects, hours_heard FROM reporting.cafe_day"))
                .hasSizeGreaterThan(15 * 20)
                .containsExactlyInAnyOrderElementsOf(days);
    }

    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void whoIsOpenPastClosingIsWhoSaysSo() throws SQLException {
        List<String> open = books.stream()
                .filter(CafeBook::isOpenPastClosing)
                .map(CafeBook::placeCode)
                .toList();

        assertThat(open).isNotEmpty();
        assertThat(panel("lingdian-tonight", "正在超时营业")).containsExactly(Integer.toString(open.size()));
        assertThat(panel("lingdian-tonight", "超时营业名单"))
                .extracting(row -> row.split(" ")[0])
                .containsExactlyInAnyOrderElementsOf(open);
    }

    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void overtimeByCountyIsHowLongSomebodySatThereAtNight() throws SQLException {
        Map<String, Long> counties = new TreeMap<>();
        books.forEach(
                book -> book.overtime().values().forEach(seconds -> counties.merge(book.region(), seconds, Long::sum)));

        assertThat(counties).isNotEmpty();
        assertThat(panel("lingdian-tonight", "本时段各区划超时"))
                .containsExactlyInAnyOrderElementsOf(counties.entrySet().stream()
                        .map(one -> one.getKey() + " " + county(one.getKey()) + " " + one.getValue())
                        .toList());
    }

    /** The cafés that were cut off, and one that never said anything. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void silentForAnHourIsWhoeverWasNotAnswered() throws SQLException {
        long silent = books.stream()
                .filter(book -> book.answeredAt().isBefore(NOW.minus(Duration.ofHours(1))))
                .count();

        assertThat(silent).isBetween(1L, books.size() - 1L);
        assertThat(panel("lingdian-tonight", "一小时未上报")).containsExactly(Long.toString(silent));
        withASilentCafe(() -> assertThat(panel("lingdian-tonight", "一小时未上报"))
                .as("and one that was never heard")
                .containsExactly(Long.toString(silent + 1)));
    }

    /** Of each county's days what is told, and it is neither none nor all. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void minorsTurnedAwayAreThoseOfTheBooksThatAreTold() throws SQLException {
        long told = told(day -> day.minorsRefused).values().stream()
                .mapToLong(number -> number)
                .sum();
        long all = cells(day -> day.minorsRefused).values().stream()
                .mapToLong(number -> number)
                .sum();

        assertThat(told).isBetween(1L, all - 1);
        assertThat(panel("lingdian-tonight", "拒绝未成年人")).containsExactly(Long.toString(told));
    }

    /** Counted in Java, cell by cell, with the suppression that the page promises. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void personsAreTheSumsOfTheCellsThatAreTold() throws SQLException {
        assertThat(panel("lingdian-trends", "登录核验"))
                .extracting(row -> row.substring(0, 10) + row.substring(row.indexOf(' ', 11)))
                .containsExactlyElementsOf(sums(told(day -> day.allowed), told(day -> day.denied)));
        assertThat(panel("lingdian-trends", "未成年人"))
                .extracting(row -> row.substring(0, 10) + row.substring(row.indexOf(' ', 11)))
                .containsExactlyElementsOf(
                        sums(told(day -> day.minorsRefused), withoutNone(told(day -> day.minorsAdmitted))));
    }

    /** Nothing that is told of a day, by whatever view, has a withheld number in it: all there is less what is told is none. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void noDifferenceTellsAWithheldCell() throws SQLException {
        for (var figure : FIGURES_OF_PERSONS.entrySet()) {
            Map<String, Long> cells = cells(figure.getValue());
            long withheld = cells.values().stream().filter(n -> n >= 1 && n < 5).count();
            long told = cells.values().stream()
                    .filter(n -> n >= 5)
                    .mapToLong(n -> n)
                    .sum();
            String sum = "SELECT coalesce(sum(" + figure.getKey() + "), 0) FROM reporting.login_day";

            assertThat(withheld).as(figure.getKey()).isPositive();
            assertThat(rows(sum)).as(figure.getKey()).containsExactly(Long.toString(told));
            for (String cell : cells.keySet()) {
                String[] key = cell.split(" ");
                long all = Long.parseLong(
                        rows(sum + " WHERE day = '" + key[0] + "'").getFirst());
                long others = Long.parseLong(rows(sum + " WHERE day = '" + key[0] + "' AND region <> '" + key[1] + "'")
                        .getFirst());
                long n = cells.get(cell);
                assertThat(all - others).as(figure.getKey() + " of " + cell).isEqualTo(n >= 1 && n < 5 ? 0 : n);
            }
        }
        assertThat(rows("SELECT column_name FROM information_schema.columns WHERE table_schema = 'reporting'"
                        + " AND column_name ~ 'login|minor|person|session|event'"))
                .as("no other column counts them")
                .containsExactlyInAnyOrderElementsOf(FIGURES_OF_PERSONS.keySet());
    }

    /** Each phase and each day, counted from what the API lists; minors from the books, with what is withheld left out. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void aCampaignsThreeTimesAreThoseOfTheListAndTheBooks() throws Exception {
        Map<LocalDate, Map<String, Long>> days = new TreeMap<>();
        first().datesUntil(first().plusDays(21)).forEach(day -> days.put(day, new TreeMap<>()));
        var phases = new TreeMap<String, Long>();
        var minutes = new TreeMap<String, Long>();
        for (JsonObject violation : ofPremises()) {
            LocalDate day = startedOn(violation);
            String code = violation.getString("code");
            if (!days.containsKey(day)) {
                continue; // the last night, after the three times
            }
            days.get(day).merge(COLUMNS.getOrDefault(code, "others"), 1L, Long::sum);
            phases.merge(phase(day), 1L, Long::sum);
        }
        books.forEach(book -> book.overtime().forEach((day, seconds) -> {
            if (days.containsKey(day)) {
                minutes.merge(phase(day), seconds, Long::sum);
            }
        }));
        minutes.replaceAll((phase, seconds) -> seconds / 60);
        var minors = new TreeMap<String, Long>();
        told(day -> day.minorsRefused).forEach((text, number) -> {
            LocalDate day = LocalDate.parse(text);
            if (days.containsKey(day)) {
                minors.merge(phase(day), number, Long::sum);
            }
        });

        assertThat(phases).hasSize(3);
        assertThat(minors.get("1 前 before")).as("a class asked").isPositive();
        assertThat(minors.get("2 中 during")).as("another did").isPositive();
        assertThat(panel("lingdian-campaign", "前中后：违规")).containsExactlyElementsOf(texts(phases));
        assertThat(panel("lingdian-campaign", "前中后：超时分钟"))
                .extracting(row -> row.replaceAll("\\.\\d+$", ""))
                .containsExactlyElementsOf(texts(minutes));
        assertThat(panel("lingdian-campaign", "前中后：拒绝未成年人")).containsExactlyElementsOf(texts(minors));
        assertThat(panel("lingdian-campaign", "逐日"))
                .containsExactlyElementsOf(days.entrySet().stream()
                        .map(day -> day.getKey() + (phase(day.getKey()).startsWith("2") ? " 中" : "") + " "
                                + Stream.of("overtime", "unregistered", "stopped", "others")
                                        .map(column -> day.getValue()
                                                .getOrDefault(column, 0L)
                                                .toString())
                                        .collect(Collectors.joining(" ")))
                        .toList());
    }

    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void theRankingIsThatOfTheList() throws Exception {
        var cafes = new TreeMap<String, long[]>();
        for (JsonObject violation : ofPremises()) {
            long[] counts = cafes.computeIfAbsent(violation.getString("placeCode"), first -> new long[3]);
            counts[0]++;
            counts[1] += violation.getString("standing").equals("fact") ? 1 : 0;
            counts[2] += violation.getString("code").equals("OVERTIME_OPERATION") ? violation.getLong("seconds") : 0;
        }

        assertThat(cafes).hasSizeGreaterThan(3);
        assertThat(panel("lingdian-cafes", "排名"))
                .extracting(row -> row.replaceAll("^(\\S+) .* (\\S+ \\S+ \\S+ \\S+)$", "$1 $2"))
                .containsExactlyElementsOf(cafes.entrySet().stream()
                        .sorted(Comparator.comparingLong(one -> -one.getValue()[0]))
                        .limit(50)
                        .map(one -> one.getKey() + " " + county(one.getKey().substring(0, 6)) + " "
                                + one.getValue()[0] + " "
                                + one.getValue()[1] + " " + Math.round(one.getValue()[2] / 60.0))
                        .toList());
    }

    /** By hour and by code; of persons only what a county's day has five of. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void whatIsFoundByHourCodeAndCountyIsThatOfTheList() throws Exception {
        var hours = new TreeMap<String, Long>();
        ofPremises()
                .forEach(one -> hours.merge(HOUR.format(started(one)) + " " + one.getString("code"), 1L, Long::sum));
        var cells = new TreeMap<String, Long>();
        var seconds = new TreeMap<String, Long>();
        for (JsonObject one : service.violations().values()) {
            String place = startedOn(one) + " " + one.getString("region");
            if (SHOWN.contains(one.getString("code"))) {
                cells.merge(place + " " + one.getString("code"), 1L, Long::sum);
            }
            if (one.getString("code").equals("OVERTIME_OPERATION")) {
                seconds.merge(place, one.getLong("seconds"), Long::sum);
            }
        }
        var codes = new TreeMap<String, Long>();
        var counties = new TreeMap<String, long[]>(); // found, withheld, seconds
        cells.forEach((cell, found) -> {
            String[] key = cell.split(" ");
            boolean told = found >= 5 || PREMISES.contains(key[2]);
            codes.merge(key[0] + " 00:00:00+08 " + key[2], told ? found : 0, Long::sum);
            long[] county = counties.computeIfAbsent(key[1], first -> new long[3]);
            county[0] += told ? found : 0;
            county[1] += told ? 0 : 1;
        });
        seconds.forEach((place, sum) -> counties.get(place.split(" ")[1])[2] += sum);

        assertThat(hours).hasSizeGreaterThan(10);
        assertThat(panel("lingdian-tonight", "各小时违规")).containsExactlyInAnyOrderElementsOf(texts(hours));
        assertThat(cells.keySet()).anyMatch(cell -> cell.endsWith("MINOR_ADMITTED"));
        assertThat(panel("lingdian-trends", "违规线索"))
                .extracting(row -> row.replace("null", "0"))
                .containsExactlyInAnyOrderElementsOf(texts(codes));
        assertThat(panel("lingdian-trends", "超时分钟"))
                .extracting(DashboardQueriesIT::whole)
                .containsExactlyInAnyOrderElementsOf(seconds.entrySet().stream()
                        .map(one -> one.getKey().substring(0, 10) + " 00:00:00+08 "
                                + county(one.getKey().substring(11))
                                + one.getKey().substring(10) + " "
                                + one.getValue() / 60)
                        .toList());
        assertThat(panel("lingdian-trends", "区划汇总"))
                .extracting(row -> whole(row.replace("null", "0")))
                .containsExactlyInAnyOrderElementsOf(counties.entrySet().stream()
                        .map(one -> one.getKey() + " " + county(one.getKey()) + " " + one.getValue()[0] + " "
                                + one.getValue()[1] + " " + one.getValue()[2] / 60)
                        .toList());
    }

    /** What a person calls it. */
    private static String county(String region) {
        return REGIONS.name(new RegionCode(region)).orElseThrow();
    }

    /** Minutes without their fractions. */
    private static String whole(String row) {
        return row.replaceAll("\\.\\d+$", "");
    }

    /** A café of which nothing is heard on a day lowers it; that it is not there is no coverage. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void coverageIsOfAllThatAreLicensed() throws Exception {
        Map<String, Long> hours = new TreeMap<>();
        forEachDay((book, date, day) -> hours.merge(date.toString(), (long) Integer.bitCount(day.hours), Long::sum));
        assertThat(coverage(books.size(), hours)).isEqualTo(hours.size());

        withASilentCafe(() -> assertThat(coverage(books.size() + 1, hours))
                .as("from the 15th to the 20th")
                .isEqualTo(6));
    }

    /** From the day after on it is the new county's, and its past days stay with the old one. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void aCafeThatMovesLeavesItsCoverageWhereItWas() throws Exception {
        CafeBook moved = books.getFirst();
        String old = moved.region();
        Map<String, Double> before = coverageOf(old);
        assertThat(books).filteredOn(book -> book.region().equals(old)).hasSizeGreaterThan(1);

        try (Connection owner = TestDatabase.superuser(database);
                var statement = owner.createStatement()) {
            move(statement, moved, "360499");
            try {
                assertThat(coverageOf(old)).as("moved just now").isEqualTo(before);
                assertThat(coverageOf("360499")).isEmpty();

                statement.execute("UPDATE cafe_day SET region = '360499' WHERE place_code = '" + moved.placeCode()
                        + "' AND day > '2026-07-20'");
                statement.execute(
                        "SET session_replication_role = replica;" // the past cannot be changed
                                + " UPDATE cafe_past SET changed_at = '2026-07-20T12:00:00+08:00' WHERE changed_at IS NOT NULL");
                for (String region : List.of(old, "360499")) {
                    assertThat(coverageOf(region)).as(region).isEqualTo(booked(region, moved, "360499"));
                }
            } finally {
                statement.execute("SET session_replication_role = origin");
                move(statement, moved, old);
                statement.execute("UPDATE cafe_day SET region = '" + old + "' WHERE region = '360499'");
                statement.execute("SET session_replication_role = replica; DELETE FROM cafe_past");
            }
        }
    }

    /** Over the counties, of the cafés whose numbers were known on each day. */
    @Test
    @DisabledIfSystemProperty(named = "lingdian.reporting.year", matches = "true")
    void terminalsHeardOfAreThoseOfEachDay() throws Exception {
        String oneCounty =
                "day = '2026-07-21' AND region = '" + books.getFirst().region() + "'";
        long licensed =
                Long.parseLong(rows("SELECT sum(licensed) FROM reporting.region_terminals WHERE day = '2026-07-21'")
                        .getFirst());
        try (Connection owner = TestDatabase.superuser(database);
                var statement = owner.createStatement()) {
            statement.execute("UPDATE region_terminals SET heard = heard - 7 WHERE " + oneCounty);
            try {
                assertThat(heardOf())
                        .containsEntry("2026-07-20", 1.0)
                        .containsEntry("2026-07-21", rounded((licensed - 7) / (double) licensed));
                statement.execute(
                        "UPDATE region_terminals SET licensed = 0, heard = 0, unknown_cafes = 1 WHERE day = '2026-07-21'");
                assertThat(heardOf()).containsEntry("2026-07-20", 1.0).doesNotContainKey("2026-07-21");
            } finally {
                statement.execute("DELETE FROM region_terminals WHERE day = '2026-07-21';"
                        + " INSERT INTO region_terminals SELECT '2026-07-21', region, licensed, heard, 0"
                        + " FROM region_terminals WHERE day = '2026-07-20'");
            }
        }
    }

    private static Map<String, Double> heardOf() throws SQLException {
        Map<String, Double> shares = new TreeMap<>();
        for (String row : panel("lingdian-cafes", "终端覆盖率")) {
            shares.put(row.substring(0, 10), rounded(Double.parseDouble(row.substring(row.lastIndexOf(' ') + 1))));
        }
        return shares;
    }

    private static void move(Statement statement, CafeBook cafe, String region) throws SQLException {
        statement.execute("UPDATE cafe SET region = '" + region + "' WHERE place_code = '" + cafe.placeCode() + "'");
    }

    /** Where one has been in another county since the 21st. */
    private static Map<String, Double> booked(String region, CafeBook moved, String to) {
        Map<String, Double> shares = new TreeMap<>();
        var days = new TreeSet<LocalDate>();
        forEachDay((book, date, day) -> days.add(date));
        for (LocalDate date : days) {
            List<CafeBook> there = books.stream()
                    .filter(book -> region.equals(
                            book == moved && date.isAfter(LocalDate.of(2026, 7, 20)) ? to : book.region()))
                    .toList();
            int hours = there.stream()
                    .map(book -> book.days().get(date))
                    .filter(Objects::nonNull)
                    .mapToInt(day -> Integer.bitCount(day.hours))
                    .sum();
            if (!there.isEmpty()) {
                shares.put(date.toString(), rounded(hours / 24.0 / there.size()));
            }
        }
        return shares;
    }

    /** By day, of one county; without the days on which it had no café. */
    private static Map<String, Double> coverageOf(String region) throws SQLException {
        Map<String, Double> shares = new TreeMap<>();
        String sql = query("lingdian-cafes", "覆盖率").sql().replace("$region", "'" + region + "'");
        for (String row : rows(expanded(sql))) {
            String share = row.substring(row.lastIndexOf(' ') + 1);
            if (!share.equals("null")) {
                shares.put(row.substring(0, 10), rounded(Double.parseDouble(share)));
            }
        }
        return shares;
    }

    private static double rounded(double share) {
        return Math.round(share * 1e6) / 1e6;
    }

    private interface Check {
        void run() throws SQLException;
    }

    /** One that was licensed from the 15th to the 20th, and never heard. */
    private static void withASilentCafe(Check check) throws SQLException {
        try (Connection owner = TestDatabase.superuser(database);
                var statement = owner.createStatement()) {
            statement.execute(
                    "INSERT INTO cafe (place_code, name, region, licence_number, licence_valid_until, created_at)"
                            + " SELECT left(place_code, 8) || '999999', '静', region, 's', '2026-07-20', '2026-07-15T00:00+08:00'"
                            + " FROM cafe LIMIT 1");
            try {
                check.run();
            } finally {
                statement.execute("DELETE FROM cafe WHERE name = '静'");
            }
        }
    }

    /** On how many days the panel says what so many cafés come to. */
    private static long coverage(int cafes, Map<String, Long> hours) throws SQLException {
        return panel("lingdian-cafes", "覆盖率").stream()
                .filter(row -> Math.abs(Double.parseDouble(row.substring(row.lastIndexOf(' ') + 1))
                                - hours.get(row.substring(0, 10)) / 24.0 / cafes)
                        < 1e-9)
                .count();
    }

    /** What the API lists to regulators, of the codes that count no persons. */
    private static List<JsonObject> ofPremises() throws Exception {
        return service.violations().values().stream()
                .filter(one -> PREMISES.contains(one.getString("code")))
                .toList();
    }

    private static LocalDate first() {
        return LocalDate.of(2026, 7, 11);
    }

    private static LocalDate startedOn(JsonObject violation) {
        return started(violation).toLocalDate();
    }

    private static ZonedDateTime started(JsonObject violation) {
        return OffsetDateTime.parse(violation.getString("startedAt")).atZoneSameInstant(ChinaTime.ZONE);
    }

    private static String phase(LocalDate day) {
        return day.isBefore(first().plusDays(7))
                ? "1 前 before"
                : day.isBefore(first().plusDays(14)) ? "2 中 during" : "3 后 after";
    }

    private static List<String> texts(Map<String, Long> phases) {
        return phases.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .toList();
    }

    /** The picture in the documentation: drawn anew with {@code -Dlingdian.reporting.picture=FILE}, and always able to be. */
    @Test
    void theMainDashboardCanBeDrawn() throws Exception {
        Path file = PICTURE == null ? Files.createTempFile("tonight", ".png") : Path.of(PICTURE);
        Chromium.need();

        DashboardPicture.draw(Dashboards.all().get("tonight.json"), sql -> named(expanded(sql)), file);

        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1_440);
    }

    private interface OfDay {
        void take(CafeBook book, LocalDate date, CafeBook.Day day);
    }

    private static void forEachDay(OfDay what) {
        books.forEach(book -> book.days().forEach((date, day) -> what.take(book, date, day)));
    }

    /** By day and county. */
    private static Map<String, Long> cells(ToLongFunction<CafeBook.Day> figure) {
        Map<String, Long> cells = new TreeMap<>();
        forEachDay((book, date, day) -> cells.merge(date + " " + book.region(), figure.applyAsLong(day), Long::sum));
        return cells;
    }

    /** Each day with what is told of two figures; null where nothing is. */
    private static List<String> sums(Map<String, Long> ones, Map<String, Long> others) {
        return cells(day -> 0).keySet().stream()
                .map(cell -> cell.substring(0, 10))
                .distinct()
                .map(day -> day + " " + ones.get(day) + " " + others.get(day))
                .toList();
    }

    /** Of violations there is a row only where there is one. */
    private static Map<String, Long> withoutNone(Map<String, Long> days) {
        var some = new TreeMap<>(days);
        some.values().removeIf(number -> number == 0);
        return some;
    }

    private static Map<String, Long> told(ToLongFunction<CafeBook.Day> figure) {
        Map<String, Long> days = new TreeMap<>();
        cells(figure).forEach((cell, number) -> {
            if (number == 0 || number >= 5) {
                days.merge(cell.substring(0, 10), number, Long::sum);
            }
        });
        return days;
    }

    private static List<String> panel(String dashboard, String title) throws SQLException {
        return rows(expanded(query(dashboard, title).sql()));
    }

    private static Query query(String dashboard, String title) {
        return queries()
                .filter(one -> one.dashboard().equals(dashboard) && one.panel().startsWith(title))
                .findAny()
                .orElseThrow();
    }

    /** As Grafana expands macros and variables. */
    private static String expanded(String sql) {
        return sql.replace("$__timeFrom()", "'" + FROM + "'")
                .replace("$__timeTo()", "'" + TO + "'")
                .replace("$region", regions)
                .replace("$code", "'" + String.join("','", SHOWN) + "'")
                .replace("$cafe", cafe)
                .replace("$campaign", campaign);
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

    private static List<String> columns(String sql) throws SQLException {
        try (var statement = reader.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            var columns = new ArrayList<String>();
            for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                columns.add(found.getMetaData().getColumnLabel(i));
            }
            return columns;
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        return rows(reader, sql);
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
