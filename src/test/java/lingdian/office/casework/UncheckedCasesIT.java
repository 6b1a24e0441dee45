package lingdian.office.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A case without a violation was opened because somebody complained, or for a plan: its café does not learn of it before officers came
 * (handbook, casework.md).
 */
class UncheckedCasesIT {
    private static RunningApi api;
    private static String officer;
    private static int cafes;

    private final String cafe = "3604811000%04d".formatted(++cafes);

    @BeforeAll
    static void start() {
        api = new RunningApi();
        officer = api.regulator("culture", "360481");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "lead,     close,    closed",
        "assigned, close,    closed",
        "lead,     merge,    closed",
        "assigned, merge,    closed",
        "lead,     transfer, transferred",
        "assigned, transfer, transferred"
    })
    void isNotToldWhereItEndedUnchecked(String from, String action, String step) {
        String operator = operator();
        String id = opened();
        if (from.equals("assigned")) {
            assign(id);
        }

        assertThat(act(id, ending(action)).getString("step")).isEqualTo(step);

        assertThat(told(operator)).isEmpty();
    }

    @Test
    void isToldOnceItWasChecked() {
        String operator = operator();
        String id = opened();
        assign(id);
        assertThat(told(operator)).isEmpty();
        String inspection = api.call(
                        "POST",
                        "/api/v1/inspections",
                        officer,
                        new JsonObject("{\"kind\":\"dispatch\",\"unit\":\"执法队\"}"))
                .json()
                .getString("id");
        act(
                id,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection)
                        .put("outcome", "untrue")
                        .put("note", "n"));
        assertThat(told(operator)).hasSize(1);

        act(id, ending("close"));

        assertThat(told(operator).getJsonObject(0).getString("step")).isEqualTo("closed");
    }

    private JsonObject ending(String action) {
        var body = new JsonObject().put("action", action).put("note", "n");
        return switch (action) {
            case "merge" -> body.put("into", opened()).put("intoVersion", 1);
            case "transfer" -> body.put("to", "公安").put("items", new JsonArray());
            default -> body;
        };
    }

    private String operator() {
        api.createCafe(cafe);
        return api.operator(cafe);
    }

    private static JsonArray told(String operator) {
        return api.get("/api/v1/my/cases", operator).json().getJsonArray("items");
    }

    private String opened() {
        Answer opened = api.call("POST", "/api/v1/cases", officer, new JsonObject().put("placeCode", cafe));
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        return opened.json().getString("id");
    }

    private static void assign(String id) {
        act(
                id,
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan"));
    }

    private static JsonObject act(String id, JsonObject action) {
        long version = api.get("/api/v1/cases/" + id, officer).json().getLong("version");
        Answer answer = api.call("POST", "/api/v1/cases/" + id + "/actions", officer, action.put("version", version));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
