package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * As {@link ServicesLoginIT}, of what offices keep: cafés, where findings and cases lie, and inspections.
 */
class ServicesLoginOfficeIT {
    private static final String CAFE = "36048110000001";
    private static final String WITHOUT_ENTRY = "with its entry in the access log";

    private static DatabaseAddress owner;
    private static RunningService service;
    private static AdminClient culture;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        owner = service.database();
        var cafe = new PostingCafe(CAFE, service.cafe(CAFE, List.of()));
        culture = service.regulator("culture", "360481");
        JsonObject login = PostingCafe.login("minor", SealedCafe.document("111", SealedCafe.MINOR))
                .put("terminal", "T1");
        assertThat(cafe.send(service.url(), login)).isTrue();
        call(culture, "POST", "/cases", new JsonObject().put("placeCode", CAFE));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    private static JsonObject call(AdminClient client, String method, String path, @Nullable JsonObject body)
            throws Exception {
        return client.call(HttpMethod.valueOf(method), path, body).await(PATIENCE_SECONDS, SECONDS);
    }

    private static String refusal(String... statements) throws SQLException {
        return TestDatabase.refusalOfMember(owner, statements);
    }

    private static String value(String sql) throws Exception {
        return service.rows(sql).getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time_zone = 'America/New_York'",
                "staff_terminals = '{T1}'",
                "terminals = 9999",
                "region = '110101'",
                "measures = 'security'",
                "licence_valid_until = NULL"
            })
    void noCafeIsChangedWithoutItsEntry(String change) throws Exception {
        assertThat(refusal("UPDATE cafe SET " + change)).contains(WITHOUT_ENTRY);
    }

    @Test
    void noCafeIsMadeWithoutItsEntry() throws Exception {
        assertThat(refusal("INSERT INTO cafe (place_code, name, region, licence_number, created_at)"
                        + " VALUES ('36048110000077', 'x', '360481', 'x', now())"))
                .contains(WITHOUT_ENTRY);
    }

    /** The entry of another change, of before, is none of this one. */
    @Test
    void aCafeIsChangedByPeople() throws Exception {
        String entries = "SELECT count(*) FROM access_log WHERE subject_id = '" + CAFE + "' AND action = 'change-cafe'";
        String before = value(entries);
        service.cafe(CAFE, List.of("staff-" + before));
        assertThat(value(entries)).isNotEqualTo(before);
        assertThat(refusal("UPDATE cafe SET time_zone = 'America/New_York'")).contains(WITHOUT_ENTRY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"violation", "case_file"})
    void nothingIsTakenOutOfTheSightOfItsOffice(String table) throws Exception {
        assertThat(value("SELECT count(*) FROM " + table)).isNotEqualTo("0");
        assertThat(refusal("UPDATE " + table + " SET region = '990000'")).contains("moves with its café");
    }

    /** Its inspection comes with the entry of the dispatch. */
    @Test
    void aCaseIsDispatched() throws Exception {
        String path = "/cases/" + value("SELECT id FROM case_file LIMIT 1");
        var officers = new JsonArray().add(new JsonObject().put("name", "王勇"));
        String before = value("SELECT count(*) FROM inspection");
        for (JsonObject action : List.of(
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", officers)
                        .put("trigger", "data-monitoring"),
                new JsonObject().put("action", "dispatch"))) {
            Await.until("nothing joins the case meanwhile", () -> acted(path, action));
        }
        assertThat(value("SELECT count(*) FROM inspection")).isNotEqualTo(before);
    }

    private static boolean acted(String path, JsonObject action) throws Exception {
        long version = call(culture, "GET", path, null).getLong("version");
        try {
            call(culture, "POST", path + "/actions", action.put("version", version));
            return true;
        } catch (ApiException refused) {
            assertThat(refused.status()).as(refused.getMessage()).isEqualTo(409);
            return false;
        }
    }

    @Test
    void anInspectionIsChangedByPeople() throws Exception {
        var visit = new JsonObject().put("kind", "dispatch").put("unit", "执法队");
        String path =
                "/inspections/" + call(culture, "POST", "/inspections", visit).getString("id");
        var shown = new JsonObject();
        for (String content : List.of("/9j/AQ==", "/9j/Ag==")) {
            var photo = new JsonObject()
                    .put("name", "p.jpg")
                    .put("type", "image/jpeg")
                    .put("content", content);
            shown = call(culture, "POST", path + "/photos", new JsonObject().put("photos", JsonArray.of(photo)));
        }
        String first = shown.getJsonArray("photos").getJsonObject(0).getString("id");
        call(culture, "DELETE", path + "/photos/" + first, null);

        assertThat(refusal("DELETE FROM attachment")).contains(WITHOUT_ENTRY);
        assertThat(
                        refusal(
                                "INSERT INTO inspection_version (inspection_id, version, at, account, kind, state, unit, started_at, ended_at,"
                                        + " officers, vehicles, visits, place_codes, violations, content, trigger, recheck_of)"
                                        + " SELECT inspection_id, version + 1, at, account, kind, 'closed', unit, started_at, ended_at, officers, vehicles,"
                                        + " visits, place_codes, violations, content, trigger, recheck_of FROM inspection_version"))
                .contains(WITHOUT_ENTRY);

        long version = call(culture, "GET", path, null).getLong("version");
        call(culture, "PUT", path, visit.put("closed", true).put("version", version));
        assertThat(value("SELECT count(*) FROM photograph_link")).isEqualTo("1");
    }
}
