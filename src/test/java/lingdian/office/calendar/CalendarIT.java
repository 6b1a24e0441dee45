package lingdian.office.calendar;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import lingdian.law.calendar.WorkCalendar;
import lingdian.testing.EventLoops;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handbook, working-days.md. */
class CalendarIT {
    private static final String CAFE = "36048110000001";
    private static RunningApi api;
    private static String auditor;
    private static String operator;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
        auditor = api.auditor();
        operator = api.operator(CAFE);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void everyoneReadsTheShippedYear() {
        for (String reader : List.of(ADMIN, auditor, operator, api.regulator("culture", "360481"))) {
            JsonObject year = year(reader, 2026);

            assertThat(year.getBoolean("official")).isTrue();
            assertThat(year.getString("origin")).isEqualTo("file");
            assertThat(year.getInteger("version")).isZero();
            assertThat(year.getJsonArray("days")).hasSize(39);
            assertThat(year.getJsonArray("days").getJsonObject(3))
                    .isEqualTo(new JsonObject()
                            .put("date", "2026-01-04")
                            .put("kind", "workday")
                            .put("name", "元旦调休")
                            .put("source", year.getString("source"))
                            .put("standing", "confirmed"));
        }
    }

    @Test
    void aYearThatIsEnteredGoesBeforeTheFileAndEarlierOnesAreKept() {
        JsonObject first = table(day("2030-01-01", "holiday", "元旦"));
        JsonObject second = table(day("2030-02-02", "workday", "春节调休"), day("2029-12-31", "holiday", "元旦"))
                .put("version", 1);

        assertThat(put(2030, first).json().getInteger("version")).isOne();
        JsonObject changed = put(2030, second).json();

        assertThat(changed.getString("origin")).isEqualTo("account");
        assertThat(changed.getString("changedAt")).endsWith("+08:00");
        assertThat(dates(changed)).containsExactly("2029-12-31", "2030-02-02");
        assertThat(year(operator, 2030)).isEqualTo(changed);
        JsonArray versions = api.get("/api/v1/calendar/2030", auditor).json().getJsonArray("items");
        assertThat(versions.stream().map(one -> dates((JsonObject) one)))
                .containsExactly(List.of("2029-12-31", "2030-02-02"), List.of("2030-01-01"));
        assertThat(versions.getJsonObject(0).getString("changedBy")).isEqualTo("00000000-0000-0000-0000-000000000000");
    }

    @Test
    void theFilesYearStaysAmongTheVersions() {
        put(2026, table(day("2026-01-01", "holiday", "元旦")));

        JsonArray versions = api.get("/api/v1/calendar/2026", ADMIN).json().getJsonArray("items");
        assertThat(versions.stream().map(one -> ((JsonObject) one).getString("origin")))
                .containsExactly("account", "file");
        assertThat(versions.getJsonObject(1).getValue("changedBy")).isNull();
        JsonObject page = api.get("/api/v1/calendar/2026?limit=1", ADMIN).json();
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("origin"))
                .isEqualTo("account");
        page = api.get("/api/v1/calendar/2026?limit=1&cursor=" + page.getString("next"), ADMIN)
                .json();
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("origin"))
                .isEqualTo("file");
        assertThat(page.getValue("next")).isNull();
        assertThat(page.getString("position")).isNotNull();
        api.sql("ALTER TABLE calendar_year DISABLE TRIGGER ALL; ALTER TABLE calendar_day DISABLE TRIGGER ALL;"
                + " DELETE FROM calendar_day WHERE year = 2026; DELETE FROM calendar_year WHERE year = 2026;"
                + " ALTER TABLE calendar_year ENABLE TRIGGER ALL; ALTER TABLE calendar_day ENABLE TRIGGER ALL");
    }

    @Test
    void aDayKeepsItsOwnSource() {
        JsonObject own = day("2031-01-01", "holiday", "元旦").put("source", "办法").put("standing", "second-hand");

        JsonObject stored =
                put(2031, table(own, day("2031-05-01", "holiday", "劳动节"))).json();

        assertThat(stored.getJsonArray("days").getJsonObject(0)).isEqualTo(own);
        assertThat(stored.getJsonArray("days").getJsonObject(1).getString("source"))
                .isEqualTo("国办发明电〔2029〕1号");
        assertThat(stored.getJsonArray("days").getJsonObject(1).getString("standing"))
                .isEqualTo("to-be-checked");
    }

    @Test
    void allMistakesAreNamedAtOnceAndNothingIsStored() {
        JsonObject wrong = table(
                        day("2032-01-01", "holiday", "元旦"),
                        day("2033-01-01", "holiday", "元旦"),
                        day("2032-01-05", "workday", "元旦"),
                        day("2032-01-01", "holiday", "元旦"))
                .put("official", true);

        Answer refused = put(2032, wrong);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactly("/days/1/date", "/days/2/kind", "/days/3/date", "/days");
        assertThat(api.get("/api/v1/calendar/2032", ADMIN).status()).isEqualTo(404);
    }

    @Test
    void unrealDatesAreNamedAtOnce() {
        Answer refused = put(2032, table(day("2032-02-30", "holiday", "春节"), day("2032-13-01", "holiday", "春节")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactly("/days/0/date", "/days/1/date");
    }

    @Test
    void anEntryOverAnotherOneIsRefused() {
        JsonObject table = table(day("2034-01-01", "holiday", "元旦"));
        put(2034, table.copy().put("version", 0));

        assertThat(put(2034, table.copy().put("version", 0)).status()).isEqualTo(409);
        assertThat(put(2034, table.copy().put("version", 1)).status()).isEqualTo(200);
        assertThat(put(2034, table).json().getInteger("version")).isEqualTo(3);
    }

    @Test
    void onlyAnAdministratorEntersAYearAndItIsLogged() {
        JsonObject table = table(day("2035-01-01", "holiday", "元旦"));
        for (String other : List.of(auditor, operator, api.regulator("culture", "000000"))) {
            assertThat(api.call("PUT", "/api/v1/calendar/2035", other, table).status())
                    .isEqualTo(403);
        }
        put(2035, table);

        JsonArray entries = api.get("/api/v1/access-log?action=change-calendar&limit=1000", auditor)
                .json()
                .getJsonArray("items");
        assertThat(entries.stream().map(JsonObject.class::cast))
                .filteredOn(
                        entry -> entry.getJsonObject("subject").getString("id").equals("2035"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.getJsonObject("subject").getString("kind")).isEqualTo("calendar");
                    assertThat(entry.getString("outcome")).isEqualTo("done");
                });
    }

    @Test
    void whatCannotBeLoggedIsNotEntered() {
        api.sql("CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''No space left on device''; END';"
                + " CREATE TRIGGER full_disk BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION full_disk()");
        try {
            assertThat(put(2036, table(day("2036-01-01", "holiday", "元旦"))).status())
                    .isEqualTo(503);
        } finally {
            api.sql("DROP TRIGGER full_disk ON access_log");
        }
        assertThat(api.get("/api/v1/calendar/2036", ADMIN).status()).isEqualTo(404);
    }

    @Test
    void whatWasEnteredIsNeverChanged() {
        put(2033, table(day("2033-01-01", "holiday", "元旦")));

        for (String change : List.of(
                "UPDATE calendar_year SET official = true",
                "DELETE FROM calendar_day",
                "TRUNCATE calendar_day",
                "SET ROLE lingdian_service; UPDATE calendar_day SET kind = 'holiday'")) {
            assertThatThrownBy(() -> api.sql(change)).as(change).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aYearLiesNearNow() {
        for (int year : List.of(2000, 2015, 2037, 2100)) {
            Answer refused = put(year, table(day(year + "-01-01", "holiday", "元旦")));

            assertThat(refused.status()).as("%s", year).isEqualTo(400);
            assertThat(refused.json().getString("detail")).isEqualTo("year: expected one from 2016 to 2036");
        }
        assertThat(put(2016, table(day("2016-01-01", "holiday", "元旦"))).status())
                .isEqualTo(200);
    }

    /** The year's source is shown with each day that has none, so it counts there. */
    @Test
    void aYearHasSoMuchText() {
        JsonObject[] days = IntStream.range(0, 100)
                .mapToObj(i -> day(LocalDate.of(2032, 1, 1).plusDays(i).toString(), "holiday", "假".repeat(10)))
                .toArray(JsonObject[]::new);

        Answer refused = put(2032, table(days).put("source", "源".repeat(91)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactly("/days");
        assertThat(put(2029, table(day("2029-01-01", "holiday", "假".repeat(10))).put("source", "源".repeat(200)))
                        .status())
                .isEqualTo(200);
    }

    /** Such as a program of before took. */
    @Test
    void whateverWasEnteredIsNotReadWithEachCase() {
        String officer = api.regulator("culture", "360481");
        fill();
        try {
            api.get("/api/v1/cases", officer); // takes what is kept

            assertThat(EventLoops.allocatedDuring(() -> api.get("/api/v1/cases", officer)))
                    .isLessThan(2_000_000);
            assertThat(api.get("/api/v1/calendar", operator).json().getJsonArray("items"))
                    .hasSize(21);
            assertThat(api.get("/api/v1/calendar/2000?limit=1000", auditor)
                            .json()
                            .getJsonArray("items"))
                    .hasSize(20);
        } finally {
            empty();
        }
    }

    @Test
    void aTableThatWasReadIsKept() {
        var calendar = new PresentCalendar(WorkCalendar.NONE, () -> RunningApi.NOW);
        put(2024, table(day("2024-01-02", "holiday", "元旦")));
        CalendarEntry read = entered(calendar, 2024);
        put(2025, table(day("2025-01-02", "holiday", "元旦")));

        assertThat(entered(calendar, 2024)).isSameAs(read);
        assertThat(await(calendar.days(api.pool)).isWorkday(LocalDate.parse("2025-01-02")))
                .isFalse();
        put(2025, table(day("2025-01-03", "holiday", "元旦")));
        assertThat(await(calendar.days(api.pool)).isWorkday(LocalDate.parse("2025-01-02")))
                .isTrue();
        assertThat(entered(calendar, 2025).version()).isEqualTo(2);
    }

    private static CalendarEntry entered(PresentCalendar calendar, int year) {
        return await(calendar.entries(api.pool)).stream()
                .filter(entry -> entry.table().year() == year)
                .findFirst()
                .orElseThrow();
    }

    private static void fill() {
        api.sql("INSERT INTO calendar_year SELECT year, version, false, repeat('源', 200), 'confirmed',"
                + " gen_random_uuid(), now() FROM generate_series(2000, 2100) AS year, generate_series(101, 130) AS version"
                + " WHERE version = 130 OR year = 2000;"
                + " INSERT INTO calendar_day SELECT year, version, make_date(year, 1, 1) + day, 'holiday', repeat('假', 40),"
                + " repeat('源', 200), NULL FROM calendar_year, generate_series(0, 119) AS day WHERE version > 100");
    }

    private static void empty() {
        api.sql("ALTER TABLE calendar_year DISABLE TRIGGER ALL; ALTER TABLE calendar_day DISABLE TRIGGER ALL;"
                + " DELETE FROM calendar_day WHERE version > 100; DELETE FROM calendar_year WHERE version > 100;"
                + " ALTER TABLE calendar_year ENABLE TRIGGER ALL; ALTER TABLE calendar_day ENABLE TRIGGER ALL");
    }

    private static JsonObject table(JsonObject... days) {
        return new JsonObject()
                .put("official", false)
                .put("source", "国办发明电〔2029〕1号")
                .put("days", new JsonArray(List.of(days)));
    }

    private static JsonObject day(String date, String kind, String name) {
        return new JsonObject().put("date", date).put("kind", kind).put("name", name);
    }

    private static Answer put(int year, JsonObject table) {
        return api.call("PUT", "/api/v1/calendar/" + year, ADMIN, table);
    }

    private static JsonObject year(String reader, int year) {
        return api.get("/api/v1/calendar", reader).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getInteger("year") == year)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> dates(JsonObject year) {
        return year.getJsonArray("days").stream()
                .map(day -> ((JsonObject) day).getString("date"))
                .toList();
    }
}
