package lingdian.feed.notification;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import lingdian.feed.notification.NotifiedCity.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of the progress of cases: by a real service, to a real server. */
class CaseNewsIT {
    private static NotifiedCity city;
    private String cafe = "";
    private String violation = "";
    private Person officer;

    @BeforeAll
    static void start() throws Exception {
        city = new NotifiedCity();
    }

    @AfterAll
    static void stop() throws Exception {
        city.close();
    }

    /** A café of a county with one fact, in a case of culture. */
    @BeforeEach
    void aCase() throws Exception {
        cafe = city.cafe("360481");
        officer = city.culture("360481");
        violation = UUID.randomUUID().toString();
        JsonObject snapshot = new JsonObject()
                .put("id", violation)
                .put("code", "OVERTIME_OPERATION")
                .put("standing", "fact")
                .put("state", "open")
                .put("case", "new")
                .put("placeCode", cafe)
                .put("region", "360481")
                .put("authorities", List.of("culture"))
                .put("law", List.of())
                .put("ruleVersion", "1")
                .put("startedAt", city.now.get().toString())
                .put("detectedAt", city.now.get().toString())
                .put("evidence", List.of());
        city.sql("""
                INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                  VALUES ('%s', 'OVERTIME_OPERATION', '%s', '360481', 'fact', 'open', '{culture}', '%3$s', '%3$s', '%4$s')
                """.formatted(violation, cafe, city.now.get(), snapshot.encode()));
        city.change(cafe, "opened", "OVERTIME_OPERATION", "fact", UUID.fromString(violation));
        city.service.groupCases();
        city.service.sendNotifications(); // past what is not asked for yet
    }

    @Test
    void whoIsAssignedIsToldOfOthersStepsAndTheOfficeIfItWantsTo() throws Exception {
        Person assigned = person("/assigned", "{\"groupMinutes\":0}");
        Person office = person("/office", "{\"groupMinutes\":0,\"cases\":\"all\"}");
        Person neither = person("/neither", "{\"groupMinutes\":0}");
        Person none = person("/none", "{\"groupMinutes\":0,\"cases\":\"none\"}");

        assign(officer, assigned, none);
        city.until("both are told", () -> got("/assigned") == 1 && got("/office") == 1);
        JsonObject data = city.receiver.on("/assigned").getFirst().body();
        assertThat(data.getString("type")).isEqualTo("lingdian.cases.changed");
        data = data.getJsonObject("data");
        assertThat(data.getString("placeCode")).isEqualTo(cafe);
        assertThat(data.getJsonArray("cases").getJsonObject(0).getString("step"))
                .isEqualTo("assigned");
        assertThat(data.getJsonArray("violations").getJsonObject(0).getString("case"))
                .isEqualTo("acknowledged");

        act(assigned, new JsonObject().put("action", "comment").put("note", "机密"));
        city.until("the office is told again", () -> got("/office") == 2);
        assertThat(got("/assigned")).as("of what it did itself").isEqualTo(1);
        assertThat(got("/neither") + got("/none")).isZero();
        assertThat(city.receiver.on("/office").getLast().text()).doesNotContain("机密");
        assertThat(neither.messages()).isEmpty();
        assertThat(office.messages()).hasSize(2);
    }

    /** An operator is told of answers and of steps on the violation, and never of the case. */
    @Test
    void theCafesOperatorIsToldOfItsViolation() throws Exception {
        Person owner = city.person(new JsonObject().put("role", "operator").put("placeCode", cafe));
        owner.wants("{\"groupMinutes\":0}");
        owner.target("wecom", city.receiver.url("/owner"));
        Person office = person("/answers", "{\"groupMinutes\":0,\"cases\":\"all\"}");

        JsonObject objected = owner.call(
                HttpMethod.POST, "/violations/" + violation + "/objections", new JsonObject().put("statement", "当晚停电"));
        city.until("the office is told of the objection", () -> got("/answers") == 1);
        assertThat(got("/owner")).isZero();
        office.call(
                HttpMethod.POST,
                "/violations/" + violation + "/objections/"
                        + objected.getJsonArray("objections").getJsonObject(0).getString("id") + "/answer",
                new JsonObject().put("upheld", true).put("text", "属实"));
        city.until("the café is told of the answer", () -> got("/owner") == 1);
        assertThat(city.receiver.on("/owner").getFirst().text())
                .contains("1 条办理进展", "超时营业")
                .doesNotContain("属实", "停电");

        assign(officer, officer);
        city.until("the café is told of the step", () -> got("/owner") == 2);
        assertThat(city.receiver.on("/owner").getLast().text()).contains("已受理").doesNotContain("案件");
    }

    @Test
    void stepsOfOneCafeAreOneMessage() throws Exception {
        person("/grouped", "{\"groupMinutes\":15,\"cases\":\"all\"}");
        assign(officer, officer);
        city.service.sendNotifications();
        city.pass(Duration.ofMinutes(10));
        act(officer, new JsonObject().put("action", "comment").put("note", "n"));
        city.service.sendNotifications();
        assertThat(got("/grouped")).isZero();
        city.pass(Duration.ofMinutes(5));
        city.until("it is told", () -> got("/grouped") == 1);

        JsonObject data = city.receiver.on("/grouped").getFirst().body().getJsonObject("data");
        assertThat(data.getJsonArray("cases")).hasSize(1);
        assertThat(data.getJsonArray("violations")).hasSize(1);
    }

    private static int got(String path) {
        return city.receiver.on(path).size();
    }

    private static Person person(String path, String wants) throws Exception {
        Person person = city.culture("360481");
        person.wants(wants);
        person.target("standard", city.receiver.url(path));
        return person;
    }

    private void assign(Person by, Person... officers) throws Exception {
        var ids = new JsonArray();
        List.of(officers).forEach(one -> ids.add(one.id().toString()));
        act(by, new JsonObject().put("action", "assign").put("officers", ids).put("trigger", "data-monitoring"));
    }

    private void act(Person by, JsonObject action) throws Exception {
        city.pass(Duration.ofSeconds(1)); // two changes at one moment are one account's
        List<String> row = city.service.rows(
                "SELECT case_id || ' ' || version FROM case_violation JOIN case_file ON case_file.id ="
                        + " case_id WHERE violation_id = '" + violation + "'");
        String[] of = row.getFirst().split(" ");
        by.client()
                .call(HttpMethod.POST, "/cases/" + of[0] + "/actions", action.put("version", Integer.parseInt(of[1])))
                .await(PATIENCE_SECONDS, SECONDS);
    }
}
