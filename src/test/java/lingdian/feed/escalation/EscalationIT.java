package lingdian.feed.escalation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lingdian.feed.notification.FakeReceiver;
import lingdian.feed.notification.FakeReceiver.Got;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who on duty is told of what, when, and how: by a real service and a real receiver, on a clock that the test moves. */
class EscalationIT {
    private static final Instant MIDNIGHT = Instant.parse("2026-07-10T16:00:00Z");
    private static final String SECRET = "whsec_" + "c2VjcmV0".repeat(6);
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(MIDNIGHT);
    private static FakeReceiver receiver;
    private static FakeReceiver gateway;
    private static RunningService service;
    private static Path secret;
    private static int counties;
    private String county = "";
    private String cafe = "";

    @BeforeAll
    static void start() throws Exception {
        receiver = new FakeReceiver();
        gateway = new FakeReceiver("127.0.0.2");
        secret = Files.writeString(Files.createTempDirectory("lingdian").resolve("secret"), "s\"cret\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        service = RunningService.with()
                .settings("""
                        notifications: {insideHosts: [127.0.0.1]}
                        escalation:
                          minutes: 20
                          insideHosts: [127.0.0.2]
                          sms:
                            url: %1$s/sms
                            headers: {X-Key: '{secret}'}
                            body: '{"mobile":"{number}","content":"{text}","key":"{secret}"}'
                            accepted: '"code":0'
                            secretFile: %2$s
                          wecomApp: {url: '%1$s/wecom', corpId: ww1, agentId: 7, secretFile: %2$s}
                        """.formatted(gateway.url(""), secret))
                .clock(NOW::get)
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        receiver.close();
        gateway.close();
    }

    /** Each test has a county of its own, so that none is told of another's facts. */
    private void office(JsonObject... duties) throws Exception {
        county = "3607%02d".formatted(++counties);
        cafe = cafe();
        roster("culture", county, duties);
    }

    @Test
    void aFactIsToldToWhoIsOnDutyOneAfterAnother() throws Exception {
        office(
                duty("白班", 8, 16, contact("webhook", "/day")),
                duty("王勇", -8, 8, contact("webhook", "/first")),
                duty("李军", -8, 8, contact("wecom", "/second"), contact("dingtalk", "/second-too")));
        open(cafe, "fact");
        passes(19);
        assertThat(told("/first")).isEmpty();

        passes(1);
        assertThat(told("/first")).hasSize(1);
        passes(19);
        assertThat(told("/second")).isEmpty();
        passes(1);
        assertThat(told("/second")).hasSize(1);
        assertThat(told("/second-too")).hasSize(1);
        passes(60);

        assertThat(told("/first")).hasSize(1);
        assertThat(told("/second")).hasSize(1);
        assertThat(told("/day")).isEmpty();
        JsonObject body = told("/first").getFirst().body();
        assertThat(body.getString("type")).isEqualTo("lingdian.violations.escalated");
        JsonObject data = body.getJsonObject("data");
        assertThat(data.getString("placeCode")).isEqualTo(cafe);
        assertThat(data.getString("cafe")).isEqualTo("星海网吧");
        assertThat(data.getInteger("step")).isOne();
        assertThat(data.getJsonArray("violations").getJsonObject(0).getString("code"))
                .isEqualTo("OVERTIME_OPERATION");
        assertThat(told("/second").getFirst().text()).contains("星海网吧：1 条事实待处置", cafe, "超时营业");
        assertThat(Stream.of("/first", "/second", "/second-too").flatMap(path -> told(path).stream()))
                .noneMatch(got ->
                        got.text().contains("SEAT-OF-SOMEBODY") || got.text().contains("王勇"));
        assertThat(service.rows(
                        "SELECT details::json->>'step' FROM access_log WHERE action = 'escalate' AND subject_id = '"
                                + cafe + "' ORDER BY position"))
                .containsExactly("1", "2");
        assertThat(service.rows("SELECT next_at IS NULL FROM escalation WHERE place_code = '" + cafe + "'"))
                .containsExactly("t");
    }

    /** What is no open fact, or late, is told to nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "standing = 'suspicion'",
                "late = true",
                "state = 'ended', ended_at = started_at",
                "authorities = '{public-security}'",
            })
    void whatIsNotEscalated(String changed) throws Exception {
        office(duty("王勇", -8, 8, contact("webhook", "/never")));
        UUID violation = open(cafe, "fact");
        sql("UPDATE violation SET " + changed + " WHERE id = '" + violation + "'");
        passes(20);

        assertThat(told("/never")).isEmpty();
    }

    /** Each authority answers for its own duty: one officer of the other one, who went nowhere, ends only theirs. */
    @Test
    void aDismissalEndsTheEscalationOfItsOwnAuthorityAlone() throws Exception {
        office(duty("王勇", -8, 8, contact("webhook", "/culture-still")));
        roster("public-security", county, duty("赵磊", -8, 8, contact("webhook", "/police-dismissed")));
        UUID violation = openOfBoth(cafe);
        passes(1);
        takes("public-security", violation, "dismiss");
        takes("public-security", violation, "close");
        passes(19);

        assertThat(told("/culture-still")).hasSize(1);
        assertThat(told("/police-dismissed")).isEmpty();
        assertThat(service.rows("SELECT authority FROM escalation WHERE ended_at IS NULL AND violation_id = '"
                        + violation + "'"))
                .containsExactly("culture");
    }

    @Test
    void whatItsOwnAuthorityDismissedIsToldToNobody() throws Exception {
        office(duty("王勇", -8, 8, contact("webhook", "/own-dismissed")));
        UUID violation = openOfBoth(cafe);
        takes("culture", violation, "dismiss");
        passes(20);

        assertThat(told("/own-dismissed")).isEmpty();
    }

    private void takes(String authority, UUID violation, String step) throws Exception {
        service.regulator(authority, county)
                .call(
                        HttpMethod.POST,
                        "/violations/" + violation + "/actions",
                        new JsonObject().put("action", step).put("note", "n"))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** One on which officers can act. */
    private static UUID openOfBoth(String cafe) throws Exception {
        UUID id = open(cafe, "fact");
        sql("""
                UPDATE violation SET authorities = '{culture,public-security}', snapshot = '{"id":"%1$s","code":"OVERTIME_OPERATION",\
                "standing":"fact","state":"open","case":"new","placeCode":"%2$s","region":"%3$s","ruleVersion":"2026-07-1",\
                "person":null,"evidence":[]}' WHERE id = '%1$s'
                """.formatted(id, cafe, cafe.substring(0, 6)));
        service.escalate();
        return id;
    }

    /** Who acknowledged it may be of the other authority, and has assigned the case to nobody. */
    @Test
    void anAcknowledgementAloneDoesNotEndIt() throws Exception {
        office(duty("王勇", -8, 8, contact("webhook", "/acknowledged")));
        UUID violation = open(cafe, "fact");
        passes(10);
        sql("UPDATE violation SET case_step = 'acknowledged' WHERE id = '" + violation + "'");
        passes(10);

        assertThat(told("/acknowledged")).hasSize(1);
    }

    @Test
    void anAssignedCaseEndsItAndALeadDoesNot() throws Exception {
        office(
                duty("王勇", -8, 8, contact("webhook", "/assigned-1")),
                duty("李军", -8, 8, contact("webhook", "/assigned-2")));
        UUID violation = open(cafe, "fact");
        UUID id = UUID.randomUUID();
        sql("""
                INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version, running,
                    priority, began_at, due_at)
                  VALUES ('%1$s', 'culture', '%2$s', '%3$s', 'Asia/Shanghai', '2026-07-10', now(), 'lead', 1, true, 0, now(), now());
                INSERT INTO case_violation (violation_id, authority, case_id, joined_at, code, standing, state, case_step, started_at)
                  VALUES ('%4$s', 'culture', '%1$s', now(), 'OVERTIME_OPERATION', 'fact', 'open', 'new', now())
                """.formatted(id, cafe, county, violation) + written(id, 1, "open", "lead"));
        passes(20);
        assertThat(told("/assigned-1")).hasSize(1);

        sql("UPDATE case_file SET step = 'assigned', version = 2 WHERE id = '" + id + "'"
                + written(id, 2, "assign", "assigned"));
        passes(20);
        assertThat(told("/assigned-2")).isEmpty();
        assertThat(service.rows("SELECT ended_at IS NOT NULL FROM escalation WHERE violation_id = '" + violation + "'"))
                .containsExactly("t");
    }

    private String written(UUID id, int number, String action, String step) {
        return """
                ;INSERT INTO case_action (case_id, number, action, step, at, account, place_code)
                  SELECT '%s', %d, '%s', '%s', now(), id, '%s' FROM account LIMIT 1
                """.formatted(id, number, action, step, cafe);
    }

    @Test
    void oneThatIsReopenedBeginsAgain() throws Exception {
        office(duty("王勇", -8, 8, contact("webhook", "/reopened")));
        UUID violation = open(cafe, "fact");
        passes(20);
        sql("UPDATE violation SET state = 'ended', ended_at = started_at WHERE id = '" + violation + "'");
        passes(1);
        sql("UPDATE violation SET state = 'open', ended_at = NULL WHERE id = '" + violation + "'");
        passes(1);
        passes(19);
        assertThat(told("/reopened")).hasSize(1);
        passes(1);

        assertThat(told("/reopened")).hasSize(2);
    }

    @Test
    void aCafesFactsAreOneMessageAndAnotherCafesAnother() throws Exception {
        office(
                duty("王勇", -8, 8, contact("webhook", "/bad-night")),
                duty("李军", -8, 8, contact("webhook", "/bad-night-2")));
        String other = cafe();
        open(cafe, "fact");
        passes(5);
        for (int i = 0; i < 20; i++) {
            open(cafe, "fact");
        }
        open(other, "fact");
        passes(15);
        passes(5);

        assertThat(told("/bad-night"))
                .extracting(got -> got.body().getJsonObject("data"))
                .extracting(data -> data.getString("placeCode") + " " + data.getInteger("count"))
                .containsExactly(cafe + " 21", other + " 1");
        passes(15);
        assertThat(told("/bad-night-2")).hasSize(1);
    }

    /** Where nobody is left in the county, the city's office is next; another authority's never. */
    @Test
    void theOfficeAboveIsNext() throws Exception {
        office(duty("王勇", -8, 8, contact("webhook", "/county")));
        roster("public-security", county, duty("赵磊", -8, 8, contact("webhook", "/police")));
        roster("culture", "360700", duty("陈刚", -8, 8, contact("webhook", "/city")));
        open(cafe, "fact");
        passes(20);
        passes(20);

        assertThat(told("/county")).hasSize(1);
        assertThat(told("/city")).filteredOn(got -> got.text().contains(cafe)).hasSize(1);
        assertThat(told("/police")).isEmpty();
        roster("culture", "360700");
    }

    @Test
    void aTelephoneIsToldByTheGateway() throws Exception {
        office(duty("王勇", -8, 8, contact("sms", "13900000000")));
        gateway.on("/sms", FakeReceiver.saying(200, "{\"code\":0}"));
        sql("UPDATE cafe SET name = '星\"海{secret}' WHERE place_code = '" + cafe + "'");
        open(cafe, "fact");
        passes(20);

        Got got = gateway.on("/sms").getFirst();
        assertThat(got.headers().get("X-Key")).isEqualTo("s\"cret");
        assertThat(got.body().getString("mobile")).isEqualTo("13900000000");
        assertThat(got.body().getString("key")).isEqualTo("s\"cret");
        assertThat(got.body().getString("content")).contains("星\"海{secret}", cafe, "超时营业");
        assertThat(service.rows("SELECT state FROM escalation_message WHERE place_code = '" + cafe + "'"))
                .containsExactly("delivered");
    }

    @Test
    void aSecretThatOthersOnTheMachineCanReadIsNotSent() throws Exception {
        office(duty("王勇", -8, 8, contact("sms", "13900000009")));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        try {
            open(cafe, "fact");
            passes(20);
        } finally {
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        }

        assertThat(service.rows("SELECT failure FROM escalation_message WHERE place_code = '" + cafe + "'"))
                .containsExactly("secret");
        assertThat(gateway.on("/sms")).noneMatch(got -> got.text().contains("13900000009"));
        sql("DELETE FROM escalation_message WHERE place_code = '" + cafe
                + "'"); // else it is told when the secret is closed
    }

    /** A host of the configuration inside the network is none that accounts may reach, nor the other way round. */
    @Test
    void theGatewaysHostIsClosedToRosters() throws Exception {
        office();
        JsonObject contact = contact("wecom", gateway.url("/inside"));

        Http.Answer answer = Http.to(service)
                .as(service.regulatorToken("culture", county))
                .send(
                        "PUT",
                        "/api/v1/regions/" + county + "/roster",
                        new JsonObject().put("duties", new JsonArray().add(duty("王勇", -8, 8, contact))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("/duties/0/contacts/0/to");
    }

    /** A token that WeCom no longer takes is asked for again, once. */
    @Test
    void aPersonIsToldByTheApplicationOfWecom() throws Exception {
        office(duty("王勇", -8, 8, contact("wecom-app", "wangyong")), duty("李军", -8, 8, contact("wecom-app", "lijun")));
        gateway.on("/wecom/cgi-bin/gettoken", FakeReceiver.saying(200, "{\"errcode\":0,\"access_token\":\"t/1\"}"));
        gateway.on("/wecom/cgi-bin/message/send", FakeReceiver.saying(200, "{\"errcode\":0}"));
        open(cafe, "fact");
        passes(20);
        gateway.on("/wecom/cgi-bin/gettoken", FakeReceiver.saying(200, "{\"errcode\":0,\"access_token\":\"t/2\"}"));
        gateway.on(
                "/wecom/cgi-bin/message/send",
                request -> request.response()
                        .end(request.query().endsWith("t%2F1") ? "{\"errcode\":42001}" : "{\"errcode\":0}"));
        passes(20);

        assertThat(gateway.on("/wecom/cgi-bin/gettoken"))
                .extracting(Got::query)
                .containsExactly("corpid=ww1&corpsecret=s%22cret", "corpid=ww1&corpsecret=s%22cret");
        assertThat(gateway.on("/wecom/cgi-bin/message/send"))
                .extracting(got -> got.query() + " " + got.body().getString("touser") + " "
                        + got.body().getInteger("agentid"))
                .containsExactly(
                        "access_token=t%2F1 wangyong 7", "access_token=t%2F1 lijun 7", "access_token=t%2F2 lijun 7");
    }

    @Test
    void aFailedAttemptIsRepeatedUnderItsIdUntilTheNextPersonIsDue() throws Exception {
        office(duty("王勇", -8, 8, contact("webhook", "/broken")));
        receiver.on("/broken", FakeReceiver.saying(500, ""));
        open(cafe, "fact");
        passes(20);
        passes(1);
        receiver.on("/broken", FakeReceiver.saying(200, ""));
        passes(2);

        assertThat(told("/broken"))
                .hasSizeGreaterThan(1)
                .extracting(Got::id)
                .containsOnly(told("/broken").getFirst().id());
        assertThat(service.rows("SELECT state FROM escalation_message WHERE place_code = '" + cafe + "'"))
                .containsExactly("delivered");
        assertThat(Http.to(service).get("/metrics").body())
                .contains("lingdian_escalation_messages_total{kind=\"webhook\",outcome=\"failed\"}");
    }

    /** One office's slow receivers take its own share of the attempts, however many of them are due before another's. */
    @Test
    void slowReceiversOfOneOfficeDoNotDelayAnothers() throws Exception {
        office(duty(
                "王勇",
                -8,
                8,
                Stream.generate(() -> contact("webhook", "/slow")).limit(5).toArray(JsonObject[]::new)));
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        var released = new AtomicBoolean();
        receiver.on("/slow", request -> {
            held.add(request);
            if (released.get()) {
                request.response().end();
            }
        });
        for (int i = 0; i < 20; i++) {
            open(cafe(), "fact");
        }
        passes(1);
        String slow = county;
        office(duty("李军", -8, 8, contact("webhook", "/quick")));
        open(cafe, "fact");

        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                passes(20);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        Await.until("the other office is told", () -> told("/quick").size() == 1);

        assertThat(service.rows("SELECT count(*) FROM escalation_message WHERE place_code LIKE '" + slow
                        + "%' AND attempts > 0"))
                .containsExactly("4");
        released.set(true);
        held.forEach(request -> request.response().end());
        sending.join();
        Await.until("everybody is told", () -> {
            service.escalate(); // a round that took too long leaves the rest to the next
            return told("/slow").size() >= 100;
        });
        assertThat(told("/slow")).hasSize(100);
    }

    /** Of nodes that look at once, one tells each step. */
    @Test
    void noStepIsToldTwiceByTwoNodesAndNoneIsLost() throws Exception {
        office(duty("王勇", -8, 8, contact("webhook", "/nodes-1")), duty("李军", -8, 8, contact("webhook", "/nodes-2")));
        for (int i = 0; i < 5; i++) {
            open(cafe(), "fact");
        }
        try (RunningService other = service.another()) {
            passes(0);
            for (String path : List.of("/nodes-1", "/nodes-2")) {
                NOW.updateAndGet(before -> before.plus(Duration.ofMinutes(20)));
                Stream.of(service, other)
                        .map(node -> CompletableFuture.runAsync(() -> {
                            try {
                                node.escalate();
                            } catch (Exception failed) {
                                throw new IllegalStateException(failed);
                            }
                        }))
                        .toList()
                        .forEach(CompletableFuture::join);
                Await.until("all are told", () -> told(path).size() >= 5);
            }
            service.escalate();
            other.escalate();
        }
        assertThat(told("/nodes-1")).hasSize(5);
        assertThat(told("/nodes-2")).hasSize(5);
    }

    /** Whoever entered contacts, and is no longer of the office, must not learn of its facts by them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ended_at = now()",
                "role = 'auditor', authority = NULL, region = NULL",
                "authority = 'public-security'",
                "region = '360799'",
            })
    void whoLeavesIsToldNothingMoreNorAreTheirContacts(String left) throws Exception {
        String path = "/left-" + (counties + 1);
        office(duty("王勇", -8, 8, contact("webhook", path)), duty("李军", -8, 8, contact("webhook", path + "-2")));
        receiver.on(path, FakeReceiver.saying(500, ""));
        open(cafe, "fact");
        passes(20);
        int before = told(path).size();
        String account = service.rows("SELECT account FROM roster WHERE region = '" + county + "'")
                .getFirst();
        sql("UPDATE account SET " + left + " WHERE id = '" + account + "'");
        receiver.on(path, FakeReceiver.saying(200, ""));
        passes(2);
        passes(20);

        assertThat(before).isPositive();
        assertThat(told(path)).hasSize(before);
        assertThat(told(path + "-2")).isEmpty();
        assertThat(service.rows("SELECT failure FROM escalation_message WHERE place_code = '" + cafe + "'"))
                .containsExactly("no-account");
        JsonObject roster = new JsonObject(Http.to(service)
                .as(service.regulatorToken("culture", county))
                .get("/api/v1/regions/" + county + "/roster")
                .body());
        assertThat(roster.getBoolean("inForce")).isFalse();
        assertThat(roster.getJsonArray("duties")).hasSize(2);
    }

    @Test
    void contactsOfADutyThatIsOverAreKeptForTwelveMonths() throws Exception {
        office(duty("王勇", -8, 8, contact("sms", "13900000000")));
        String of = " FROM roster_duty WHERE region = '" + county + "'";
        sql(
                "UPDATE roster_duty SET from_at = from_at - interval '364 days', to_at = to_at - interval '364 days' WHERE region = '"
                        + county + "'");
        passes(0);
        assertThat(service.rows("SELECT count(*)" + of)).containsExactly("1");
        sql(
                "UPDATE roster_duty SET from_at = from_at - interval '3 days', to_at = to_at - interval '3 days' WHERE region = '"
                        + county + "'");
        passes(0);

        assertThat(service.rows("SELECT count(*)" + of)).containsExactly("0");
    }

    private static void passes(int minutes) throws Exception {
        NOW.updateAndGet(before -> before.plus(Duration.ofMinutes(minutes)));
        service.escalate();
    }

    private static List<Got> told(String path) {
        return receiver.on(path);
    }

    private String cafe() throws Exception {
        String placeCode = county + "10"
                + "%06d"
                        .formatted(Integer.parseInt(service.rows("SELECT count(*) FROM cafe")
                                        .getFirst())
                                + 1);
        sql("INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('" + placeCode
                + "', '星海网吧', '" + county + "', 'L', now())");
        return placeCode;
    }

    private static UUID open(String cafe, String standing) throws Exception {
        UUID id = UUID.randomUUID();
        sql("""
                INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                  VALUES ('%s', 'OVERTIME_OPERATION', '%s', '%s', '%s', 'open', '{culture}', '%5$s', '%5$s', '{"terminal":"SEAT-OF-SOMEBODY"}')
                """.formatted(id, cafe, cafe.substring(0, 6), standing, NOW.get()));
        service.escalate();
        return id;
    }

    private static JsonObject duty(String name, int fromHour, int toHour, JsonObject... contacts) {
        Instant now = NOW.get();
        return new JsonObject()
                .put("name", name)
                .put("from", now.plus(Duration.ofHours(fromHour)).toString())
                .put("to", now.plus(Duration.ofHours(toHour)).toString())
                .put("contacts", new JsonArray(List.of(contacts)));
    }

    private static JsonObject contact(String kind, String to) {
        JsonObject contact = new JsonObject().put("kind", kind).put("to", to.startsWith("/") ? receiver.url(to) : to);
        String secret = Map.of("webhook", SECRET, "dingtalk", "SEC0123456789").get(kind);
        return secret == null ? contact : contact.put("secret", secret);
    }

    private static void roster(String authority, String region, JsonObject... duties) throws Exception {
        service.regulator(authority, region)
                .call(
                        HttpMethod.PUT,
                        "/regions/" + region + "/roster",
                        new JsonObject().put("duties", new JsonArray(List.of(duties))))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static void sql(String sql) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
