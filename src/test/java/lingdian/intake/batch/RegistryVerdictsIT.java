package lingdian.intake.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logins and the registry, over real sockets: what a verdict says right after the registry was told. */
class RegistryVerdictsIT {
    private static final String STRICT = "36048110000001";
    private static final String OPEN = "36048210000001";
    private static RunningService service;
    private static RunningService node;
    private static AdminClient police;
    private static String strictKey;
    private static String openKey;
    private static int persons;

    @BeforeAll
    static void start() throws Exception {
        String rules = Files.readString(Path.of("config/rules.yaml"))
                .replace("priorRegistration: []", "priorRegistration: [\"360481\"]");
        service = RunningService.with()
                .files(Map.of("lingdian.yaml", "", "rules.yaml", rules))
                .start();
        node = service.another();
        police = service.regulator("public-security", "360000");
        strictKey = service.cafe(STRICT, List.of());
        openKey = service.cafe(OPEN, List.of());
        for (String region : List.of("360481", "360482")) {
            service.admin()
                    .call(
                            HttpMethod.PUT,
                            "/regions/" + region + "/hours",
                            new JsonObject()
                                    .put("weekly", allDay())
                                    .put("from", "2020-01-01")
                                    .put("document", "d"))
                    .await(PATIENCE_SECONDS, SECONDS);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        service.close();
    }

    @Test
    void whoIsRegisteredIsLetInFromTheAnswerOnWhateverTheNode() throws Exception {
        String person = person();
        assertThat(strict(person, "甲").reasons()).containsExactly("not-registered");

        register(person, "甲");

        assertThat(strict(person, "甲").reasons()).isEmpty();
        var onTheOther = new Seat(node, strictKey, person(), "乙");
        register(onTheOther.number(), "乙");
        assertThat(onTheOther.ask(false).reasons()).isEmpty();
    }

    @Test
    void elsewhereNobodyNeedsToBeRegistered() {
        assertThat(open(person(), "甲").reasons()).isEmpty();
    }

    @Test
    void anotherNameIsAMismatchInEveryRegionUntilTheRegistryIsCorrected() throws Exception {
        String person = person();
        register(person, "甲·乙");

        assertThat(open(person, "甲．乙 ").reasons()).isEmpty();
        assertThat(open(person, "丙").reasons()).contains("name-mismatch");
        assertThat(strict(person, "丙").reasons()).contains("name-mismatch");

        String other = person();
        register(other, "甲");
        register(other, "丙");
        assertThat(open(other, "丙").reasons()).isEmpty();
    }

    @Test
    void aLostDocumentIsRefusedUntilItIsTakenBack() throws Exception {
        String person = person();
        register(person, "甲");
        revoke(person, "lost");
        assertThat(strict(person, "甲").reasons()).containsExactly("document-revoked");
        revoke(person, "revoked");
        assertThat(open(person, "乙").reasons()).containsExactly("name-mismatch", "document-revoked");

        register(person, "甲");
        assertThat(strict(person, "甲").reasons()).isEmpty();
    }

    @Test
    void aRepeatedLoginGetsItsFirstAnswer() throws Exception {
        var seat = new Seat(service, strictKey, person(), "甲");
        assertThat(seat.ask(false).reasons()).containsExactly("not-registered");

        register(seat.number(), "甲");

        assertThat(seat.again().reasons()).containsExactly("not-registered");
    }

    @Test
    void whoSitsThereAllTheSameIsUnverified() throws Exception {
        String person = person();
        register(person, "甲");
        revoke(person, "lost");

        var seat = new Seat(service, openKey, person, "甲");
        assertThat(seat.ask(true).reasons()).containsExactly("document-revoked");

        assertThat(service.violations().values())
                .filteredOn(one -> seat.session.equals(one.getString("session")))
                .extracting(one -> one.getString("code"))
                .containsExactly("IDENTITY_UNVERIFIED");
    }

    private static Verdict strict(String number, String name) {
        return new Seat(service, strictKey, number, name).ask(false);
    }

    private static Verdict open(String number, String name) {
        return new Seat(service, openKey, number, name).ask(false);
    }

    private record Verdict(List<String> reasons) {
        static Verdict of(JsonObject json) {
            return new Verdict(
                    json.getJsonArray("reasons").stream().map(String::valueOf).toList());
        }
    }

    /** One person who asks once, in a stream of their own; seated persons leave again. */
    private static final class Seat {
        private final RunningService at;
        private final String key;
        private final String number;
        private final String name;
        private final String session = "s-" + UUID.randomUUID();
        private final UUID stream = UUID.randomUUID();
        private final String instant = Instant.now().toString();

        Seat(RunningService at, String key, String number, String name) {
            this.at = at;
            this.key = key;
            this.number = number;
            this.name = name;
        }

        String number() {
            return number;
        }

        Verdict ask(boolean admitted) {
            try (var agent = TestAgent.connect(at.vertx(), at.url(), key)) {
                agent.hello(stream, 0);
                agent.send(login(admitted));
                JsonObject verdict = agent.verdict(1);
                if (admitted || verdict.getBoolean("allow")) {
                    agent.send(new JsonObject()
                            .put("type", "logout")
                            .put("seq", 2)
                            .put("at", instant)
                            .put("session", session)
                            .put("reason", "patron"));
                    agent.ack(2);
                }
                return Verdict.of(verdict);
            }
        }

        Verdict again() {
            try (var agent = TestAgent.connect(at.vertx(), at.url(), key)) {
                agent.hello(stream, 1);
                agent.send(login(false));
                return Verdict.of(agent.verdict(1));
            }
        }

        private JsonObject login(boolean admitted) {
            return new JsonObject()
                    .put("type", "login")
                    .put("seq", 1)
                    .put("at", instant)
                    .put("session", session)
                    .put("terminal", "A01")
                    .put("admitted", admitted)
                    .put("document", document(number, name).put("read", "chip"));
        }
    }

    private static void register(String number, String name) throws TimeoutException {
        police.call(HttpMethod.POST, "/persons", new JsonObject().put("document", document(number, name)))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static void revoke(String number, String state) throws TimeoutException {
        police.call(
                        HttpMethod.POST,
                        "/persons/revocations",
                        new JsonObject()
                                .put("document", document(number, "甲"))
                                .put("state", state)
                                .put("reason", "挂失"))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static String person() {
        return "E" + ++persons;
    }

    private static JsonObject document(String number, String name) {
        return new JsonObject()
                .put("type", "414")
                .put("number", number)
                .put("name", name)
                .put("birthDate", "1990-01-01");
    }

    private static JsonObject allDay() {
        var weekly = new JsonObject();
        for (String day : List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")) {
            weekly.put(day, new JsonArray().add("00:00-24:00"));
        }
        return weekly;
    }
}
