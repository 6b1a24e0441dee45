package lingdian.office.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import lingdian.testing.Await;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A case gets its number when it is filed (handbook, documents.md#numbers). */
class CaseNumbersIT {
    private static final String CAFE = "36048110000001";

    private RunningApi api;
    private String officer;

    @BeforeEach
    void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
        officer = api.regulator("culture", "360481");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void itIsTheNextOneOfItsOfficeWithoutGaps() {
        office("culture", new JsonObject().put("area", "瑞").put("digits", 3));
        String first = checked();
        String second = checked();
        assertThat(number(first)).isNull();

        assertThat(act(first, new JsonObject().put("action", "file").put("version", 1))
                        .status())
                .isEqualTo(409);
        file(first);
        file(second);

        assertThat(number(first)).isEqualTo("（瑞）文综执字〔2026〕001号");
        assertThat(number(second)).isEqualTo("（瑞）文综执字〔2026〕002号");
        assertThat(act(first, versioned(first, "review")).status()).isEqualTo(200);
        assertThat(number(first)).as("it keeps it").isEqualTo("（瑞）文综执字〔2026〕001号");
        assertThat(api.get(
                                "/api/v1/cases?view=all&q="
                                        + URLEncoder.encode("（瑞）文综执字〔2026〕002号", StandardCharsets.UTF_8),
                                officer)
                        .json()
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("id"))
                .isEqualTo(second);
    }

    @Test
    void anOfficesOwnWordIsSharedWithItsDocuments() {
        JsonObject words = new JsonObject().put("filing", "文立").put("closing-report", "文立");
        office("culture", new JsonObject().put("words", words));
        assertThat(api.get("/api/v1/offices/360481/culture", officer).json().getJsonObject("words"))
                .isEqualTo(words);
        String first = checked();
        String second = checked();

        file(first);
        JsonObject report = api.call(
                        "POST",
                        "/api/v1/cases/" + first + "/documents",
                        officer,
                        new JsonObject().put("kind", "closing-report").put("fields", new JsonObject()))
                .json();
        file(second);

        assertThat(number(first)).isEqualTo("文立字〔2026〕1号");
        assertThat(report.getString("number")).isEqualTo("文立字〔2026〕2号");
        assertThat(number(second)).isEqualTo("文立字〔2026〕3号");
        assertThat(api.get("/api/v1/cases/" + first + "/documents/" + report.getString("id") + "?format=html", officer)
                        .text())
                .contains("文立字〔2026〕1号");
    }

    /** A word may be shared, and its counter is held while a long document is filled. */
    @Test
    void noVerdictWaitsForTheCounter() throws Exception {
        file(checked());
        String id = checked();
        JsonObject filing = versioned(id, "file");
        try (var holder = TestDatabase.superuser(api.database);
                var held = holder.createStatement()) {
            holder.setAutoCommit(false);
            held.execute("SELECT FROM document_counter FOR UPDATE");
            Thread acting = Thread.ofVirtual().start(() -> taken(act(id, filing)));

            Await.until(
                    "it waits for the counter",
                    () -> "1"
                            .equals(api.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock' AND query LIKE '%INTO document_counter%'")));
            assertThat(api.value("SELECT position FROM head FOR UPDATE NOWAIT")).isNotNull();

            holder.rollback();
            acting.join();
        }
        assertThat(number(id)).isEqualTo("文综执字〔2026〕2号");
    }

    /** No source says how the police number theirs. */
    @Test
    void aCaseOfThePoliceHasOneWhereTheirOfficeHasAWordForIt() {
        officer = api.regulator("public-security", "360481");
        String without = checked();
        file(without);
        office("public-security", new JsonObject().put("words", new JsonObject().put("filing", "公网受")));
        String with = checked();
        file(with);

        assertThat(number(without)).isNull();
        assertThat(number(with)).isEqualTo("公网受字〔2026〕1号");
    }

    @Test
    void theDatabaseKeepsItAndRefusesACounterWithoutACase() {
        String id = checked();
        file(id);

        assertThatThrownBy(() -> api.sql("UPDATE case_file SET number = 'x' WHERE id = '" + id + "'"))
                .hasMessageContaining("case_file");
        assertThatThrownBy(() -> api.sql("UPDATE document_counter SET serial = serial + 1"))
                .hasMessageContaining("a number is given with its document, or with its case");
    }

    private void office(String authority, JsonObject numbering) {
        Answer put = api.call("PUT", "/api/v1/offices/360481/" + authority, officer, numbering.put("name", "瑞昌市文旅局"));
        assertThat(put.status()).as(put.text()).isEqualTo(200);
    }

    private String number(String id) {
        return api.get("/api/v1/cases/" + id, officer).json().getString("number");
    }

    private String checked() {
        String id = api.call("POST", "/api/v1/cases", officer, new JsonObject().put("placeCode", CAFE))
                .json()
                .getString("id");
        JsonObject premises = new JsonObject().put("kind", "internet-cafe").put("placeCode", CAFE);
        String visit = api.call(
                        "POST",
                        "/api/v1/inspections",
                        officer,
                        new JsonObject()
                                .put("kind", "dispatch")
                                .put("unit", "执法队")
                                .put("premises", new JsonArray().add(premises)))
                .json()
                .getString("id");
        taken(act(
                id,
                versioned(id, "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan")));
        taken(act(id, versioned(id, "check").put("inspection", visit).put("outcome", "true")));
        return id;
    }

    private void file(String id) {
        taken(act(id, versioned(id, "file")));
    }

    private static void taken(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private JsonObject versioned(String id, String action) {
        return new JsonObject()
                .put("action", action)
                .put("version", api.get("/api/v1/cases/" + id, officer).json().getLong("version"));
    }

    private Answer act(String id, JsonObject action) {
        return api.call("POST", "/api/v1/cases/" + id + "/actions", officer, action);
    }
}
