package lingdian.record.evidence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.agent.link.AdminClient;
import lingdian.domain.ChinaTime;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A dispatched or confirmed violation keeps its bundle, as it was when it could last be made, as long as its case
 * (handbook, evidence.md).
 */
class KeptBundlesIT {
    private static final String NUMBER = "36048120120202123";

    /** As near to today as an evening surely is. */
    private static final String DAY = LocalDate.now(ChinaTime.ZONE).minusDays(1).toString();

    private static RunningService service;
    private static AdminClient culture;
    private static String token;
    private static int cafes;

    private final String cafe = "3604811000%04d".formatted(++cafes);
    private final UUID stream = UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        token = service.regulatorToken("culture", "360481");
        culture = new AdminClient(service.vertx(), service.url(), token);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void itOutlivesTheRecords() throws Exception {
        String id = childSatDown();
        steps(id, "acknowledge", "dispatch");
        service.keepBundles();
        dropRecords();

        byte[] kept = bundle(id, token);

        assertThat(BundleCheck.check(kept).violation()).hasToString(id);
        assertShowsNobody(kept);
        byte[] own = bundle(id, operator());
        assertThat(BundleCheck.check(own).leftOut()).containsExactly("other-cafes", "inspections");
        assertThat(BundleZip.read(own)).doesNotContainKey("photographs.json");
        assertShowsNobody(own);
    }

    /** An officer takes back a dispatch, or closes a case, before the keeper comes by. */
    @ParameterizedTest
    @ValueSource(strings = {"dispatch,dismiss", "dispatch,mark-unverifiable,close", "dispatch,confirm,close"})
    void aStepThatWentOnAtOnceIsNotMissed(String taken) throws Exception {
        String id = childSatDown();
        steps(id, "acknowledge");
        steps(id, taken.split(","));

        service.keepBundles();

        dropRecords();
        assertThat(violationIn(bundle(id, token)).path("case").asText())
                .isEqualTo(violation(id).getString("case"));
    }

    @Test
    void whatWasOnlyDismissedHasNone() throws Exception {
        String id = childSatDown();
        steps(id, "acknowledge", "dismiss");

        service.keepBundles();

        assertThat(value("SELECT count(*) FROM kept_bundle WHERE violation_id = '" + id + "'"))
                .isEqualTo("0");
    }

    /** What the other authority confirmed later is in its case alone: the violation itself stays dismissed. */
    @Test
    void whatOneOfTwoAuthoritiesConfirmedHasOne() throws Exception {
        childSatDown();
        String id = violation("IDENTITY_UNVERIFIED").getString("id");
        service.groupCases();
        steps(id, "dismiss");
        AdminClient police = service.regulator("public-security", "360481");
        String caseFile =
                value("SELECT case_id FROM case_violation WHERE authority = 'public-security' AND violation_id = '" + id
                        + "'");
        act(
                police,
                caseFile,
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan"));
        act(
                police,
                caseFile,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", visit(police))
                        .put("outcome", "true"));

        service.keepBundles();

        assertThat(violation(id).getString("case")).isEqualTo("dismissed");
        assertThat(value("SELECT bundle IS NOT NULL FROM kept_bundle WHERE violation_id = '" + id + "'"))
                .isEqualTo("t");
    }

    @Test
    void itIsMadeAgainWhenTheViolationEndedAndWhenItWasConfirmed() throws Exception {
        String id = childSatDown();
        steps(id, "acknowledge", "dispatch");
        service.keepBundles();
        childLeft();
        service.keepBundles();
        steps(id, "confirm");
        service.keepBundles();
        dropRecords();

        ObjectNode kept = violationIn(bundle(id, token));

        assertThat(kept.path("endedAt").asText()).isEqualTo(violation(id).getString("endedAt"));
        assertThat(kept.path("state").asText()).isEqualTo("ended");
        assertThat(kept.path("case").asText()).isEqualTo("confirmed");
        assertThat(violationIn(bundle(id, operator())).path("state").asText()).isEqualTo("ended");
    }

    /** Where else the guest was in that county is nothing that another one may learn: its officers get the café's own bundle. */
    @Test
    void whatWasMadeForACountyIsNotShownInTheOneThatTheCafeMovedTo() throws Exception {
        String other = "3604811000%04d".formatted(++cafes);
        UUID otherStream = UUID.randomUUID();
        send(other, otherStream, 0, event(1, "opened", "19:00:00"), login("19:00:00", "B77"));
        send(0, event(1, "opened", "19:06:00"), login("19:06:00", "A01"), inUse(3, "19:20:00", "A01"));
        send(other, otherStream, 2, inUse(3, "19:21:00", "B77"));
        send(3, event(4, "logout", "19:30:00").put("session", "A01").put("reason", "patron"));
        String id = violation("IDENTITY_SHARED").getString("id");
        steps(id, "acknowledge", "dispatch");
        service.keepBundles();
        replicaSql("DELETE FROM journal");

        service.admin()
                .call(
                        HttpMethod.PUT,
                        "/cafes/" + cafe,
                        new JsonObject()
                                .put("name", "星海")
                                .put(
                                        "licence",
                                        new JsonObject().put("number", "1").put("validUntil", "2039-01-01"))
                                .put("region", "360482"))
                .await(PATIENCE_SECONDS, SECONDS);
        service.keepBundles();

        byte[] ofNewCounty = bundle(id, service.regulatorToken("culture", "360482"));
        assertThat(BundleCheck.check(ofNewCounty).leftOut()).containsExactly("other-cafes", "inspections");
        assertThat(contents(ofNewCounty)).contains(cafe).doesNotContain(other, "B77");
        assertThat(contents(bundle(id, service.regulatorToken("culture", "360400"))))
                .contains(other, "B77");
    }

    @Test
    void oneThatCannotBeMadeAgainStays() throws Exception {
        String id = childSatDown();
        steps(id, "acknowledge", "dispatch");
        service.keepBundles();
        dropRecords();
        steps(id, "confirm");

        service.keepBundles();

        assertThat(violationIn(bundle(id, token)).path("case").asText()).isEqualTo("dispatched");
        assertThat(violationIn(bundle(id, operator())).path("case").asText()).isEqualTo("dispatched");
        assertThat(due(id)).isEqualTo("none");
    }

    /** Photographs and decisions may have been added since. */
    @Test
    void itIsMadeAgainOnTheLastDayOnWhichItSurelyCan() throws Exception {
        String id = childSatDown();
        steps(id, "acknowledge", "dispatch");
        service.keepBundles();
        String madeAt = value("SELECT made_at FROM kept_bundle WHERE violation_id = '" + id + "'");
        String received = LocalDate.now(ChinaTime.ZONE).plusDays(89).toString();
        assertThat(due(id)).isEqualTo(received + " 00:00:00");
        service.keepBundles();
        assertThat(value("SELECT made_at FROM kept_bundle WHERE violation_id = '" + id + "'"))
                .isEqualTo(madeAt);
        sql("UPDATE bundle_due SET due_at = now() WHERE violation_id = '" + id + "'");

        service.keepBundles();

        assertThat(value("SELECT made_at > '" + madeAt + "' FROM kept_bundle WHERE violation_id = '" + id + "'"))
                .isEqualTo("t");
    }

    @Test
    void itGoesWithTheLastOfItsCases() throws Exception {
        childSatDown();
        String id = violation("IDENTITY_UNVERIFIED").getString("id");
        service.groupCases();
        steps(id, "acknowledge", "dispatch", "confirm");
        service.keepBundles();
        String kept = "SELECT count(*) FROM kept_bundle WHERE violation_id = '" + id + "'";

        assertThatThrownBy(() -> sql("DELETE FROM kept_bundle WHERE violation_id = '" + id + "'"))
                .hasMessageContaining("a bundle is kept as long as its case");
        close("culture", 59);
        service.eraseCases();
        assertThat(value(kept)).isEqualTo("1");
        close("culture", 61);
        service.eraseCases();
        assertThat(value(kept)).as("the police's case is running").isEqualTo("1");
        close("public-security", 61);
        service.eraseCases();

        assertThat(value(kept)).isEqualTo("0");
        assertThat(due(id)).isEqualTo("none");
        assertThat(value("SELECT uncased_at IS NOT NULL FROM violation WHERE id = '" + id + "'"))
                .isEqualTo("t");
        steps(id, "close");
        service.keepBundles();
        assertThat(value(kept)).as("made again").isEqualTo("0");
    }

    private void close(String authority, int monthsAgo) throws SQLException {
        replicaSql("UPDATE case_file SET step = 'closed', step_before = 'checked', closed_at = now() - interval '"
                + monthsAgo + " months' WHERE place_code = '" + cafe + "' AND authority = '" + authority + "'");
    }

    /** A child sits down whose document is malformed, too. */
    private String childSatDown() throws Exception {
        send(
                0,
                event(1, "opened", "19:06:00"),
                event(2, "login", "19:06:00")
                        .put("session", "s1")
                        .put("terminal", "A01")
                        .put("admitted", true)
                        .put(
                                "document",
                                new JsonObject()
                                        .put("type", "990")
                                        .put("number", NUMBER + cafes)
                                        .put("name", "王小明")
                                        .put("validUntil", "2020-01-01")
                                        .put("birthDate", "2012-01-01")
                                        .put("read", "manual")));
        return violation("MINOR_ADMITTED").getString("id");
    }

    private void childLeft() throws Exception {
        send(2, event(3, "logout", "19:30:00").put("session", "s1").put("reason", "patron"));
    }

    private void send(long after, JsonObject... events) throws Exception {
        send(cafe, stream, after, events);
    }

    private static void send(String cafe, UUID stream, long after, JsonObject... events) throws Exception {
        try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(cafe, List.of()))) {
            agent.hello(stream, after);
            agent.sendBatch(Instant.now().toString(), List.of(events));
            agent.ack(after + events.length);
        }
    }

    private static JsonObject event(long seq, String type, String time) {
        return new JsonObject().put("seq", seq).put("type", type).put("at", DAY + "T" + time + "+08:00");
    }

    /** Always the same person's, as the second event. */
    private static JsonObject login(String time, String terminal) {
        return event(2, "login", time)
                .put("session", terminal)
                .put("terminal", terminal)
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", NUMBER + "7")
                                .put("name", "王小明")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual"));
    }

    private static JsonObject inUse(long seq, String time, String terminal) {
        return event(seq, "heartbeat", time).put("inUse", new JsonArray().add(terminal));
    }

    private static String contents(byte[] zip) throws Exception {
        var contents = new StringBuilder();
        BundleZip.read(zip).forEach((name, content) -> contents.append(new String(content, StandardCharsets.UTF_8)));
        return contents.toString();
    }

    private void steps(String violation, String... actions) throws Exception {
        for (String action : actions) {
            culture.call(
                            HttpMethod.POST,
                            "/violations/" + violation + "/actions",
                            new JsonObject().put("action", action).put("note", "n"))
                    .await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private static void act(AdminClient officer, String caseFile, JsonObject action) throws Exception {
        int version = officer.call(HttpMethod.GET, "/cases/" + caseFile, null)
                .await(PATIENCE_SECONDS, SECONDS)
                .getInteger("version");
        officer.call(HttpMethod.POST, "/cases/" + caseFile + "/actions", action.put("version", version))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private String visit(AdminClient officer) throws Exception {
        JsonObject premises = new JsonObject().put("kind", "internet-cafe").put("placeCode", cafe);
        return officer.call(
                        HttpMethod.POST,
                        "/inspections",
                        new JsonObject()
                                .put("kind", "dispatch")
                                .put("unit", "网安大队")
                                .put("premises", new JsonArray().add(premises)))
                .await(PATIENCE_SECONDS, SECONDS)
                .getString("id");
    }

    private JsonObject violation(String idOrCode) throws Exception {
        return culture.all("/violations", Map.of()).await(PATIENCE_SECONDS, SECONDS).stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("placeCode").equals(cafe))
                .filter(one -> idOrCode.equals(one.getString("id")) || idOrCode.equals(one.getString("code")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + idOrCode + " in " + cafe));
    }

    private String operator() throws Exception {
        return service.admin()
                .createAccount(new JsonObject()
                        .put("name", "老板")
                        .put("role", "operator")
                        .put("placeCode", cafe))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
    }

    private static byte[] bundle(String id, String token) throws Exception {
        HttpResponse<Buffer> answer = WebClient.create(service.vertx())
                .getAbs(service.url() + "/api/v1/violations/" + id + "/evidence")
                .bearerTokenAuthentication(token)
                .send()
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
        return answer.body().getBytes();
    }

    private static ObjectNode violationIn(byte[] zip) throws Exception {
        BundleCheck.check(zip);
        return EvidenceJson.object(BundleZip.read(zip).get("violation.json"));
    }

    private static void assertShowsNobody(byte[] zip) throws Exception {
        BundleZip.read(zip)
                .forEach((name, content) -> assertThat(new String(content, StandardCharsets.UTF_8))
                        .as(name)
                        .doesNotContain(NUMBER, "小明"));
    }

    private void dropRecords() throws SQLException {
        replicaSql("DELETE FROM journal WHERE stream_number = (SELECT number FROM stream WHERE stream = '" + stream
                + "')");
    }

    /** When the bundle is to be made again, in China's time. */
    private static String due(String id) throws SQLException {
        return value(
                "SELECT coalesce((SELECT (due_at AT TIME ZONE 'Asia/Shanghai')::text FROM bundle_due WHERE violation_id = '"
                        + id + "'), 'none')");
    }

    private static String value(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void replicaSql(String sql) throws SQLException {
        sql("SET session_replication_role = replica; " + sql);
    }

    private static void sql(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
