package lingdian.vault.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.agent.link.AdminClient;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingRotation;
import lingdian.vault.seal.KeyRingRotation.KeyEntry;
import lingdian.vault.seal.KeySuite;
import lingdian.vault.seal.KeyUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A person registered with older keys stays registered, exactly once, after rotations and after the older keys are
 * retired.
 */
@ParameterizedClass
@MethodSource("lingdian.testing.TestedSuites#suites")
class RegistryRotationIT {
    private static final String CAFE = "36048110000001";
    private static final String ROWS = "SELECT count(*) FROM registered_person";
    private static final String VERSIONS = "SELECT DISTINCT token_version FROM registered_person";

    @Parameter
    KeySuite suite;

    private RunningService service;
    private String token;
    private AdminClient police;
    private String key;

    @BeforeEach
    void start() throws Exception {
        String rules = Files.readString(Path.of("config/rules.yaml"))
                .replace("priorRegistration: []", "priorRegistration: [\"360481\"]");
        service = RunningService.with()
                .files(Map.of("lingdian.yaml", "suite: " + suite, "rules.yaml", rules))
                .start();
        key = service.cafe(CAFE, List.of());
        token = service.regulatorToken("public-security", "360000");
        police = client();
        var weekly = new JsonObject();
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                .forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        service.admin()
                .call(
                        HttpMethod.PUT,
                        "/regions/360481/hours",
                        new JsonObject()
                                .put("weekly", weekly)
                                .put("from", "2020-01-01")
                                .put("document", "d"))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void theEntriesOfBeforeHoldAndMoveToTheKeysInUseSoThatTheOldCanBeRetired() throws Exception {
        register("E1", "甲");
        register("E2", "甲");
        revoke("E2", "revoked");
        var withPortions = new ArrayList<String>();
        for (int i = 0; i < 450; i++) {
            withPortions.add("L" + i);
        }
        assertThat(importAll(withPortions).getInteger("registered")).isEqualTo(450);
        assertEntriesHold();

        service.rotate();
        assertEntriesHold();
        service.restart();
        police = client();
        assertEntriesHold();
        assertThat(service.rows(VERSIONS)).doesNotContain("" + service.vault().tokenVersion());

        service.rotate(); // three keys
        assertEntriesHold();
        service.rekey();
        assertThat(service.rows(VERSIONS)).containsExactly("" + service.vault().tokenVersion());
        assertThat(service.rows("SELECT count(DISTINCT substr(sealed, 1, 5)) FROM registered_person"))
                .containsExactly("1");
        assertEntriesHold();

        retireAllButTheOnesInUse();
        assertEntriesHold();
        service.restart();
        police = client();
        assertEntriesHold();
        assertThat(lookUp("L449", "名").getBoolean("nameMatches")).isTrue();
        assertThat(service.rows(ROWS)).containsExactly("452");
    }

    @Test
    void registeringAgainKeepsTheOneEntryAndWhatIsKnownOfIt() throws Exception {
        register("E1", "甲");
        register("E2", "甲");
        revoke("E2", "lost");
        List<String> since = service.rows("SELECT registered_at FROM registered_person ORDER BY 1");
        service.rotate();

        assertThat(post(
                                "/persons",
                                new JsonObject()
                                        .put("document", document("E1", "乙"))
                                        .encode())
                        .status())
                .isEqualTo(200);
        assertThat(importAll(List.of("E1", "E2", "E3")))
                .isEqualTo(new JsonObject()
                        .put("lines", 3)
                        .put("registered", 1)
                        .put("renewed", 1)
                        .put("refused", 1)
                        .put("withheld", 0)
                        .put(
                                "refusals",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("line", 2)
                                                .put("code", "document-revoked")
                                                .put("path", "/document/number"))));

        assertThat(service.rows(ROWS)).containsExactly("3");
        assertThat(service.rows("SELECT registered_at FROM registered_person ORDER BY 1")
                        .subList(0, 2))
                .isEqualTo(since);
        assertThat(reasons("E1", "名")).isEmpty();
        JsonObject lost = lookUp("E2", "甲");
        assertThat(lost.getString("reason")).isEqualTo("挂失");
        assertThat(lost.getBoolean("nameMatches")).isTrue();
        register("E2", "甲");
        assertThat(reasons("E2", "甲")).isEmpty();
        assertThat(service.rows(ROWS)).containsExactly("3");
    }

    @Test
    void anEntryOfBeforeIsRevokedWithTheNewKey() throws Exception {
        register("E1", "甲");
        service.rotate();

        revoke("E1", "lost");

        assertThat(reasons("E1", "甲")).containsExactly("document-revoked");
        assertThat(lookUp("E1", null).getString("reason")).isEqualTo("挂失");
        service.rekey();
        assertThat(lookUp("E1", null).getString("reason")).isEqualTo("挂失");
        assertThat(reasons("E1", "甲")).containsExactly("document-revoked");
    }

    /** The entries that two nodes would make if one of them lacked the other's key. */
    @Test
    void twoEntriesOfOnePersonCountAsOneAndBecomeOneWithoutForgettingThatItIsLost() throws Exception {
        register("E1", "甲");
        revoke("E1", "lost");
        String first = service.rows("SELECT token FROM registered_person").getFirst();
        change("UPDATE registered_person SET token = '00000000-0000-0000-0000-000000000001'");
        service.rotate();
        register("E1", "乙");
        change("UPDATE registered_person SET token = '" + first
                + "' WHERE token = '00000000-0000-0000-0000-000000000001'");

        assertThat(reasons("E1", "乙")).containsExactly("document-revoked");
        assertThat(lookUp("E1", null).getString("state")).isEqualTo("lost");
        service.rekey();

        assertThat(service.rows(ROWS)).containsExactly("1");
        assertThat(reasons("E1", "乙")).containsExactly("document-revoked");
        assertThat(lookUp("E1", "乙").getBoolean("nameMatches")).isTrue();
        assertThat(lookUp("E1", null).getString("reason")).isEqualTo("挂失");
    }

    @Test
    void ofTwoEntriesOfOnePersonTheFirstHasTheNameIfTheOtherIsOfAnotherRegion() throws Exception {
        register("E1", "甲");
        String first = service.rows("SELECT token FROM registered_person").getFirst();
        change("UPDATE registered_person SET token = '00000000-0000-0000-0000-000000000001'");
        service.rotate();
        assertThat(registered(service.regulatorToken("public-security", "360481"), "E1", "乙"))
                .isEqualTo(201);
        change("UPDATE registered_person SET token = '" + first
                + "' WHERE token = '00000000-0000-0000-0000-000000000001'");

        service.rekey();

        assertThat(service.rows("SELECT regions FROM registered_person")).containsExactly("{360000,360481}");
        assertThat(reasons("E1", "甲")).isEmpty();
        assertThat(lookUp("E1", null).getJsonObject("document").getString("name"))
                .isEqualTo("甲*");
    }

    @Test
    void entriesWhoseKeysAreGoneHinderNothing() throws Exception {
        register("E1", "甲");
        revoke("E1", "lost");
        register("E2", "甲");
        register("E4", "甲");
        service.rotate();
        register("E3", "甲");
        retire(KeyUse.SEALING);

        service.rekey();
        String county = service.regulatorToken("public-security", "360481");
        assertThat(registered(county, "E2", "乙"))
                .as("it belongs to another region, though it cannot be opened")
                .isEqualTo(409);
        assertThat(registered(county, "E4", "乙")).isEqualTo(409);
        assertThat(registered(county, "E4", "甲")).isEqualTo(201);
        assertThat(reasons("E4", "甲")).isEmpty();
        JsonObject closed = lookUp("E1", "甲");
        assertThat(closed.getJsonObject("document").getString("name")).isNull();
        assertThat(closed.getJsonObject("document").getString("number"))
                .contains("*")
                .doesNotContain("E1");
        assertThat(closed.getBoolean("nameMatches")).isTrue();
        assertThat(closed.getString("state")).isEqualTo("lost");
        assertThat(closed.getString("reason")).isNull();
        assertThat(reasons("E1", "甲")).containsExactly("document-revoked");
        assertThat(reasons("E2", "乙")).containsExactly("name-mismatch");
        assertThat(importAll(List.of("E1")).getInteger("refused")).isEqualTo(1);
        assertThat(reasons("E1", "甲")).contains("document-revoked");

        register("E1", "甲");
        assertThat(lookUp("E1", null).getJsonObject("document").getString("name"))
                .isEqualTo("甲*");
        assertThat(reasons("E1", "甲")).isEmpty();
        assertThat(service.rows(ROWS)).containsExactly("4");

        retire(KeyUse.PERSON_TOKENS); // the key of E2, which cannot be moved to another
        service.rekey();
        assertThat(reasons("E2", "甲")).containsExactly("not-registered");
        assertThat(reasons("E3", "甲")).isEmpty();
        register("E2", "甲");
        assertThat(reasons("E2", "甲")).isEmpty();
    }

    /** The sealed document shows whose entry it is, so an entry that was left behind is found again. */
    @Test
    void aTokenKeyThatWasRetiredTooEarlyIsMadeGood() throws Exception {
        register("E1", "甲");
        service.rotate();
        retire(KeyUse.PERSON_TOKENS);
        assertThat(reasons("E1", "甲")).containsExactly("not-registered");

        service.rekey();

        assertThat(reasons("E1", "甲")).isEmpty();
    }

    @Test
    void aReasonThatWasChangedKeepsNothingFromMovingAndIsNotMovedForEver() throws Exception {
        register("E1", "甲");
        revoke("E1", "lost");
        service.rotate();
        change(
                "UPDATE registered_person SET state_reason = set_byte(state_reason, 20, get_byte(state_reason, 20) # 1)");

        service.rekey();
        assertThat(service.rows(VERSIONS)).containsExactly("" + service.vault().tokenVersion());
        List<String> written = service.rows("SELECT xmin FROM registered_person");
        service.rekey();

        assertThat(service.rows("SELECT xmin FROM registered_person")).isEqualTo(written);
        assertThat(reasons("E1", "甲")).containsExactly("document-revoked");
    }

    @Test
    void aNodeThatIsAStepBehindTakesNothingBackToTheOlderKey() throws Exception {
        register("E1", "甲");
        service.rotation().add(List.of(KeyUse.PERSON_TOKENS));
        service.lookAtKeyRing();
        Path copy = Files.copy(service.keyRing(), service.keyRing().resolveSibling("copy.json"));
        service.rotation().promote(List.of(KeyUse.PERSON_TOKENS));
        service.lookAtKeyRing();
        service.rekey();
        List<String> versions = service.rows(VERSIONS);
        try (var behind = service.another(copy)) {
            behind.rekey();
            assertThat(service.rows(VERSIONS)).isEqualTo(versions);
            register("E1", "乙", behind);
            assertThat(service.rows(ROWS)).containsExactly("1");
            assertThat(reasons("E1", "乙")).isEmpty();
        }
        service.rekey();
        assertThat(service.rows(VERSIONS)).isEqualTo(versions);
        assertThat(reasons("E1", "乙")).isEmpty();
    }

    private void assertEntriesHold() throws Exception {
        assertThat(reasons("E1", "甲")).isEmpty();
        assertThat(reasons("E1", "乙")).containsExactly("name-mismatch");
        assertThat(reasons("E2", "甲")).containsExactly("document-revoked");
        assertThat(reasons("L7", "名")).isEmpty();
        assertThat(reasons("E9", "甲")).containsExactly("not-registered");
        assertThat(lookUp("E2", null).getString("reason")).isEqualTo("挂失");
    }

    private void retireAllButTheOnesInUse() throws Exception {
        for (KeyUse use : List.of(KeyUse.SEALING, KeyUse.PERSON_TOKENS)) {
            retire(use);
            retire(use);
        }
    }

    /** Retires the oldest key of this use. */
    private void retire(KeyUse use) throws Exception {
        KeyEntry old = KeyRingRotation.list(KeyRing.load(service.keyRing())).stream()
                .filter(one -> one.use() == use && !one.primary() && one.times().retired() == null)
                .findFirst()
                .orElseThrow();
        service.rotation().retire(use, old.number(), Duration.ZERO);
        service.lookAtKeyRing();
    }

    /** The reasons of the verdict on a login that opens no session, in a stream of its own. */
    private List<String> reasons(String number, String name) {
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            agent.hello(UUID.randomUUID(), 0);
            agent.send(new JsonObject()
                    .put("type", "login")
                    .put("seq", 1)
                    .put("at", Instant.now().toString())
                    .put("session", "s-" + UUID.randomUUID())
                    .put("terminal", "A01")
                    .put("admitted", false)
                    .put("document", document(number, name).put("read", "chip")));
            JsonObject verdict = agent.verdict(1);
            assertThat(verdict.getBoolean("allow"))
                    .isEqualTo(verdict.getJsonArray("reasons").isEmpty());
            if (verdict.getBoolean("allow")) {
                agent.send(new JsonObject()
                        .put("type", "logout")
                        .put("seq", 2)
                        .put("at", Instant.now().toString())
                        .put("session", verdict.getString("session"))
                        .put("reason", "patron"));
                agent.ack(2);
            }
            return verdict.getJsonArray("reasons").stream().map(String::valueOf).toList();
        }
    }

    private AdminClient client() {
        return new AdminClient(service.vertx(), service.url(), token);
    }

    private void register(String number, String name) throws Exception {
        register(number, name, service);
    }

    private void register(String number, String name, RunningService at) throws Exception {
        new AdminClient(at.vertx(), at.url(), token)
                .call(HttpMethod.POST, "/persons", new JsonObject().put("document", document(number, name)))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** The status of a registration by another account. */
    private int registered(String account, String number, String name) throws Exception {
        return Http.to(service)
                .as(account)
                .post("/api/v1/persons", new JsonObject().put("document", document(number, name)))
                .status();
    }

    private void revoke(String number, String state) throws Exception {
        JsonObject body = asked(number, null).put("state", state).put("reason", "挂失");
        police.call(HttpMethod.POST, "/persons/revocations", body).await(PATIENCE_SECONDS, SECONDS);
    }

    private JsonObject lookUp(String number, String name) throws Exception {
        JsonObject body = asked(number, name).put("reason", "核对");
        return police.call(HttpMethod.POST, "/persons/lookup", body).await(PATIENCE_SECONDS, SECONDS);
    }

    private JsonObject importAll(List<String> numbers) throws Exception {
        var lines = new StringBuilder();
        numbers.forEach(number -> lines.append(
                        new JsonObject().put("document", document(number, "名")).encode())
                .append('\n'));
        return new JsonObject(post("/persons/import", lines.toString()).body());
    }

    private Http.Answer post(String path, String body) throws Exception {
        String type = path.endsWith("import") ? "application/x-ndjson" : "application/json";
        return Http.to(service).as(token).send("POST", "/api/v1" + path, type, body);
    }

    private static JsonObject asked(String number, String name) {
        var document = new JsonObject().put("type", "414").put("number", number);
        return new JsonObject().put("document", name == null ? document : document.put("name", name));
    }

    private static JsonObject document(String number, String name) {
        return new JsonObject()
                .put("type", "414")
                .put("number", number)
                .put("name", name)
                .put("birthDate", "1990-01-01");
    }

    private void change(String sql) throws Exception {
        try (Connection connection = service.superuser();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
