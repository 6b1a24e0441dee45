package lingdian.regulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code GET /trends} over real sockets: scoped, exact of premises, and silent where few persons are counted. */
class TrendIT {
    private static final String RUICHANG = "36048110000001";
    private static final String DEAN = "36042610000001";
    private static final String NANCHANG = "36010210000001";

    private static RunningApi api;
    private static String culture;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        List.of(RUICHANG, DEAN, NANCHANG).forEach(api::createCafe);
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

    /** Whatever is asked, by whomever: a total less the counties that are told leaves nothing, so nothing of the others. */
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
        assertThat(texts(get(culture, "&interval=hour&to=2026-07-01&code=MINOR_ADMITTED"), "violations", "violations"))
                .containsOnly("null");
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
        api.sql("INSERT INTO cafe_day VALUES ('%s', '%s', 1440, 2, 0, %d, %d, %d, 16777215, '%s')"
                .formatted(day, cafe, allowed, denied, minorsRefused, cafe.substring(0, 6)));
    }

    private static void findings(String day, String cafe, String code, String authorities, int number, int seconds) {
        api.sql("""
                WITH made AS (
                  INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                  SELECT gen_random_uuid(), '%3$s', '%2$s', left('%2$s', 6), 'fact', 'open', '%4$s', now(), now(), '{}'
                  FROM generate_series(1, %5$d) RETURNING id)
                INSERT INTO violation_figure SELECT id, '%1$s', 1, '%2$s', '%3$s', 'fact', '%4$s', %6$d, left('%2$s', 6) FROM made
                """.formatted(day, cafe, code, authorities, number, seconds));
    }
}
