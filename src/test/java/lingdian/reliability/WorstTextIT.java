package lingdian.reliability;

import static lingdian.testing.RunningService.ADMIN_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.WorstText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Texts that cost a normaliser most, in every field of text that a café, an office or a browser may send: each field has a
 * limit, which is named where it is exceeded. What the work is up to the limits: {@code StreamSafeTest}.
 */
class WorstTextIT {
    private static final String CAFE = "36048110000001";
    private static final int MEBIBYTE = 1024 * 1024;
    /**
     * So few bytes that the café has its answer at once: the more of them are sealed, the longer it waits, half a minute for those
     * of {@code -Dlingdian.long=true}.
     */
    private static final int LONG = Boolean.getBoolean("lingdian.long") ? MEBIBYTE : 15_000;

    private RunningService service;
    private Http agent;
    private Http police;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.start();
        agent = Http.to(service).as(service.cafe(CAFE, List.of()));
        police = Http.to(service).as(service.regulatorToken("public-security", "360000"));
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private static JsonObject login(long seq) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", "login")
                .put("at", Instant.now().toString())
                .put("session", "s-" + seq)
                .put("terminal", "A01")
                .put("document", document());
    }

    private static JsonObject document() {
        return new JsonObject()
                .put("type", "990")
                .put("number", "1")
                .put("name", "a")
                .put("birthDate", "1990-01-01")
                .put("read", "manual");
    }

    private static JsonObject patrol(String officer) {
        return new JsonObject()
                .put("seq", 1)
                .put("type", "patrol")
                .put("at", Instant.now().toString())
                .put("officer", officer);
    }

    private JsonArray rejects(JsonObject event) throws Exception {
        Http.Answer answer = agent.events(UUID.randomUUID(), List.of(event));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().getJsonArray("rejects");
    }

    @Test
    void textsUpToTheLimitsAreTaken() throws Exception {
        JsonObject event = login(1);
        event.getJsonObject("document")
                .put("name", WorstText.ofCharacters(200))
                .put("number", WorstText.ofCharacters(256));
        assertThat(rejects(event)).isEmpty();
        assertThat(rejects(patrol(WorstText.ofCharacters(200)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"name,201", "name,15000", "name,262144", "number,257", "number,15000"})
    void aLongTextOfACardIsRejected(String field, int length) throws Exception {
        JsonObject event = login(1);
        event.getJsonObject("document").put(field, WorstText.ofCharacters(length));
        assertThat(rejects(event).getJsonObject(0).getString("path")).isEqualTo("/document/" + field);
    }

    /** They are compared with lists and patterns, so their length costs no more than reading them. */
    @ParameterizedTest
    @CsvSource({"type", "birthDate", "validUntil"})
    void aLongTextWhereADateOrACodeBelongsIsAMalformedDocument(String field) throws Exception {
        JsonObject event = login(1);
        event.getJsonObject("document").put(field, WorstText.ofCharacters(LONG));
        Http.Answer answer = agent.events(UUID.randomUUID(), List.of(event));
        assertThat(answer.json().getJsonArray("verdicts").encode()).contains("document-malformed");
    }

    @ParameterizedTest
    @CsvSource({"session", "terminal", "at", "type"})
    void aLongTextOfAnEventIsRejected(String field) throws Exception {
        assertThat(rejects(login(1).put(field, WorstText.ofCharacters(LONG)))
                        .getJsonObject(0)
                        .getString("path"))
                .isEqualTo("/" + field);
        assertThat(rejects(patrol(WorstText.ofCharacters(LONG)))
                        .getJsonObject(0)
                        .getString("path"))
                .isEqualTo("/officer");
    }

    @Test
    void theRegistryRefusesLongTexts() throws Exception {
        for (String field : List.of("name", "number", "type", "birthDate")) {
            var person = new JsonObject().put("document", document());
            person.getJsonObject("document").remove("read");
            person.getJsonObject("document").put(field, WorstText.ofCharacters(MEBIBYTE / 4));
            assertThat(police.post("/api/v1/persons", person).status())
                    .as(field)
                    .isIn(400, 413, 422);
        }
        var person = new JsonObject().put("document", document());
        person.getJsonObject("document").remove("read");
        person.getJsonObject("document").put("name", WorstText.ofCharacters(100));
        assertThat(police.post("/api/v1/persons", person).status()).isIn(200, 201);
    }

    @Test
    void notesAndFormsHaveLimits() throws Exception {
        String violations = "/api/v1/violations/" + UUID.randomUUID() + "/actions";
        for (int length : List.of(5_000, MEBIBYTE / 4)) {
            var action = new JsonObject().put("action", "comment").put("note", WorstText.ofCharacters(length));
            assertThat(police.post(violations, action).status()).as("a note").isIn(400, 413);
            var account =
                    new JsonObject().put("name", WorstText.ofCharacters(length)).put("role", "auditor");
            assertThat(Http.to(service)
                            .as(ADMIN_TOKEN)
                            .post("/api/v1/accounts", account)
                            .status())
                    .as("a name")
                    .isIn(400, 413);
            String form = "name=" + WorstText.ofCharacters(length) + "&password=" + WorstText.ofCharacters(length);
            assertThat(Http.to(service)
                            .send("POST", "/sign-in", "application/x-www-form-urlencoded", form)
                            .status())
                    .as("a form")
                    .isIn(400, 403, 413);
        }
    }
}
