package lingdian.feed.notification;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import lingdian.domain.ChinaTime;
import lingdian.feed.notification.NotifiedCity.Person;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of the progress of cases, and reminded of what waits: by a real service, to a real server. */
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
        Person owner = owner("wecom", "/owner", "{\"groupMinutes\":0}");
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

    /** Of the order with its day, on that day's morning, and while it is late; of nothing else that officers do in the case. */
    @Test
    void theCafesOperatorIsToldWhatToCorrectByWhen() throws Exception {
        Person owner = owner("wecom", "/corrects", "{\"groupMinutes\":0}");
        owner.target("standard", city.receiver.url("/corrects-json"));
        owner("wecom", "/corrects-not", "{\"groupMinutes\":0,\"cases\":\"none\",\"deadlines\":\"none\"}");
        assign(officer, officer);
        String inspection = officer.call(
                        HttpMethod.POST, "/inspections", new JsonObject("{\"kind\":\"dispatch\",\"unit\":\"执法队\"}"))
                .getString("id");
        act(
                officer,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection)
                        .put("outcome", "true"));
        LocalDate until = LocalDate.ofInstant(city.now.get(), ChinaTime.ZONE)
                .plusDays(2)
                .with(TemporalAdjusters.next(DayOfWeek.TUESDAY));
        act(
                officer,
                new JsonObject()
                        .put("action", "correct")
                        .put("until", until.toString())
                        .put("demand", "到点关门"));
        String order = "责令改正，" + DateTimeFormatter.ofPattern("MM-dd").format(until) + " 前完成";
        city.until(
                "the order is told",
                () -> got("/corrects") > 0 && last("/corrects").contains(order));
        city.until("to each target", () -> got("/corrects-json") == got("/corrects"));
        assertThat(city.receiver
                        .on("/corrects-json")
                        .getLast()
                        .body()
                        .getJsonObject("data")
                        .getJsonArray("cases"))
                .singleElement()
                .satisfies(one -> assertThat((JsonObject) one)
                        .contains(Map.entry("correctBy", until.toString()), Map.entry("link", "/my-cafe")));
        int told = got("/corrects");
        act(officer, new JsonObject().put("action", "comment").put("note", "机密"));
        city.pass(Duration.ofSeconds(10));
        city.service.sendNotifications();
        assertThat(got("/corrects")).as("of what officers note").isEqualTo(told);

        city.now.set(until.atTime(8, 30).atZone(ChinaTime.ZONE).toInstant());
        city.until("it is reminded", () -> got("/corrects") == told + 1 && got("/corrects-json") == told + 1);
        assertThat(last("/corrects")).contains("已逾期 0 件，今日到期 1 件", name());
        JsonObject data = city.receiver.on("/corrects-json").getLast().body().getJsonObject("data");
        assertThat(data.getJsonArray("cases").getJsonObject(0))
                .contains(Map.entry("due", until.toString()), Map.entry("link", "/my-cafe"));
        city.pass(Duration.ofHours(2));
        city.service.sendNotifications();
        city.now.set(until.plusDays(1).atTime(9, 0).atZone(ChinaTime.ZONE).toInstant());
        city.until("it is late", () -> got("/corrects") == told + 2);
        assertThat(last("/corrects")).contains("已逾期 1 件，今日到期 0 件");

        act(officer, new JsonObject().put("action", "recheck").put("corrected", true));
        city.service.sendNotifications();
        city.now.set(until.plusDays(2).atTime(9, 0).atZone(ChinaTime.ZONE).toInstant());
        city.service.sendNotifications();
        assertThat(city.receiver.on("/corrects"))
                .hasSize(told + 2)
                .noneMatch(one -> one.text().contains("到点关门") || one.text().contains("机密"));
        assertThat(got("/corrects-not")).isZero();
    }

    /** What was checked stays with its office when the café moves, with its news and deadlines. The new county may not read the case. */
    @Test
    void theOfficeOfACaseIsToldOfItSinceItsCafeMoved() throws Exception {
        Person office = person("/stayed", "{\"groupMinutes\":0,\"cases\":\"all\"}");
        assign(officer, office);
        String inspection = officer.call(
                        HttpMethod.POST, "/inspections", new JsonObject("{\"kind\":\"dispatch\",\"unit\":\"执法队\"}"))
                .getString("id");
        act(
                officer,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection)
                        .put("outcome", "true"));
        city.until(
                "both steps are told",
                () -> got("/stayed") > 0 && last("/stayed").contains("\"checked\""));
        city.service
                .admin()
                .call(
                        HttpMethod.PUT,
                        "/cafes/" + cafe,
                        new JsonObject(
                                "{\"name\":\"星海\",\"licence\":{\"number\":\"L\",\"validUntil\":\"2039-01-01\"},\"region\":\"360482\"}"))
                .await(PATIENCE_SECONDS, SECONDS);
        Person entered = city.culture("360482");
        entered.wants("{\"groupMinutes\":0,\"cases\":\"all\",\"deadlines\":\"all\"}");
        entered.target("standard", city.receiver.url("/entered"));
        city.service.sendNotifications(); // past the move
        int told = got("/stayed");

        act(officer, new JsonObject().put("action", "file"));
        city.until("its office is told", () -> got("/stayed") == told + 1);

        JsonObject data = city.receiver.on("/stayed").getLast().body().getJsonObject("data");
        assertThat(data.getString("cafe")).as("the office may not see the café").isEqualTo(cafe);
        assertThat(data.getJsonArray("cases").getJsonObject(0).getString("step"))
                .isEqualTo("filed");
        city.sql("UPDATE case_file SET due_at = '" + city.now.get() + "' WHERE place_code = '" + cafe + "'");
        person("/stayed-due", "{\"cases\":\"none\",\"deadlines\":\"all\"}");
        city.until("and reminded", () -> got("/stayed-due") == 1);
        assertThat(last("/stayed-due")).contains("\"placeCode\":\"" + cafe + "\",\"cafe\":\"" + cafe + "\"");
        assertThat(entered.messages()).isEmpty();
        act(
                officer,
                new JsonObject()
                        .put("action", "transfer")
                        .put("to", "执法队")
                        .put("items", new JsonArray())
                        .put("note", "n")); // it is not due while others are tested
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

    /** Who may decide is told once a request, and of nothing that was decided meanwhile. */
    @Test
    void whoMayDecideIsToldOfRequestsThatWait() throws Exception {
        Person asker = person("/asker", "{\"groupMinutes\":0}");
        Person decider = person("/decider", "{\"groupMinutes\":0}");
        person("/silent", "{\"groupMinutes\":0,\"approvals\":false}");
        person("/late", "{\"groupMinutes\":30}");
        Person far = city.culture("360424");
        far.wants("{\"groupMinutes\":0}");
        far.target("standard", city.receiver.url("/far"));
        Person above = city.culture("360400");
        above.wants("{\"groupMinutes\":0,\"language\":\"en\"}");
        above.target("wecom", city.receiver.url("/above"));

        String request = records(asker, cafe);
        city.until("both are told", () -> got("/decider") == 1 && got("/above") == 1);
        JsonObject told = city.receiver.on("/decider").getFirst().body();
        assertThat(told.getString("type")).isEqualTo("lingdian.approvals.waiting");
        assertThat(told.getJsonObject("data"))
                .isEqualTo(new JsonObject()
                        .put("unmaskings", 0)
                        .put("recordRequests", 1)
                        .put("legalHolds", 0)
                        .put("link", "/approvals"));
        assertThat(city.receiver.on("/above").getFirst().text())
                .contains("1 request waits for your decision", "1 to inspect records")
                .doesNotContain(cafe, "查实", "somebody");
        assertThat(decider.messages().getFirst().getMap())
                .contains(Map.entry("topic", "approvals"), Map.entry("changes", 1))
                .doesNotContainKeys("placeCode", "region");
        assertThat(got("/asker") + got("/silent") + got("/far")).isZero();

        decide(decider, request);
        city.pass(Duration.ofMinutes(31));
        Person late = city.culture("360481");
        city.until(
                "the later one is stopped",
                () -> city.service
                        .rows("SELECT failure FROM notification_delivery WHERE state = 'stopped'")
                        .contains("nothing-left"));
        assertThat(got("/late")).isZero();
        assertThat(got("/decider")).isEqualTo(1);

        records(late, cafe);
        city.until("a further request is told", () -> got("/decider") == 2 && got("/asker") == 1);
    }

    /** Two nodes tell a request once, whichever comes first. */
    @Test
    void twoNodesTellARequestOnce() throws Exception {
        String shop = city.cafe("360830");
        Person one = city.culture("360830");
        one.wants("{\"groupMinutes\":5}");
        one.target("standard", city.receiver.url("/one"));
        String of =
                "SELECT changes FROM notification_delivery AS d JOIN notification_setting AS s ON s.account = d.account"
                        + " WHERE d.about = 'approvals' AND d.state = 'gathering' AND s.group_minutes = 5";
        try (RunningService other = city.service.another()) {
            Person asker = city.culture("360830");
            for (int i = 0; i < 8; i++) {
                records(asker, shop);
                var there = CompletableFuture.runAsync(() -> send(other));
                send(city.service);
                there.get(PATIENCE_SECONDS, SECONDS);
            }
        }
        assertThat(city.service.rows(of)).containsExactly("8");
    }

    /** On the morning of a working day, who deals with a case that is due is told, once. */
    @Test
    void whoseCasesAreDueIsToldOnTheMorningOfAWorkingDay() throws Exception {
        Person assigned = person("/due", "{\"cases\":\"none\"}");
        Person office = city.culture("360481");
        office.wants("{\"deadlines\":\"all\",\"language\":\"en\"}");
        office.target("wecom", city.receiver.url("/due-office"));
        person("/due-other", "{\"cases\":\"none\"}");
        Person none = person("/due-none", "{\"cases\":\"none\",\"deadlines\":\"none\"}");
        assign(officer, assigned, none);
        LocalDate due = due();
        city.now.set(due.minusDays(1).atTime(12, 0).atZone(ChinaTime.ZONE).toInstant());
        city.service.sendNotifications();
        assertThat(got("/due")).as("the day before").isZero();
        city.now.set(due.atTime(8, 29).atZone(ChinaTime.ZONE).toInstant());
        city.service.sendNotifications();
        assertThat(got("/due")).as("before work begins").isZero();

        city.now.set(due.atTime(8, 30).atZone(ChinaTime.ZONE).toInstant());
        city.until("both are told", () -> got("/due") == 1 && got("/due-office") == 1);
        JsonObject data = city.receiver.on("/due").getFirst().body().getJsonObject("data");
        assertThat(data.getInteger("today")).isEqualTo(1);
        assertThat(data.getInteger("overdue")).isZero();
        assertThat(data.getJsonObject("links").getString("today"))
                .isEqualTo("/?view=due-today&assignee=" + assigned.id());
        assertThat(data.getJsonArray("cases").getJsonObject(0))
                .contains(Map.entry("cafe", name()), Map.entry("due", due.toString()), Map.entry("step", "assigned"));
        assertThat(city.receiver.on("/due-office").getFirst().text()).contains("due today", name());
        city.pass(Duration.ofHours(3));
        city.service.sendNotifications();

        LocalDate saturday = due.with(TemporalAdjusters.next(DayOfWeek.SATURDAY));
        city.now.set(saturday.atTime(9, 0).atZone(ChinaTime.ZONE).toInstant());
        city.service.sendNotifications();
        assertThat(got("/due")).as("once a day, and not on a Saturday").isEqualTo(1);
        city.now.set(saturday.plusDays(2).atTime(9, 0).atZone(ChinaTime.ZONE).toInstant());
        city.until("of what is late by then", () -> got("/due") == 2);
        data = city.receiver.on("/due").getLast().body().getJsonObject("data");
        assertThat(data.getInteger("overdue")).isEqualTo(1);
        assertThat(got("/due-other") + got("/due-none")).isZero();
        assertThat(office.messages()).hasSize(2);
    }

    private static int got(String path) {
        return city.receiver.on(path).size();
    }

    private static String last(String path) {
        return city.receiver.on(path).getLast().text();
    }

    private Person owner(String format, String path, String wants) throws Exception {
        Person owner = city.person(new JsonObject().put("role", "operator").put("placeCode", cafe));
        owner.wants(wants);
        owner.target(format, city.receiver.url(path));
        return owner;
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

    private static void send(RunningService service) {
        try {
            service.sendNotifications();
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private static String records(Person by, String placeCode) throws Exception {
        return by.call(
                        HttpMethod.POST,
                        "/record-requests",
                        new JsonObject()
                                .put("placeCode", placeCode)
                                .put("from", city.now.get().minusSeconds(7_200).toString())
                                .put("to", city.now.get().minusSeconds(3_600).toString())
                                .put("reason", "查实举报"))
                .getString("id");
    }

    private static void decide(Person by, String request) throws Exception {
        by.call(HttpMethod.POST, "/record-requests/" + request + "/approval", new JsonObject().put("approve", true));
    }

    /** The last day of the case's first deadline. */
    private LocalDate due() throws Exception {
        String id = city.service
                .rows("SELECT case_id FROM case_violation WHERE violation_id = '" + violation + "'")
                .getFirst();
        return LocalDate.parse(officer.get("/cases/" + id)
                .getJsonArray("deadlines")
                .getJsonObject(0)
                .getString("due"));
    }

    private String name() throws Exception {
        return city.service
                .rows("SELECT name FROM cafe WHERE place_code = '" + cafe + "'")
                .getFirst();
    }
}
