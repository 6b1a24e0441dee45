package lingdian.office.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Any officer links a complaint elsewhere, also a colleague's: it leaves a trace where it was (handbook, complaints.md). */
class ComplaintLinksIT {
    private static final String CAFE = "36048110000001";
    private static final String OTHER_CAFE = "36048110000002";
    private static final String FOREIGN_CAFE = "36048210000001";
    private static RunningApi api;
    private static String officer;
    private static String colleague;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        List.of(CAFE, OTHER_CAFE, FOREIGN_CAFE).forEach(api::createCafe);
        officer = api.regulator("culture", "360481");
        colleague = api.regulator("culture", "360481");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void theHistoryAndTheLogSayToWhichCafeAndFromWhich() {
        String id = registered(new JsonObject().put("placeCode", CAFE));

        JsonArray history = link(colleague, id, 1, new JsonObject().put("placeCode", OTHER_CAFE))
                .getJsonArray("history");

        assertThat(targets(history)).containsExactly(CAFE + " null null null", OTHER_CAFE + " null " + CAFE + " null");
        assertThat(logged(id, "placeCode")).isEqualTo(CAFE + " " + OTHER_CAFE);
        assertThat(logged(id, "formerPlaceCode")).isEqualTo("- " + CAFE);
    }

    @Test
    void theFormerCaseSaysThatAComplaintLeftIt() {
        String former = opened(officer, CAFE);
        String later = opened(officer, OTHER_CAFE);
        String id = registered(new JsonObject());
        link(officer, id, 1, new JsonObject().put("case", former));
        assertThat(shown(former, officer).getJsonArray("formerComplaints")).isEmpty();

        JsonArray history = link(
                        colleague, id, 2, new JsonObject().put("case", later).put("placeCode", OTHER_CAFE))
                .getJsonArray("history");

        assertThat(targets(history))
                .containsExactly(
                        "null null null null",
                        CAFE + " " + former + " null null",
                        OTHER_CAFE + " " + later + " " + CAFE + " " + former);
        assertThat(logged(id, "case")).isEqualTo("- " + former + " " + later);
        assertThat(logged(id, "formerCase")).isEqualTo("- - " + former);
        assertThat(shown(former, officer).getJsonArray("complaints")).isEmpty();
        JsonObject left =
                shown(former, officer).getJsonArray("formerComplaints").getJsonObject(0);
        assertThat(left.getString("id")).isEqualTo(id);
        assertThat(left.getString("by")).isEqualTo(history.getJsonObject(2).getString("by"));
        assertThat(left.getString("at")).isEqualTo(history.getJsonObject(2).getString("at"));
        assertThat(shown(later, officer).getJsonArray("formerComplaints")).isEmpty();
    }

    /** The city's complaint is the county's to see as long as the county's case follows it up; that it left, for ever. */
    @Test
    void aCountyIsToldAlsoWhereItSeesTheComplaintNoLonger() {
        String city = api.regulator("culture", "360400");
        String former = opened(officer, CAFE);
        String later = opened(city, FOREIGN_CAFE);
        String id = registered(city, new JsonObject());
        link(city, id, 1, new JsonObject().put("case", former));

        link(city, id, 2, new JsonObject().put("case", later).put("placeCode", FOREIGN_CAFE));

        assertThat(api.get("/api/v1/complaints/" + id, officer).status()).isEqualTo(404);
        JsonObject left =
                shown(former, officer).getJsonArray("formerComplaints").getJsonObject(0);
        assertThat(left.getString("id")).isEqualTo(id);
        assertThat(left.getString("by")).isNotNull();
    }

    @Test
    void whatOtherActionsLeaveAsItWasIsNotRepeated() {
        String id = registered(new JsonObject().put("placeCode", CAFE));
        link(officer, id, 1, new JsonObject().put("placeCode", CAFE));
        JsonObject commented = act(
                officer,
                id,
                new JsonObject().put("action", "comment").put("version", 2).put("note", "n"));

        assertThat(targets(commented.getJsonArray("history")))
                .containsExactly(CAFE + " null null null", CAFE + " null null null", "null null null null");
    }

    /** Whoever took the service's login over links nothing elsewhere without writing from where. */
    @Test
    void theServicesLoginLinksWithATraceOnly() throws Exception {
        String id = registered(new JsonObject().put("placeCode", CAFE));
        String move = "UPDATE complaint SET version = 2, place_code = '" + OTHER_CAFE + "' WHERE id = '" + id + "'";
        String entry =
                "INSERT INTO complaint_entry (complaint_id, number, action, at, account, place_code, former_place_code)"
                        + " SELECT complaint_id, 2, 'link', now(), account, '%s', '%s' FROM complaint_entry WHERE complaint_id = '"
                        + id + "'";

        for (String written : List.of(
                entry.formatted(CAFE, CAFE),
                entry.formatted(OTHER_CAFE, OTHER_CAFE),
                entry.formatted(CAFE, OTHER_CAFE))) {
            assertThat(TestDatabase.refusalOfMember(api.database, move, written))
                    .contains("moves with its entry written");
        }
        assertThat(TestDatabase.refusalOfMember(
                        api.database, "UPDATE complaint_entry SET place_code = NULL WHERE complaint_id = '" + id + "'"))
                .contains("permission denied");
        assertThat(TestDatabase.refusalOfMember(api.database, move, entry.formatted(OTHER_CAFE, CAFE)))
                .isEmpty();
    }

    private static List<String> targets(JsonArray history) {
        return history.stream()
                .map(JsonObject.class::cast)
                .map(entry -> entry.getString("placeCode") + " " + entry.getString("case") + " "
                        + entry.getString("formerPlaceCode") + " " + entry.getString("formerCase"))
                .toList();
    }

    /** A detail of each entry about a change, in order. */
    private static String logged(String id, String detail) {
        return api.value("SELECT string_agg(coalesce(details::jsonb ->> '" + detail
                + "', '-'), ' ' ORDER BY position) FROM access_log WHERE subject_id = '" + id
                + "' AND action IN ('register-complaint', 'handle-complaint')");
    }

    private static String opened(String token, String cafe) {
        Answer opened = api.call("POST", "/api/v1/cases", token, new JsonObject().put("placeCode", cafe));
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        return opened.json().getString("id");
    }

    private static JsonObject shown(String caseId, String token) {
        return api.get("/api/v1/cases/" + caseId, token).json();
    }

    private static String registered(JsonObject more) {
        return registered(officer, more);
    }

    private static String registered(String token, JsonObject more) {
        JsonObject said = new JsonObject()
                .put("way", "telephone")
                .put("subject", "hours")
                .put("content", "c")
                .mergeIn(more);
        return api.call("POST", "/api/v1/complaints", token, said).json().getString("id");
    }

    private static JsonObject link(String token, String id, int version, JsonObject target) {
        return act(
                token,
                id,
                new JsonObject().put("action", "link").put("version", version).mergeIn(target));
    }

    private static JsonObject act(String token, String id, JsonObject action) {
        Answer answer = api.call("POST", "/api/v1/complaints/" + id + "/actions", token, action);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
