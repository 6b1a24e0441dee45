package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A violation of both authorities, of which one has found something: the other's case says whose word that is (handbook, casework.md). */
class OtherAuthorityIT {
    private static final String OTHER_ZH = "另一主管部门认定不属实";
    private static final String OTHER_EN = "found untrue by the other authority";
    private static RunningApi api;
    private static MadeUpViolations violations;
    private static CaseGrouping grouping;
    private static String culture;
    private static String police;
    private static int cafes;

    private final String cafe = "3604811000%04d".formatted(++cafes);
    private String violation = "";

    @BeforeAll
    static void start() {
        api = new RunningApi();
        violations = new MadeUpViolations(api);
        grouping = MadeUpGrouping.of(api);
        culture = api.regulator("culture", "360481");
        police = api.regulator("public-security", "360481");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private void found() {
        api.createCafe(cafe);
        violation = violations.add("MINOR_ADMITTED", cafe, "{culture,public-security}");
        violations.tell(violation, "opened");
    }

    /** Also where the officer was faster than the follower that makes the cases. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDismissalIsTheOtherAuthoritysWord(boolean grouped) {
        found();
        if (grouped) {
            await(grouping.runNow());
        }
        step(police, "dismiss");
        await(grouping.runNow());

        JsonObject summary = shown(culture).getJsonObject("summary");
        assertThat(summary.getString("zh")).contains("已持续").endsWith("，" + OTHER_ZH + "。");
        assertThat(summary.getString("en")).contains("so far").endsWith(", " + OTHER_EN + ".");
        assertThat(listed(culture).getJsonObject("summary")).isEqualTo(summary);
        assertThat(shown(culture).getJsonArray("open"))
                .as("as for any dismissal")
                .contains("close");
        assertThat(shown(police).getJsonObject("summary").getString("zh")).endsWith("起接纳未成年人上网，认定不属实。");
    }

    @Test
    void itIsTheOtherAuthoritysWordAlsoOnceItIsClosed() {
        found();
        await(grouping.runNow());
        step(police, "dismiss");
        step(police, "close");

        assertThat(shown(culture).getJsonObject("summary").getString("zh")).contains(OTHER_ZH);
        assertThat(shown(police).getJsonObject("summary").getString("zh")).doesNotContain("另一");
    }

    @Test
    void onceBothFoundItUntrueItIsEachOnesOwn() {
        found();
        await(grouping.runNow());
        step(police, "dismiss");
        act(new JsonObject()
                .put("action", "assign")
                .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                .put("trigger", "data-monitoring"));
        assertThat(shown(culture).getJsonObject("summary").getString("zh")).contains(OTHER_ZH);
        String inspection = api.call(
                        "POST",
                        "/api/v1/inspections",
                        culture,
                        new JsonObject().put("kind", "dispatch").put("unit", "执法队"))
                .json()
                .getString("id");
        act(new JsonObject()
                .put("action", "check")
                .put("inspection", inspection)
                .put("outcome", "untrue")
                .put("note", "n"));

        assertThat(shown(culture).getJsonObject("summary").getString("zh")).endsWith("上网，认定不属实。");
    }

    private void step(String token, String action) {
        Answer taken = api.call(
                "POST",
                "/api/v1/violations/" + violation + "/actions",
                token,
                new JsonObject().put("action", action).put("note", "n"));
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    }

    private void act(JsonObject action) {
        JsonObject seen = shown(culture);
        Answer taken = api.call(
                "POST",
                "/api/v1/cases/" + seen.getString("id") + "/actions",
                culture,
                action.put("version", seen.getLong("version")));
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    }

    private JsonObject listed(String token) {
        return api.get("/api/v1/cases?placeCode=" + cafe, token)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
    }

    private JsonObject shown(String token) {
        return api.get("/api/v1/cases/" + listed(token).getString("id"), token).json();
    }
}
