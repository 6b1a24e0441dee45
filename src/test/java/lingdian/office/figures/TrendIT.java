package lingdian.office.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code GET /trends} over real sockets: scoped, exact for premises, and withheld if few persons are counted. */
class TrendIT {
    private static final String RUICHANG = "36048110000001";
    private static final String DEAN = "36042610000001";
    private static final String NANCHANG = "36010210000001";
    private static final String PINGXIANG = "36030210000001";
    private static final String XINYU = "36050210000001";
    private static final String YINGTAN = "36060210000001";
    private static final String YICHUN = "36090210000001";
    private static final String SHANGRAO = "36110210000001";
    private static final String SHANGRAO_OTHER = "36110210000002";

    private static RunningApi api;
    private static String culture;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        Stream.of(RUICHANG, DEAN, NANCHANG, PINGXIANG, XINYU, YINGTAN, YICHUN, SHANGRAO, SHANGRAO_OTHER)
                .forEach(api::createCafe);
        day("2026-07-01", RUICHANG, 100, 4, 20);
        day("2026-07-01", DEAN, 7, 0, 5);
        day("2026-07-01", NANCHANG, 50, 9, 60);
        day("2026-07-02", RUICHANG, 90, 5, 3);
        findings("2026-07-01", RUICHANG, "MINOR_ADMITTED", "{culture}", 3, 0);
        findings("2026-07-01", DEAN, "MINOR_ADMITTED", "{culture}", 6, 0);
        findings("2026-07-01", RUICHANG, "OVERTIME_OPERATION", "{culture}", 2, 600);
        findings("2026-07-01", RUICHANG, "MEASURES_STOPPED", "{public-security}", 1, 0);
        api.sql(
                "INSERT INTO region_hour VALUES ('2026-07-01', 1, '360481', 60, 1), ('2026-07-01', 2, '360481', 40, 0)");
        culture = api.regulator("culture", "360400");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void figuresOfPremisesAreExactAndWithinTheReadersScope() {
        JsonObject trends = get(culture, "");

        assertThat(texts(trends, "premises", "day", "region", "heartbeats", "cafes", "hoursHeard"))
                .containsExactly(
                        "2026-07-01 360426 1440 1 24", "2026-07-01 360481 1440 1 24", "2026-07-02 360481 1440 1 24");
        assertThat(texts(trends, "violations", "region", "code", "violations", "overtimeSeconds"))
                .containsExactly(
                        "360426 MINOR_ADMITTED 6 0",
                        "360481 MINOR_ADMITTED null 0",
                        "360481 OVERTIME_OPERATION 2 1200"); // MEASURES_STOPPED is the other authority's here
    }

    @Test
    void fewerThanFivePersonsAreWithheld() {
        assertThat(texts(get(culture, ""), "logins", "region", "allowed", "denied", "minorsRefused", "withheld"))
                .containsExactly("360426 7 5 0 0", "360481 100 20 null 1", "360481 90 null 5 1");
    }

    @Test
    void noTotalTellsWhatWasWithheld() {
        for (String level : List.of("city", "province", "country")) {
            JsonObject total = get(culture, "&level=" + level);
            assertThat(texts(total, "logins", "day", "minorsRefused", "denied", "withheld"))
                    .as(level)
                    .containsExactly("2026-07-01 0 25 1", "2026-07-02 5 null 1");
            assertThat(texts(total, "violations", "code", "violations", "withheld"))
                    .contains("MINOR_ADMITTED 6 1");
        }
    }

    /** No rate is given of what is withheld in part, and each county is the reader's own. */
    @Test
    void countiesAndMonthsAreComparedWithCautions() {
        JsonObject all = compare("");
        JsonObject overtime = compare("&code=OVERTIME_OPERATION");

        assertThat(all.getJsonArray("periods").stream().map(one -> ((JsonObject) one).getString("from")))
                .containsExactly("2026-07-01", "2026-06-01", "2025-07-01");
        assertThat(all.getJsonArray("items").stream().map(one -> ((JsonObject) one).getString("region")))
                .containsExactly("360426", "360481");
        JsonObject whole = month(all);
        assertThat(whole.getLong("violationsWithheld")).isEqualTo(1);
        assertThat(whole.getDouble("perCafe")).isNull();
        assertThat(whole.getJsonArray("cautions")).containsExactly("few-days", "withheld");
        assertThat(month(overtime).getDouble("perThousandLogins")).isEqualTo(10.53); // 2 of 190
        assertThat(month(overtime).getDouble("coverage")).isEqualTo(100);
        assertThat(month(overtime).getDouble("perCafe"))
                .as("of a month of which few days are known")
                .isNull();
        assertThat(month(overtime).getJsonArray("cautions")).containsExactly("few-days");
        assertThat(api.get("/api/v1/trends/comparison?month=2031-01", culture).status())
                .isEqualTo(400);
    }

    private static JsonObject compare(String query) {
        return api.get("/api/v1/trends/comparison?month=2026-07" + query, culture)
                .json();
    }

    /** Of 360481. */
    private static JsonObject month(JsonObject comparison) {
        return comparison
                .getJsonArray("items")
                .getJsonObject(1)
                .getJsonArray("figures")
                .getJsonObject(0);
    }

    /**
     * For any query by any account, a total minus the published counties is zero, so it reveals nothing about withheld
     * ones.
     */
    @Test
    void noDifferenceOfAnswersTellsWhatWasWithheld() {
        for (String reader : List.of(culture, api.regulator("culture", "000000"))) {
            for (String region : List.of("000000", "360000", "360400", "360481", "360426", "360100")) {
                JsonObject counties = get(reader, "&region=" + region);
                for (String level : List.of("city", "province", "country")) {
                    JsonObject total = get(reader, "&region=" + region + "&level=" + level);
                    for (String field : List.of("allowed", "denied", "minorsRefused")) {
                        assertThat(sum(total, "logins", field))
                                .as(level + " of " + region + ", " + field)
                                .isEqualTo(sum(counties, "logins", field));
                    }
                    assertThat(sum(total, "violations", "violations"))
                            .isEqualTo(sum(counties, "violations", "violations"));
                }
            }
        }
    }

    @Test
    void byHourPremisesAloneAreCounted() {
        JsonObject trends = get(culture, "&interval=hour&to=2026-07-01&code=OVERTIME_OPERATION");

        assertThat(texts(trends, "premises", "hour", "heartbeats")).containsExactly("1 60", "2 40");
        assertThat(texts(trends, "violations", "hour", "code", "violations")).containsExactly("1 OVERTIME_OPERATION 2");
        assertThat(trends.getJsonArray("logins")).isEmpty();
    }

    /** Four hours with one person each would reveal four persons of a withheld day, even without numbers. */
    @Test
    void noHourTellsHowFewCameInADay() {
        findings("2026-07-03", 1, PINGXIANG, "MINOR_ADMITTED", "{culture}", 1, 0);
        findings("2026-07-03", 2, PINGXIANG, "MINOR_ADMITTED", "{culture}", 3, 0);
        findings("2026-07-03", 2, PINGXIANG, "OVERTIME_OPERATION", "{culture}", 1, 60);
        String reader = api.regulator("culture", "360300");

        assertThat(texts(get(reader, ""), "violations", "code", "violations", "withheld"))
                .containsExactly("MINOR_ADMITTED null 1", "OVERTIME_OPERATION 1 0");
        for (String more : List.of("", "&code=MINOR_ADMITTED", "&level=country", "&authority=culture")) {
            assertThat(texts(get(reader, "&interval=hour" + more), "violations", "code"))
                    .as(more)
                    .doesNotContain("MINOR_ADMITTED");
        }
    }

    /**
     * If rules change within a day, one code has two sets of authorities, and the difference of their numbers would
     * reveal a small one.
     */
    @Test
    void noAuthorityTellsThoseOfOneSort() {
        findings("2026-07-03", XINYU, "MINOR_ADMITTED", "{culture}", 1, 0);
        findings("2026-07-03", XINYU, "MINOR_ADMITTED", "{culture,public-security}", 6, 0);
        String reader = api.regulator("culture", "360500");

        for (String more : List.of("", "&authority=culture", "&authority=public-security")) {
            assertThat(texts(get(reader, more), "violations", "violations"))
                    .as(more)
                    .containsExactly("6");
        }
    }

    /**
     * Repeated queries during a day: no two answers differ by fewer than five persons, not even when the first one
     * arrives.
     */
    @Test
    void whoLooksAllDayLongSeesNobodyCome() {
        String today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
        String reader = api.regulator("culture", "360600");
        var logins = new ArrayList<String>();
        var minors = new ArrayList<String>();
        day(today, YINGTAN, 0, 0, 0);
        for (int came = 0; came <= 11; came++) {
            JsonObject trends = api.get("/api/v1/trends?from=" + today + "&to=" + today, reader)
                    .json();
            logins.addAll(texts(trends, "logins", "allowed", "denied", "minorsRefused", "withheld"));
            minors.addAll(texts(trends, "violations", "violations", "withheld"));
            api.sql("UPDATE cafe_day SET logins_allowed = logins_allowed + 1, logins_denied = logins_denied + 1,"
                    + " minors_refused = minors_refused + 1 WHERE place_code = '" + YINGTAN + "'");
            findings(today, YINGTAN, "MINOR_ADMITTED", "{culture}", 1, 0);
        }

        assertThat(logins)
                .hasSize(12)
                .startsWith("null null null 3")
                .endsWith("10 10 10 0")
                .containsOnly("null null null 3", "5 5 5 0", "10 10 10 0");
        assertThat(minors).containsExactly("5 0", "5 0", "5 0", "5 0", "5 0", "10 0", "10 0");
    }

    /**
     * A moved café's past days stay in the county where they were counted. Otherwise the county's decrease would reveal
     * the café's persons.
     */
    @Test
    void aCafeThatMovesTakesNoPastDaysAlong() {
        day("2026-07-03", SHANGRAO, 8, 5, 6);
        day("2026-07-03", SHANGRAO_OTHER, 20, 10, 10);
        day("2026-07-03", YICHUN, 30, 15, 15);
        findings("2026-07-03", SHANGRAO, "OVERTIME_OPERATION", "{culture}", 2, 60);
        String old = api.regulator("culture", "361100");
        String other = api.regulator("culture", "360900");
        String country = api.regulator("culture", "000000");
        var before = Stream.of(old, other, country).map(who -> get(who, "")).toList();

        api.sql("UPDATE cafe SET region = '360902' WHERE place_code = '%s'".formatted(SHANGRAO));
        day("2026-07-04", SHANGRAO, "360902", 7, 5, 5);

        for (var reader : List.of(old, other, country)) {
            JsonObject past = api.get("/api/v1/trends?from=2026-07-01&to=2026-07-03", reader)
                    .json();
            assertThat(past.copy().put("to", "2026-07-31"))
                    .isEqualTo(before.get(List.of(old, other, country).indexOf(reader)));
        }
        assertThat(texts(get(old, ""), "logins", "day", "region", "allowed", "denied"))
                .containsExactly("2026-07-03 361102 28 16");
        assertThat(texts(get(other, ""), "logins", "day", "region", "allowed", "denied"))
                .containsExactly("2026-07-03 360902 30 15", "2026-07-04 360902 7 5");
        assertThat(texts(get(old, ""), "violations", "code", "violations")).containsExactly("OVERTIME_OPERATION 2");
        assertThat(get(other, "").getJsonArray("violations")).isEmpty();
    }

    /** Sums of what is known; where nothing is known, it says so, and by hour there is none. */
    @Test
    void terminalsHeardOfAreSumsOfKnownNumbers() {
        api.sql("INSERT INTO region_terminals VALUES ('2026-07-01', '360481', 300, 270, 1),"
                + " ('2026-07-01', '360426', 100, 104, 0), ('2026-07-02', '360481', 0, 0, 2),"
                + " ('2026-07-01', '360102', 500, 100, 7)");

        assertThat(texts(get(culture, ""), "terminals", "day", "region", "licensed", "heard", "unknownCafes"))
                .containsExactly(
                        "2026-07-01 360426 100 104 0", "2026-07-01 360481 300 270 1", "2026-07-02 360481 null null 2");
        assertThat(texts(
                        get(culture, "&level=city"), "terminals", "day", "region", "licensed", "heard", "unknownCafes"))
                .containsExactly("2026-07-01 360400 400 374 1", "2026-07-02 360400 null null 2");
        assertThat(get(culture, "&interval=hour&to=2026-07-01").getJsonArray("terminals"))
                .isEmpty();
    }

    /** The file has what JSON has, with the kind of each row; by hour there are two kinds. */
    @Test
    void theFileHasTheFiguresOfAllKinds() {
        JsonObject trends = get(culture, "");
        List<String> byDay =
                file(culture, "from=2026-07-01&to=2026-07-31").text().lines().toList();
        List<String> byHour = file(culture, "interval=hour&from=2026-07-01&to=2026-07-01")
                .text()
                .lines()
                .toList();

        assertThat(byDay.getFirst()).startsWith("\uFEFF日期,时,区划,类别,违规,主管,");
        for (String kind : List.of("violations", "premises", "logins", "terminals")) {
            assertThat(byDay.stream().filter(line -> line.contains("," + kind + ",")))
                    .as(kind)
                    .hasSize(trends.getJsonArray(kind).size());
        }
        assertThat(byDay)
                .contains("2026-07-02,,360481,premises,,,,,1,24,1440,2,,,,,,,,,,")
                .contains("2026-07-02,,360481,logins,,,,,,,,,90,,5,1,0,,,,,");
        assertThat(byHour.stream().skip(1).map(line -> line.split(",")[3]))
                .containsOnly("violations", "premises")
                .contains("premises");
    }

    /** A file takes more than JSON does; one that would be too long is refused with the number of its rows. */
    @Test
    void aFileThatIsTooLongIsRefusedWithItsRows() {
        api.sql(
                "INSERT INTO region_day SELECT day, (110000 + county)::text, 1, 1, 0, 1, 9, 9, 9"
                        + " FROM generate_series('2024-01-01'::date, '2025-01-30', '1 day') AS day, generate_series(101, 230) AS county");
        String reader = api.regulator("culture", "110000");

        assertThat(file(reader, "from=2024-01-01&to=2024-06-08").text().lines()).hasSize(1 + 2 * 160 * 130);
        JsonObject asJson =
                api.get("/api/v1/trends?from=2024-01-01&to=2024-06-08", reader).json();
        assertThat(asJson.getString("code")).isEqualTo("too-many-figures");
        Answer refused = file(reader, "from=2024-01-01&to=2025-01-30");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json()).contains(Map.entry("code", "too-many-rows"), Map.entry("rows", 2 * 396 * 130));
    }

    private static Answer file(String token, String query) {
        return api.send("GET", "/api/v1/trends?" + query, token, "application/json", null, "text/csv");
    }

    @Test
    void whoeverIsNoRegulatorIsRefusedAndUnrealTimesToo() {
        assertThat(api.get("/api/v1/trends", api.operator(RUICHANG)).status()).isEqualTo(403);
        assertThat(api.get("/api/v1/trends", api.auditor()).status()).isEqualTo(403);
        assertThat(api.get("/api/v1/trends?from=2026-02-30", culture).places()).containsExactly("?from");
        assertThat(api.get("/api/v1/trends?from=2026-07-02&to=2026-07-01", culture)
                        .places())
                .containsExactly("?to");
        assertThat(api.get("/api/v1/trends?from=2024-07-02&to=2026-07-01", culture)
                        .status())
                .isEqualTo(400);
        assertThat(api.get("/api/v1/trends", culture).json().getString("to")).isEqualTo("2026-07-10");
    }

    private static JsonObject get(String token, String more) {
        String last = more.contains("to=") ? "" : "&to=2026-07-31";
        return api.get("/api/v1/trends?from=2026-07-01" + last + more, token).json();
    }

    private static int sum(JsonObject trends, String list, String field) {
        return trends.getJsonArray(list).stream()
                .map(row -> ((JsonObject) row).getInteger(field))
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static List<String> texts(JsonObject trends, String list, String... fields) {
        JsonArray rows = trends.getJsonArray(list);
        return rows.stream()
                .map(row -> String.join(
                        " ",
                        Stream.of(fields)
                                .map(field -> String.valueOf(((JsonObject) row).getValue(field)))
                                .toList()))
                .toList();
    }

    private static void day(String day, String cafe, int allowed, int minorsRefused, int denied) {
        day(day, cafe, cafe.substring(0, 6), allowed, minorsRefused, denied);
    }

    private static void day(String day, String cafe, String region, int allowed, int minorsRefused, int denied) {
        api.sql("INSERT INTO cafe_day VALUES ('%s', '%s', 1440, 2, 0, %d, %d, %d, 16777215, '%s')"
                .formatted(day, cafe, allowed, denied, minorsRefused, region));
    }

    private static void findings(String day, String cafe, String code, String authorities, int number, int seconds) {
        findings(day, 1, cafe, code, authorities, number, seconds);
    }

    private static void findings(
            String day, int hour, String cafe, String code, String authorities, int number, int seconds) {
        api.sql("""
                WITH made AS (
                  INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                  SELECT gen_random_uuid(), '%3$s', '%2$s', left('%2$s', 6), 'fact', 'open', '%4$s', now(), now(), '{}'
                  FROM generate_series(1, %5$d) RETURNING id)
                INSERT INTO violation_figure
                SELECT id, '%1$s', %7$d, '%2$s', '%3$s', 'fact', '%4$s', %6$d, left('%2$s', 6) FROM made
                """.formatted(day, cafe, code, authorities, number, seconds, hour));
    }
}
