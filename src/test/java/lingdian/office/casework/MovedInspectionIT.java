package lingdian.office.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An inspection that a case takes along when its café moves to another county: what the new office reads of it. */
class MovedInspectionIT {
    private static final String OTHER = "36048110000009";
    private static RunningApi api;
    private static String former;
    private static String present;
    private static int cafes;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(OTHER);
        former = api.regulator("culture", "360481");
        present = api.regulator("culture", "360482");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void ofARoundTheNewOfficeReadsWhatConcernsTheCafe() {
        String cafe = cafe();
        String round = inspection(premises(cafe, "后门锁闭"), premises(OTHER, "内有未成年人"), gameHall());
        String photo = photo(round);
        record(round, cafe);
        record(round, OTHER);
        moveWithCase(cafe, round);

        JsonObject read = get(present, round).json();

        assertThat(read.getBoolean("readOnly")).isTrue();
        assertThat(read.getBoolean("partial")).isTrue();
        assertThat(read.getJsonArray("premises")).containsExactly(premises(cafe, "后门锁闭"));
        assertThat(read.getJsonObject("visits")).isEqualTo(new JsonObject().put("internet-cafe", 1));
        assertThat(read.getJsonArray("records")).hasSize(1);
        assertThat(read.getJsonArray("photos")).isEmpty();
        assertThat(read.containsKey("note")).isFalse();
        assertThat(read.encode()).doesNotContain(OTHER, "未成年人", "巡查记录", "欢乐电玩");
        assertThat(get(present, round + "/records/" + cafe).status()).isEqualTo(200);
        for (String hidden : List.of("/records/" + OTHER, "/photos/" + photo, "/thumbnails")) {
            assertThat(get(present, round + hidden).status()).as(hidden).isEqualTo(404);
        }
        JsonObject whole = get(former, round).json();
        assertThat(whole.getJsonArray("premises")).hasSize(3);
        assertThat(whole.getBoolean("readOnly")).isFalse();
        assertThat(get(api.regulator("culture", "360400"), round).json().getBoolean("readOnly"))
                .as("the city above both")
                .isFalse();
    }

    /** What an earlier version named may be on a photograph that is still there. */
    @Test
    void photosOfAPlaceThatWasTakenOutAreNotShown() {
        String cafe = cafe();
        String round = inspection(premises(cafe, "x"), premises(OTHER, "y"));
        String photo = photo(round);
        assertThat(api.call(
                                "PUT",
                                path(round),
                                former,
                                visit(premises(cafe, "x")).put("version", 1))
                        .status())
                .isEqualTo(200);
        moveWithCase(cafe, round);

        assertThat(get(present, round).json().getBoolean("partial")).isTrue();
        assertThat(get(present, round + "/photos/" + photo).status()).isEqualTo(404);
    }

    @Test
    void theNewOfficeChangesNothingOfIt() {
        String cafe = cafe();
        String visit = inspection(premises(cafe, "x"));
        String photo = photo(visit);
        record(visit, cafe);
        moveWithCase(cafe, visit);

        var bytes = new JsonObject().put("photos", new JsonArray().add(jpeg()));
        JsonObject changed = visit(premises(cafe, "z")).put("version", 1).put("closed", true);
        JsonObject signature =
                new JsonObject().put("as", "officer").put("version", 1).put("certificate", "1");
        List<Answer> refused = List.of(
                api.call("PUT", path(visit), present, changed),
                api.call("POST", path(visit) + "/corrections", present, new JsonObject().put("note", "n")),
                api.call("POST", path(visit) + "/photos", present, bytes),
                api.call("DELETE", path(visit) + "/photos/" + photo, present, null),
                api.call("PUT", path(visit) + "/records/" + cafe, present, new JsonObject().put("version", 1)),
                api.call("POST", path(visit) + "/records/" + cafe + "/signatures", present, signature));

        assertThat(refused).extracting(Answer::status).containsOnly(403);
        assertThat(refused).extracting(one -> one.json().getString("code")).containsOnly("other-office");
        assertThat(api.call("PUT", path(visit), former, changed).status())
                .as("its own office goes on with it")
                .isEqualTo(200);
    }

    @Test
    void aVisitToTheCafeAloneIsReadWhole() {
        String cafe = cafe();
        String visit = inspection(premises(cafe, "x"));
        String photo = photo(visit);
        moveWithCase(cafe, visit);

        JsonObject read = get(present, visit).json();

        assertThat(read.getBoolean("readOnly")).isTrue();
        assertThat(read.getBoolean("partial")).isFalse();
        assertThat(read.getString("note")).isEqualTo("巡查记录");
        assertThat(read.getJsonArray("photos")).hasSize(1);
        assertThat(get(present, visit + "/photos/" + photo).status()).isEqualTo(200);
        assertThat(get(present, visit + "/thumbnails").status()).isEqualTo(200);
    }

    /** The database itself hides them, whatever a statement asks for. */
    @Test
    void aReaderOfTheNewOfficeFindsNoRowOfOtherPlaces() throws Exception {
        String cafe = cafe();
        String round = inspection(premises(cafe, "x"), premises(OTHER, "y"));
        String visit = inspection(premises(cafe, "x"));
        for (String one : List.of(round, visit)) {
            photo(one);
            record(one, cafe);
        }
        record(round, OTHER);
        moveWithCase(cafe, round, visit);
        String query = "SELECT string_agg(found, ' ' ORDER BY found) FROM ("
                + "SELECT 'photo of ' || owner AS found FROM attachment WHERE owner IN ('" + round + "', '" + visit
                + "') UNION SELECT 'record ' || place_code FROM site_record WHERE inspection_id = '" + round
                + "') AS seen";

        assertThat(seen("360482", query)).isEqualTo("photo of " + visit + " record " + cafe);
        assertThat(seen("360481", query)).contains("photo of " + round, OTHER);
    }

    private static String seen(String region, String query) throws Exception {
        try (var connection = TestDatabase.superuser(api.database);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL ROLE lingdian_reader; SET LOCAL lingdian.role = 'regulator';"
                    + " SET LOCAL lingdian.authority = 'culture'; SET LOCAL lingdian.first_cafe = '00000000000000';"
                    + " SET LOCAL lingdian.last_cafe = '99999999999999'; SET LOCAL lingdian.first_region = '" + region
                    + "'; SET LOCAL lingdian.last_region = '" + region + "'");
            try (var rows = statement.executeQuery(query)) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static String cafe() {
        String cafe = "3604811000%04d".formatted(100 + ++cafes);
        api.createCafe(cafe);
        return cafe;
    }

    /** A case of the café names the inspections, and the café moves with the case. */
    private static void moveWithCase(String cafe, String... inspections) {
        String id = api.call("POST", "/api/v1/cases", former, new JsonObject().put("placeCode", cafe))
                .json()
                .getString("id");
        act(
                id,
                new JsonObject()
                        .put("action", "assign")
                        .put("trigger", "plan")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王五"))));
        for (String inspection : inspections) {
            act(id, new JsonObject().put("action", "dispatch").put("inspection", inspection));
        }
        api.createCafe(cafe, RunningApi.cafe().put("region", "360482"));
        assertThat(api.get("/api/v1/cases/" + id, present).status()).isEqualTo(200);
    }

    private static void act(String id, JsonObject action) {
        long version = api.get("/api/v1/cases/" + id, former).json().getLong("version");
        Answer done = api.call("POST", "/api/v1/cases/" + id + "/actions", former, action.put("version", version));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
    }

    private static String inspection(JsonObject... premises) {
        Answer made = api.call("POST", "/api/v1/inspections", former, visit(premises));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().getString("id");
    }

    private static JsonObject visit(JsonObject... premises) {
        return new JsonObject()
                .put("kind", "night-round")
                .put("unit", "执法队")
                .put("startedAt", "2026-07-10T01:00:00+08:00")
                .put("endedAt", "2026-07-10T02:00:00+08:00")
                .put("note", "巡查记录")
                .put("premises", new JsonArray(List.of(premises)));
    }

    private static JsonObject premises(String cafe, String found) {
        return new JsonObject()
                .put("kind", "internet-cafe")
                .put("placeCode", cafe)
                .put("found", found);
    }

    private static JsonObject gameHall() {
        return new JsonObject().put("kind", "game-hall").put("name", "欢乐电玩");
    }

    private static String photo(String inspection) {
        Answer added = api.call(
                "POST",
                path(inspection) + "/photos",
                former,
                new JsonObject().put("photos", new JsonArray().add(jpeg())));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        return added.json().getJsonArray("photos").getJsonObject(0).getString("id");
    }

    private static JsonObject jpeg() {
        return new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("name", "x.jpg")
                .put("type", "image/jpeg")
                .put("content", "/9j/AQ==");
    }

    private static void record(String inspection, String cafe) {
        Answer written = api.call(
                "PUT",
                path(inspection) + "/records/" + cafe,
                former,
                new JsonObject().put("version", 0).put("other", "现场情况"));
        assertThat(written.status()).as(written.text()).isEqualTo(200);
    }

    private static Answer get(String token, String inspection) {
        return api.get(path(inspection), token);
    }

    private static String path(String inspection) {
        return "/api/v1/inspections/" + inspection;
    }
}
