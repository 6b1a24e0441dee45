package lingdian.office.returns;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import lingdian.command.AdminCommand;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * Returns of three counties, their city and their province over real sockets (handbook, returns.md). The clock stands at noon of
 * 2026-07-10 in China.
 */
class ReturnIT {
    private static final String FIRST = "360481";
    private static final String SECOND = "360482";
    private static final String THIRD = "360483";
    private static RunningApi api;
    private static String first;
    private static String second;
    private static String third;
    private static String city;
    private static String province;
    private static String police;
    private static String campaign;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        for (String county : List.of(FIRST, SECOND, THIRD)) {
            api.createCafe(county + "10000001");
            api.createCafe(county + "10000002");
        }
        first = api.regulator("culture", FIRST);
        second = api.regulator("culture", SECOND);
        third = api.regulator("culture", THIRD);
        city = api.regulator("culture", "360400");
        province = api.regulator("culture", "360000");
        police = api.regulator("public-security", FIRST);
        firstCounty();
        secondCounty();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** Three visits to two cafés in July, one in June, one on the last evening of June, one that is not closed. */
    private static void firstCounty() {
        String one = FIRST + "10000001";
        String two = FIRST + "10000002";
        String july = visit(first, "2026-07-01T00:00:00+08:00", 3, "night-round", true, one, two);
        visit(first, "2026-07-09T20:00:00+08:00", 2, "routine", true, one);
        visit(first, "2026-06-30T23:59:59+08:00", 4, "routine", true, two);
        visit(first, "2025-12-31T23:00:00+08:00", 7, "routine", true, one);
        visit(first, "2026-07-09T20:00:00+08:00", 9, "routine", false, one);
        visit(police, "2026-07-02T20:00:00+08:00", 5, "routine", true, one);
        String summer = send(
                        first,
                        "/campaigns",
                        new JsonObject()
                                .put("name", "暑期行动")
                                .put("from", "2026-07-01")
                                .put("to", "2026-08-31"),
                        201)
                .getString("id");
        send(
                first,
                "/campaigns/" + summer + "/entries",
                new JsonObject().put("type", "inspection").put("inspection", july),
                201);
        campaign = summer;
        entered(first, summer, "training", "2026-07-08", "cafes", 30);
        entered(first, summer, "training", "2026-06-30", "cafes", 15);
        entered(first, summer, "training", "0000-01-01", "cafes", 1_000);
        entered(first, summer, "letters", "2026-07-01", "number", 12);
        String mistaken = entered(first, summer, "letters", "2026-07-01", "number", 2_000);
        api.call("DELETE", "/api/v1/campaigns/" + summer + "/entries/" + mistaken, first, null);
        String fined = decided(
                first,
                one,
                july,
                new JsonArray()
                        .add(new JsonObject().put("kind", "fine").put("yuan", 3_000))
                        .add(new JsonObject().put("kind", "warning")));
        act(first, fined, new JsonObject().put("action", "serve").put("way", "direct"));
        act(first, fined, new JsonObject().put("action", "close").put("note", "n"));
        decided(first, one, null, new JsonArray().add(new JsonObject().put("kind", "warning")));
        decided(first, two, null, new JsonArray().add(new JsonObject().put("kind", "none")));
        accepted(first, one);
    }

    private static void secondCounty() {
        visit(second, "2026-07-03T20:00:00+08:00", 6, "random", true, SECOND + "10000001", SECOND + "10000001");
        accepted(second, SECOND + "10000002");
        JsonObject ofCity =
                new JsonObject().put("name", "全市行动").put("from", "2026-07-01").put("to", "2026-07-31");
        String joined = send(city, "/campaigns", ofCity, 201).getString("id");
        JsonObject units = new JsonObject().put("units", new JsonArray().add("执法队"));
        api.call("POST", "/api/v1/campaigns/" + joined + "/participants", second, units);
        entered(second, joined, "training", "2026-07-02", "cafes", 4);
        entered(city, joined, "training", "2026-07-02", "cafes", 500);
    }

    private static String entered(String token, String campaign, String type, String date, String counted, int number) {
        JsonObject entry = new JsonObject()
                .put("type", type)
                .put("unit", "执法队")
                .put("kind", "k")
                .put("date", date)
                .put(counted, new JsonObject().put("number", number).put("lowerBound", true));
        return send(token, "/campaigns/" + campaign + "/entries", entry, 201).getJsonArray("entries").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.containsKey(counted)
                        && one.getJsonObject(counted).getInteger("number").equals(number))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07, officers,            5,    9",
        "2026-07, visits,              3,    4",
        "2026-07, inspected-cafes,     2,    2",
        "2026-07, night-rounds,        1,    1",
        "2026-07, complaints,          1,    1",
        "2026-07, filed,               3,    3",
        "2026-07, closed,              1,    1",
        "2026-07, warnings,            2,    2",
        "2026-07, fines,               1,    1",
        "2026-07, fine-yuan,           3000, 3000",
        "2026-07, suspensions,         0,    0",
        "2026-07, unlicensed,              ,    ",
        "2026-07, trained-cafes,       30,   45",
        "2026-07, responsibility-letters, 12, 12",
        "2026-06, officers,            4,    4",
        "2026-06, filed,               0,    0",
        "2026-06, trained-cafes,       15,   15",
        "2026-Q3, officers,            5,    9",
        "2026-H1, officers,            4,    4",
        "2026,    officers,            9,    9",
        "2025-12, officers,            7,    7",
    })
    void aCountyCountsItsOwnRowsOnTheirOwnDays(
            String period, String column, @Nullable Long thisPeriod, @Nullable Long accumulated) {
        JsonObject shown = column(read(first, period, ""), column);

        assertThat(shown.getLong("thisPeriod")).isEqualTo(thisPeriod);
        assertThat(shown.getLong("accumulated")).isEqualTo(accumulated);
    }

    /** Only the campaign's inspection counts, and the case that it led to. */
    @ParameterizedTest
    @CsvSource({
        "officers, 3",
        "visits, 2",
        "filed, 1",
        "fine-yuan, 3000",
        "warnings, 1",
        "complaints, 0",
        "trained-cafes, 30"
    })
    void aCampaignCountsItsOwnRows(String column, long thisPeriod) {
        assertThat(column(read(first, campaign, ""), column).getLong("thisPeriod"))
                .isEqualTo(thisPeriod);
        assertThat(api.get("/api/v1/returns/" + campaign, second).status()).isEqualTo(404);
    }

    /** Who joined counts what it entered itself; what the city entered belongs to no county. */
    @Test
    void trainingsCountForTheRegionThatEnteredThem() {
        JsonObject own = column(read(second, "2026-07", ""), "trained-cafes");
        JsonObject ofCity = column(read(city, "2026-07", ""), "trained-cafes");
        JsonObject row = api.get(own.getJsonObject("rows").getString("thisPeriod"), second)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);

        assertThat(own.getLong("thisPeriod")).isEqualTo(4);
        assertThat(ofCity.getJsonObject("counted").getLong("thisPeriod")).isEqualTo(34);
        assertThat(row.getString("kind")).isEqualTo("campaign");
        assertThat(api.get(row.getString("href"), second).json().getString("name"))
                .isEqualTo("全市行动");
    }

    /** JSON's 5.0 is the integer 5. What was entered is kept for good, so that it must not end a return. */
    @ParameterizedTest
    @ValueSource(strings = {"5.0", "5e0", "50E-1"})
    void aNumberCountsHoweverItIsSpelt(String five) {
        String may = send(
                        third,
                        "/campaigns",
                        new JsonObject()
                                .put("name", "五月")
                                .put("from", "2026-05-01")
                                .put("to", "2026-05-31"),
                        201)
                .getString("id");
        Answer entered = api.send(
                "POST",
                "/api/v1/campaigns/" + may + "/entries",
                third,
                "application/json",
                Buffer.buffer("{\"type\":\"letters\",\"unit\":\"u\",\"date\":\"2026-05-01\",\"number\":{\"number\":"
                        + five + ",\"x\":1}}"));
        assertThat(entered.status()).as(entered.text()).isEqualTo(201);
        JsonObject entry = entered.json().getJsonArray("entries").getJsonObject(0);

        assertThat(entry.getJsonObject("number").encode()).isEqualTo("{\"number\":5,\"lowerBound\":false}");
        assertThat(column(read(third, may, ""), "responsibility-letters").getLong("thisPeriod"))
                .isEqualTo(5);

        api.sql("SET LOCAL session_replication_role = replica; UPDATE campaign_entry SET"
                + " figures = jsonb_set(figures, '{number,number}', '5.0') WHERE id = '" + entry.getString("id") + "'");
        assertThat(column(read(third, may, ""), "responsibility-letters").getLong("thisPeriod"))
                .as("as it was kept before")
                .isEqualTo(5);
        api.call("DELETE", "/api/v1/campaigns/" + may + "/entries/" + entry.getString("id"), third, null);
        assertThat(column(read(third, may, ""), "responsibility-letters").getLong("thisPeriod"))
                .isZero();
    }

    @Test
    void thePoliceHaveTheirOwnFormAndRows() {
        JsonObject shown = read(police, "2026-07", "");

        assertThat(column(shown, "officers").getLong("thisPeriod")).isEqualTo(5);
        assertThat(column(shown, "cafe-visits").getLong("thisPeriod")).isEqualTo(1);
        assertThat(column(shown, "filed").getLong("thisPeriod")).isZero();
    }

    @Test
    void everyFigureLinksToExactlyItsRows() {
        for (String period : List.of("2026-07", "2026-06", campaign)) {
            for (Object one : read(first, period, "").getJsonArray("columns")) {
                JsonObject column = (JsonObject) one;
                JsonObject links = column.getJsonObject("rows");
                if (links != null) {
                    assertThat(counted(first, links.getString("thisPeriod"), column.getString("unit")))
                            .as(period + " " + column.getString("id"))
                            .isEqualTo(column.getLong("thisPeriod"));
                    assertThat(counted(first, links.getString("accumulated"), column.getString("unit")))
                            .as("accumulated " + column.getString("id"))
                            .isEqualTo(column.getLong("accumulated"));
                }
            }
        }
        JsonObject row = api.get("/api/v1/returns/2026-07/rows?column=filed", first)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(api.get(row.getString("href"), first).status()).isEqualTo(200);
    }

    /** From submission to correction, in one walk, since what one test submits the next one would find. */
    @Test
    void aCitySumsWhatItsCountiesSubmitted() {
        JsonObject none = read(city, "2026-07", "");
        assertThat(none.getJsonArray("missing")).containsExactly(FIRST, SECOND, THIRD);
        assertThat(column(none, "officers").getLong("thisPeriod")).isZero();
        assertThat(column(none, "officers").getJsonObject("counted").getLong("thisPeriod"))
                .isEqualTo(11);

        JsonObject own = submit(first);
        assertThat(own.getJsonObject("submission").getInteger("version")).isEqualTo(1);
        assertThat(own.getJsonObject("submission").getString("by"))
                .isEqualTo(api.value(
                        "SELECT name FROM account WHERE region = '360481' AND authority = 'culture' LIMIT 1"));
        submit(second);

        JsonObject two = read(city, "2026-07", "");
        assertThat(two.getJsonArray("missing")).containsExactly(THIRD);
        assertThat(column(two, "officers").getLong("thisPeriod")).isEqualTo(officersOf(FIRST, SECOND));
        assertThat(column(two, "officers").getBoolean("changed")).isFalse();
        assertThat(counted(city, column(two, "officers").getJsonObject("rows").getString("thisPeriod"), "人次"))
                .isEqualTo(11);
        assertThat(read(province, "2026-07", "").getJsonArray("columns").stream()
                        .map(one -> ((JsonObject) one).getLong("thisPeriod")))
                .isEqualTo(two.getJsonArray("columns").stream()
                        .map(one -> ((JsonObject) one).getLong("thisPeriod"))
                        .toList());

        visit(first, "2026-07-08T20:00:00+08:00", 2, "routine", true, FIRST + "10000002");

        JsonObject later = read(city, "2026-07", "");
        assertThat(column(later, "officers").getLong("thisPeriod")).isEqualTo(11);
        assertThat(column(later, "officers").getBoolean("changed")).isTrue();
        assertThat(column(later, "filed").getBoolean("changed")).isFalse();
        assertThat(county(later, FIRST).getJsonArray("changed")).containsExactly("officers", "visits");
        assertThat(county(later, SECOND).getJsonArray("changed")).isEmpty();

        JsonObject corrected = submit(first);
        assertThat(corrected.getJsonArray("submissions").stream().map(one -> ((JsonObject) one).getInteger("version")))
                .containsExactly(2, 1);
        assertThat(corrected.getJsonArray("submissions").stream()
                        .map(one -> ((JsonObject) one)
                                .getJsonObject("figures")
                                .getJsonObject("officers")
                                .getLong("thisPeriod")))
                .containsExactly(7L, 5L);
        assertThat(column(read(city, "2026-07", ""), "officers").getLong("thisPeriod"))
                .isEqualTo(officersOf(FIRST, SECOND))
                .isEqualTo(13);
        JsonObject list = api.get("/api/v1/returns?year=2026", city).json();
        assertThat(list.fieldNames()).containsExactly("items", "next", "position");
        JsonObject listed = list.getJsonArray("items").getJsonObject(0);
        assertThat(listed.getString("period")).isEqualTo("2026-07");
        assertThat(listed.getInteger("submitted")).isEqualTo(2);
        assertThat(listed.getInteger("counties")).isEqualTo(3);
        assertThat(
                        api.value(
                                "SELECT count(*) FROM access_log WHERE action = 'submit-return' AND subject_kind = 'return' AND subject_id = '2026-07'"))
                .isEqualTo("3");
    }

    /** Another way: the newest versions of closed inspections, by their own days. */
    private static long officersOf(String... counties) {
        return Long.parseLong(
                String.valueOf(
                        api.value(
                                "SELECT sum(officers) FROM inspection_version v JOIN inspection i ON i.id = v.inspection_id"
                                        + " WHERE i.authority = 'culture' AND i.region IN ('"
                                        + String.join("','", counties)
                                        + "')"
                                        + " AND v.state = 'closed' AND to_char(v.started_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = '2026-07'")));
    }

    @ParameterizedTest
    @CsvSource({
        "/returns/2026-07?region=360482,                      404",
        "/returns/2026-07?region=360400,                      404",
        "/returns/2026-07/rows?column=officers&region=360482, 404",
        "/returns/2026-07/rows?column=unlicensed,             400",
        "/returns/2026-07/rows?column=officers&cursor=x,      400",
        "/returns/1999,                                       404",
        "/returns/2026-13,                                    400",
        "/returns/00000000-0000-0000-0000-000000000000,       404",
        "/returns?year=2026&region=360481,                    200",
    })
    void aCountySeesNothingOfAnother(String path, int status) {
        assertThat(api.get("/api/v1" + path, first).status()).isEqualTo(status);
    }

    @Test
    void onlyAnOfficerOfTheCountySubmitsAndOnlyWhatHasBegun() {
        Answer ofCity = api.call("POST", "/api/v1/returns/2026-05/submission", city, null);
        Answer ahead = api.call("POST", "/api/v1/returns/2026-08/submission", first, null);

        assertThat(ofCity.status()).isEqualTo(422);
        assertThat(ofCity.json().getString("code")).isEqualTo("not-a-county");
        assertThat(ahead.json().getString("code")).isEqualTo("not-begun");
        assertThat(api.call("POST", "/api/v1/returns/2026-05/submission", api.auditor(), null)
                        .status())
                .isEqualTo(403);
    }

    /** Counting takes long where there are very many inspections. Tokens are looked up, and the access log is written, meanwhile. */
    @Test
    void countingForASubmissionHoldsNoConnectionOfChanges() throws Exception {
        String officer = api.regulator("culture", THIRD);
        try (Connection owner = TestDatabase.superuser(api.database)) {
            owner.setAutoCommit(false);
            owner.createStatement().execute("LOCK TABLE inspection_version");
            List<CompletableFuture<Http.Answer>> submissions =
                    Stream.generate(() -> begun(officer, "2026-01")).limit(4).toList();
            Await.until("all wait", () -> waitingForLocks().equals("4"));

            assertThat(api.get("/api/v1/returns", "nobody").status()).isEqualTo(401);

            owner.rollback();
            assertThat(submissions)
                    .extracting(one -> one.get(PATIENCE_SECONDS, SECONDS).status())
                    .contains(201)
                    .isSubsetOf(201, 409);
        }
    }

    /** The later version has the later figures, so one that was overtaken while it waited is refused. */
    @Test
    void whoIsOvertakenLooksAgain() throws Exception {
        assertThat(begun(third, "2026-02").get(PATIENCE_SECONDS, SECONDS).status())
                .isEqualTo(201);
        visit(third, "2026-02-10T20:00:00+08:00", 2, "routine", true, THIRD + "10000001");
        try (Connection turn = TestDatabase.superuser(api.database)) {
            turn.setAutoCommit(false);
            turn.createStatement().execute("SELECT take_turn('return', 'culture 360483 2026-02')");
            CompletableFuture<Http.Answer> overtaken = begun(third, "2026-02");
            Await.until("it was counted", () -> waitingForLocks().equals("1"));
            turn.createStatement()
                    .execute(
                            "INSERT INTO return_submission SELECT authority, region, period, 2, at, account, officer, form, figures"
                                    + " FROM return_submission WHERE period = '2026-02'");
            turn.commit();

            assertThat(overtaken.get(PATIENCE_SECONDS, SECONDS).status()).isEqualTo(409);
        }
        assertThat(begun(third, "2026-02").get(PATIENCE_SECONDS, SECONDS).json().getJsonArray("submissions"))
                .hasSize(3);
    }

    /** Otherwise the versions of a return are used up in seconds, and its next correction is refused. */
    @Test
    void theSameFiguresAreNoFurtherVersion() {
        assertThat(submitted(third, "2025-11").status()).isEqualTo(201);

        Answer again = submitted(third, "2025-11");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().getJsonArray("submissions")).hasSize(1);

        visit(third, "2025-11-10T20:00:00+08:00", 2, "routine", true, THIRD + "10000001");
        Answer corrected = submitted(third, "2025-11");
        assertThat(corrected.status()).isEqualTo(201);
        assertThat(corrected.json().getJsonArray("submissions")).hasSize(2);
    }

    @Test
    void anOfficerLeavesRoomForAColleaguesCorrection() {
        assertThat(submitted(third, "2025-10").status()).isEqualTo(201);
        api.sql("INSERT INTO return_submission SELECT authority, region, period, n, at, account, officer, form, figures"
                + " FROM return_submission, generate_series(2, 50) AS n WHERE region = '" + THIRD
                + "' AND period = '2025-10'");
        visit(third, "2025-10-10T20:00:00+08:00", 2, "routine", true, THIRD + "10000001");

        Answer more = submitted(third, "2025-10");
        assertThat(more.status()).isEqualTo(409);
        assertThat(more.text()).contains("A return has at most 100 versions, of one account 50.");
        assertThat(submitted(api.regulator("culture", THIRD), "2025-10").status())
                .isEqualTo(201);
    }

    @Test
    void anOfficerLeavesRoomForAColleaguesTarget() {
        assertThat(target(third, "drawn", "year", 5)).isEqualTo(204);
        api.sql("INSERT INTO target SELECT authority, region, kind, every, n, percent, at, account"
                + " FROM target, generate_series(2, 500) AS n WHERE region = '" + THIRD + "'");

        assertThat(target(third, "drawn", "year", 6)).isEqualTo(409);
        assertThat(target(api.regulator("culture", THIRD), "drawn", "year", null))
                .isEqualTo(204);
    }

    private static Answer submitted(String officer, String period) {
        return api.call("POST", "/api/v1/returns/" + period + "/submission", officer, null);
    }

    /** A submission, without waiting for the answer. */
    private static CompletableFuture<Http.Answer> begun(String officer, String period) {
        return Http.to(URI.create("http://127.0.0.1:" + api.port()))
                .as(officer)
                .beginPost("/api/v1/returns/" + period + "/submission", new JsonObject());
    }

    /** How many sessions do. Asked by another session, since one that is in a transaction sees the same answer again. */
    private static String waitingForLocks() {
        return api.value("SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    /** The city's target holds for its counties, a county's own beside it; all is set, read, changed and ended in one walk. */
    @Test
    void targetsHoldForTheCountiesOfTheirRegion() {
        assertThat(target(city, "inspected", "quarter", 100)).isEqualTo(204);
        assertThat(target(first, "drawn", "month", 10)).isEqualTo(204);

        assertThat(targets(city, ""))
                .containsExactly(
                        "360400 inspected 2026-Q3 360481 2/2 of 2 reached []",
                        "360400 inspected 2026-Q3 360482 1/2 of 2 open [\"unnamed\"]",
                        "360400 inspected 2026-Q3 360483 0/2 of 2 open [\"nothing-recorded\"]");
        assertThat(targets(first, ""))
                .containsExactly(
                        "360400 inspected 2026-Q3 360481 2/2 of 2 reached []",
                        "360481 drawn 2026-07 360481 0/1 of 2 open []");
        assertThat(targets(second, "")).containsExactly("360400 inspected 2026-Q3 360482 1/2 of 2 open [\"unnamed\"]");
        assertThat(targets(city, "&region=" + FIRST)).hasSize(2);
        assertThat(targets(province, "")).isEmpty();
        assertThat(targets(police, "")).isEmpty();
        assertThat(targets(city, "&day=2026-06-30"))
                .as("set after that quarter")
                .isEmpty();
        assertThat(targets(city, "&day=2026-12-31")).as("of a quarter to come").hasSize(3);
        assertThat(api.get("/api/v1/targets?region=" + SECOND, first).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/targets?day=1999-12-31", first).status()).isEqualTo(400);

        assertThat(target(city, "inspected", "quarter", 50)).isEqualTo(204);
        assertThat(targets(second, ""))
                .containsExactly("360400 inspected 2026-Q3 360482 1/1 of 2 reached [\"unnamed\"]");
        assertThat(target(city, "inspected", "quarter", null)).isEqualTo(204);
        assertThat(targets(second, "")).isEmpty();

        assertThat(target(api.auditor(), "inspected", "year", 5)).isEqualTo(403);
        assertThat(
                        api.value(
                                "SELECT count(*) FROM access_log WHERE action = 'set-target' AND subject_kind = 'region' AND subject_id = '360400'"))
                .isEqualTo("3");
        assertThatThrownBy(() -> api.sql("UPDATE target SET percent = 1")).hasMessageContaining("append-only");
        assertThatThrownBy(
                        () -> api.sql(
                                "INSERT INTO target SELECT authority, '360482', kind, every, 9, 1, at, account FROM target WHERE region = '360481'"))
                .hasMessageContaining("of its region");
    }

    private static int target(String token, String kind, String every, @Nullable Integer percent) {
        return api.call(
                        "PUT",
                        "/api/v1/targets",
                        token,
                        new JsonObject().put("kind", kind).put("every", every).put("percent", percent))
                .status();
    }

    private static List<String> targets(String token, String query) {
        Answer answer = api.get("/api/v1/targets?" + query.replaceFirst("&", ""), token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(one -> String.join(
                                " ",
                                one.getString("setBy"),
                                one.getString("kind"),
                                one.getString("period"),
                                one.getString("region"),
                                one.getLong("reached") + "/" + one.getLong("required"))
                        + " of " + one.getLong("cafes") + " " + one.getString("state") + " "
                        + one.getJsonArray("cautions").encode())
                .toList();
    }

    @Test
    void theDatabaseKeepsWhatWasSubmitted() {
        assertThat(api.call("POST", "/api/v1/returns/2026-04/submission", third, null)
                        .status())
                .isEqualTo(201);

        for (String change : List.of(
                "UPDATE return_submission SET figures = '{}'",
                "DELETE FROM return_submission",
                "TRUNCATE return_submission")) {
            assertThatThrownBy(() -> api.sql(change)).hasMessageContaining("append-only");
        }
        String copied =
                "INSERT INTO return_submission SELECT authority, %s, period, %s, at, account, officer, form, figures"
                        + " FROM return_submission WHERE region = '360483'";
        assertThatThrownBy(() -> api.sql(copied.formatted("region", "3"))).hasMessageContaining("no gaps");
        assertThatThrownBy(() -> api.sql(copied.formatted("'360481'", "1"))).hasMessageContaining("of its county");
    }

    @Test
    void aReturnIsAlsoATableAndPagesOfRowsMeet() {
        Answer csv = api.send("GET", "/api/v1/returns/2026-06", first, "application/json", null, "text/csv");
        assertThat(csv.text()).startsWith("\uFEFF项目,单位,本期,累计").contains("出动执法人员,人次,4,4,4,4,否");

        String rows = "/api/v1/returns/2026-07/rows?column=filed&limit=1";
        Set<String> seen = new HashSet<>();
        @Nullable String next = null;
        do {
            JsonObject page = api.get(next == null ? rows : rows + "&cursor=" + next, first)
                    .json();
            seen.add(page.getJsonArray("items").getJsonObject(0).getString("id"));
            next = page.getString("next");
        } while (next != null);
        assertThat(seen).hasSize(3);
    }

    @Test
    void theCommandPrintsWhatAnOfficerReads(@TempDir Path directory) throws Exception {
        Path xlsx = directory.resolve("return.xlsx");
        var out = new StringWriter();

        int exit = new CommandLine(new AdminCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        "returns",
                        "2026-06",
                        "--server",
                        "http://127.0.0.1:" + api.port(),
                        "--token",
                        first,
                        "--xlsx",
                        xlsx.toString());

        assertThat(exit).isZero();
        assertThat(out.toString().lines()).contains("officers\t出动执法人员\t人次\t4\t4\t");
        try (var book = new XSSFWorkbook(Files.newInputStream(xlsx))) {
            assertThat(book.getSheetAt(0).getRow(1).getCell(2).getNumericCellValue())
                    .isEqualTo(4);
        }
    }

    private static String visit(
            String token, String startedAt, int officers, String kind, boolean closed, String... cafes) {
        var premises = new JsonArray();
        for (String cafe : cafes) {
            premises.add(new JsonObject().put("kind", "internet-cafe").put("placeCode", cafe));
        }
        return send(
                        token,
                        "/inspections",
                        new JsonObject()
                                .put("kind", kind)
                                .put("closed", closed)
                                .put("unit", "执法队")
                                .put("startedAt", startedAt)
                                .put("officerCount", officers)
                                .put("premises", premises),
                        201)
                .getString("id");
    }

    private static String decided(String token, String cafe, @Nullable String inspection, JsonArray sanctions) {
        String id = send(token, "/cases", new JsonObject().put("placeCode", cafe), 201)
                .getString("id");
        act(
                token,
                id,
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan"));
        act(
                token,
                id,
                new JsonObject()
                        .put("action", "check")
                        .put(
                                "inspection",
                                inspection == null
                                        ? visit(token, "2025-11-01T20:00:00+08:00", 0, "dispatch", false, cafe)
                                        : inspection)
                        .put("outcome", "true"));
        act(token, id, new JsonObject().put("action", "file"));
        act(token, id, new JsonObject().put("action", "review"));
        act(token, id, new JsonObject().put("action", "notify"));
        act(token, id, new JsonObject().put("action", "decide").put("sanctions", sanctions));
        return id;
    }

    private static void accepted(String token, String cafe) {
        JsonObject said = new JsonObject()
                .put("way", "telephone")
                .put("subject", "hours")
                .put("content", "c")
                .put("placeCode", cafe);
        String id = send(token, "/complaints", said, 201).getString("id");
        send(
                token,
                "/complaints/" + id + "/actions",
                new JsonObject().put("action", "accept").put("version", 1),
                200);
    }

    private static void act(String token, String id, JsonObject action) {
        long version = api.get("/api/v1/cases/" + id, token).json().getLong("version");
        send(token, "/cases/" + id + "/actions", action.put("version", version), 200);
    }

    private static JsonObject submit(String token) {
        Answer answer = api.call("POST", "/api/v1/returns/2026-07/submission", token, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static JsonObject read(String token, String period, String query) {
        Answer answer = api.get("/api/v1/returns/" + period + query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject column(JsonObject shown, String id) {
        return shown.getJsonArray("columns").stream()
                .map(JsonObject.class::cast)
                .filter(column -> column.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject county(JsonObject shown, String region) {
        return shown.getJsonArray("counties").stream()
                .map(JsonObject.class::cast)
                .filter(county -> county.getString("region").equals(region))
                .findFirst()
                .orElseThrow();
    }

    private static long counted(String token, String link, String unit) {
        Answer answer = api.get(link, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonObject> rows = answer.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
        return unit.equals("家")
                        && rows.stream().noneMatch(row -> row.getString("kind").equals("campaign"))
                ? rows.stream()
                        .map(row -> row.getString("placeCode"))
                        .distinct()
                        .count()
                : rows.stream().mapToLong(row -> row.getLong("amount")).sum();
    }

    private static JsonObject send(String token, String path, JsonObject body, int status) {
        Answer answer = api.call("POST", "/api/v1" + path, token, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }
}
