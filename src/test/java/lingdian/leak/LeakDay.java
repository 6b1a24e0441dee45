package lingdian.leak;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;

/**
 * One day of a small city with the persons of {@link LeakPersons}: everything that can happen to someone's number, name or
 * day of birth on its way through the service, and what was said to agents and officials about it.
 */
public final class LeakDay {
    public static final String STRICT = "36048110000001"; // in the county that demands registration
    static final String OPEN = "36048210000002";
    private static final UUID STRICT_STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final UUID OPEN_STREAM = UUID.fromString("7a3c1f52-0002-4000-8000-000000000002");

    private static final int WRONG_KEYS = 80;

    private final RunningService service;
    private final List<String> said = new ArrayList<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private String openKey = "";
    private LeakCase officials;

    public LeakDay(RunningService service) {
        this.service = service;
    }

    /** What agents and officials were answered. */
    List<String> said() {
        return said;
    }

    /** What officials wrote, and what they alone were shown. */
    LeakCase officials() {
        return officials;
    }

    /** A token of every role. */
    public Map<String, String> tokens() {
        return tokens;
    }

    public void live() throws Exception {
        String strictKey = service.cafe(STRICT, List.of());
        openKey = service.cafe(OPEN, List.of());
        tokens.put("admin", RunningService.ADMIN_TOKEN);
        tokens.put("culture", service.regulatorToken("culture", "000000"));
        tokens.put("police", service.regulatorToken("public-security", "000000"));
        tokens.put("auditor", account("auditor", null));
        tokens.put("operator", account("operator", STRICT));
        tokens.put("nobody", "");
        var withSecond = new LinkedHashMap<>(tokens);
        withSecond.put("second", service.regulatorToken("culture", "360400"));
        officials = new LeakCase(service.url(), withSecond);
        keepTheRegistry();
        overWebSocket(strictKey);
        overHttp();
        tellWhatIsNoEvent(strictKey);
        bringWrongKeys();
        failInTheDatabase();
        workOnACase();
    }

    private String account(String role, String placeCode) throws Exception {
        var account = new JsonObject().put("name", role).put("role", role);
        return service.admin()
                .createAccount(placeCode == null ? account : account.put("placeCode", placeCode))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
    }

    private void keepTheRegistry() throws Exception {
        String about = "关于" + LeakPersons.IN_REASONS.personName + " " + LeakPersons.IN_REASONS.number + " "
                + LeakPersons.IN_REASONS.born;
        for (LeakPersons one : List.of(LeakPersons.REGISTERED, LeakPersons.MISNAMED, LeakPersons.REVOKED)) {
            call("police", "/persons", one.registration());
        }
        JsonObject faulty = LeakPersons.REFUSED_LINE.registration();
        faulty.getJsonObject("document").put("number", LeakPersons.REFUSED_LINE.number + "0");
        call("police", "/persons", faulty);
        call("police", "/persons", LeakPersons.REFUSED_LINE.document());
        call("culture", "/persons", LeakPersons.REFUSED_LINE.registration());
        String lines = Stream.of(
                        LeakPersons.IMPORTED.registration().encode(),
                        faulty.encode(),
                        LeakPersons.REFUSED_LINE.personName + " " + LeakPersons.REFUSED_LINE.number,
                        "{\"document\":{\"number\":\"" + LeakPersons.REFUSED_LINE.number + "\",")
                .collect(Collectors.joining("\n"));
        send("police", "/api/v1/persons/import", "application/x-ndjson", lines, "application/x-ndjson");
        send("police", "/api/v1/persons/import", "application/x-ndjson", lines, "application/json");
        call("police", "/persons/lookup", LeakPersons.REGISTERED.registration().put("reason", about));
        call("police", "/persons/lookup", LeakPersons.STRANGER.registration().put("reason", about));
        JsonObject wrongName = LeakPersons.REGISTERED.registration().put("reason", about);
        wrongName.getJsonObject("document").put("name", LeakPersons.WRONG_NAME.personName);
        call("police", "/persons/lookup", wrongName);
        call(
                "police",
                "/persons/revocations",
                LeakPersons.REVOKED.registration().put("reason", about).put("state", "lost"));
    }

    private void overWebSocket(String key) {
        var events = new ArrayList<>(consumedEvents());
        events.addAll(refusedEvents());
        events.addAll(lastEvents());
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            agent.hello(STRICT_STREAM, 0);
            agent.sendArray(events);
            agent.ack(28);
            agent.send(login(2, "a-2", "A02", false, LeakPersons.CONFLICTING.document())); // other content
            agent.awaitCount("ack", 2);
            agent.received().forEach(message -> said.add(message.encode()));
        }
    }

    /** Logins of each kind of person, admitted or asked about. */
    private static List<JsonObject> consumedEvents() {
        JsonObject expired = LeakPersons.EXPIRED.document().put("validUntil", "2019-12-24");
        JsonObject misnamed = LeakPersons.MISNAMED.document().put("name", LeakPersons.WRONG_NAME.personName);
        JsonObject malformed = LeakPersons.MALFORMED.document().put("birthDate", LeakPersons.MALFORMED.born + "T");
        return List.of(
                event(1, "opened"),
                login(2, "a-2", "A02", false, LeakPersons.REGISTERED.document()),
                login(3, "a-3", "A03", false, LeakPersons.MINOR.document()),
                login(4, "a-4", "A04", true, LeakPersons.MINOR.document()),
                login(5, "a-5", "A05", true, LeakPersons.STRANGER.document()),
                login(6, "a-6", "A06", true, expired),
                login(7, "a-7", "A07", true, misnamed),
                login(8, "a-8", "A08", true, LeakPersons.REVOKED.document()),
                login(9, "a-9", "A09", true, malformed),
                login(10, "a-10", "A10", true, LeakPersons.SHARED.document()),
                login(11, "a-11", "A11", true, LeakPersons.SHARED.document()),
                login(12, "a-12", "A12", false, LeakPersons.SHARED.document()),
                login(13, "a-13", "A13", true, LeakPersons.IMPORTED.document()),
                event(14, "patrol").put("officer", LeakPersons.OFFICER.personName + LeakPersons.OFFICER.number));
    }

    /** Events 15 to 25, each with personal data where none belongs. */
    private static List<JsonObject> refusedEvents() {
        String number = LeakPersons.QUARANTINED.number;
        String name = LeakPersons.QUARANTINED.personName;
        return List.of(
                login(15, "a-2", "A15", true, LeakPersons.QUARANTINED.document()), // the session again
                login(
                        16,
                        "a-16",
                        "A16",
                        true,
                        LeakPersons.QUARANTINED.document().put("read", name)),
                login(
                        17,
                        number,
                        "A17",
                        true,
                        LeakPersons.QUARANTINED.document().put("birthDate", 19860425)),
                login(
                        18,
                        name,
                        number + name,
                        true,
                        new JsonObject().put("number", number).put("name", name)),
                event(19, name).put(number, name),
                event(20, "heartbeat").put("inUse", new JsonArray().add(name).add(number)),
                event(21, "logout").put("session", number).put("reason", name),
                event(22, "logout")
                        .put("session", "never")
                        .put("reason", "patron")
                        .put("name", number),
                event(23, "login").put("document", number).put("session", new JsonArray().add(name)),
                event(24, "patrol").put("officer", new JsonObject().put(name, number)),
                event(25, "closed")
                        .put("at", LeakPersons.QUARANTINED.born.toString())
                        .put("note", name));
    }

    /** Heartbeats of a terminal without a session, and a logout that says more than it should. */
    private static List<JsonObject> lastEvents() {
        return List.of(
                event(26, "heartbeat")
                        .put("inUse", new JsonArray().add("A10").add("A11").add("A99")),
                event(27, "heartbeat")
                        .put("inUse", new JsonArray().add("A10").add("A99"))
                        .put("at", "2026-03-02T14:28:00+08:00"),
                event(28, "logout")
                        .put("session", "a-13")
                        .put("reason", "patron")
                        .put("name", LeakPersons.QUARANTINED.number));
    }

    private void overHttp() throws Exception {
        String day = Stream.of(
                        event(1, "opened"),
                        login(2, "b-2", "B02", true, LeakPersons.ADULT.document()),
                        login(3, "b-3", "B03", true, LeakPersons.GUEST.document()),
                        login(4, "b-4", "B04", true, LeakPersons.SHARED.document()),
                        login(5, "b-5", "B05", false, LeakPersons.ADULT.document()),
                        login(6, LeakPersons.QUARANTINED.number, "", true, LeakPersons.QUARANTINED.document()),
                        event(7, "patrol").put("officer", LeakPersons.OFFICER.personName),
                        event(8, "heartbeat")
                                .put(
                                        "inUse",
                                        new JsonArray().add("B02").add("B03").add("B04")))
                .map(JsonObject::encode)
                .collect(Collectors.joining("\n"));
        post(day);
        post(login(2, "b-2", "B02", true, LeakPersons.CONFLICTING.document()).encode());
    }

    private void tellWhatIsNoEvent(String key) throws Exception {
        String number = LeakPersons.QUARANTINED.number;
        String name = LeakPersons.QUARANTINED.personName;
        List<String> messages = List.of(
                name + " " + number,
                "{\"type\":\"login\",\"document\":{\"number\":\"" + number + "\",\"name\":\"" + name + "\"}}",
                "[{\"seq\":29,\"name\":\"" + name + "\",\"number\":\"" + number + "\"}, " + name + "]",
                "{\"seq\":99,\"type\":\"login\",\"name\":\"" + name + "\",\"number\":\"" + number + "\"}",
                "{\"type\":\"hello\",\"stream\":\"" + number + "\",\"agent\":\"" + name + "\"}");
        for (String message : messages) {
            try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
                agent.hello(STRICT_STREAM, 28);
                agent.sendText(message);
                said.add(agent.closeCode() + " " + agent.closeReason());
            }
            post(message);
        }
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            agent.sendText(messages.getLast());
            said.add(agent.closeCode() + " " + agent.closeReason());
        }
    }

    /** Someone's number for a key, no key, one that was ended; more of them than are written down in a minute. */
    private void bringWrongKeys() throws Exception {
        var ended = service.admin().createAgentKey(OPEN).await(PATIENCE_SECONDS, SECONDS);
        service.admin().endAgentKey(OPEN, ended.id()).await(PATIENCE_SECONDS, SECONDS);
        for (String key : Arrays.asList(LeakPersons.QUARANTINED.number, null, ended.key())) {
            assertThat(postWith(key, "")).startsWith("401 ");
        }
        var flood = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < WRONG_KEYS; i++) {
            flood.add(Http.begin(events("wrong" + i, "")));
        }
        CompletableFuture.allOf(flood.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, SECONDS);
    }

    /** A statement that fails is answered by PostgreSQL with the values of its row, of its key, or of whatever a trigger says. */
    private void failInTheDatabase() throws Exception {
        sql("CREATE UNIQUE INDEX poison ON session (token) WHERE session IN ('once', 'twice')");
        post(login(9, "once", "B09", true, LeakPersons.ADULT.document()).encode() + "\n"
                + login(10, "twice", "B10", true, LeakPersons.ADULT.document()).encode());
        sql("DROP INDEX poison");
        sql("CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'poison %', NEW USING DETAIL = NEW::text; END $$");
        sql("CREATE TRIGGER poison BEFORE INSERT ON sealed FOR EACH ROW EXECUTE FUNCTION poison()");
        post(login(9, "told", "B09", true, LeakPersons.ADULT.document()).encode());
        sql("DROP FUNCTION poison CASCADE");
        sql("ALTER TABLE session ADD CONSTRAINT poison CHECK (session <> 'poison')");
        post(login(9, "poison", "B09", true, LeakPersons.ADULT.document()).encode());
        sql("ALTER TABLE session DROP CONSTRAINT poison");
        sql("ALTER TABLE registered_person ADD CONSTRAINT poison CHECK (octet_length(sealed) < 10) NOT VALID");
        call("police", "/persons", LeakPersons.REFUSED_CALL.registration());
        sql("ALTER TABLE registered_person DROP CONSTRAINT poison");
    }

    /** What officers write is theirs to read, sealed where it is stored. */
    private void workOnACase() throws Exception {
        String written = LeakPersons.IN_REASONS.personName + " " + LeakPersons.IN_REASONS.number;
        for (Object one : service.regulator("culture", "000000")
                .all("/violations", Map.of())
                .await(PATIENCE_SECONDS, SECONDS)) {
            String id = ((JsonObject) one).getString("id");
            call(
                    "culture",
                    "/violations/" + id + "/actions",
                    new JsonObject().put("action", "acknowledge").put("note", written));
            call(
                    "culture",
                    "/violations/" + id + "/actions",
                    new JsonObject().put("action", written).put("note", written));
        }
        officials.work(violationsOf(STRICT), STRICT);
        service.keepBundles();
    }

    /** One of each code. */
    private Map<String, String> violationsOf(String placeCode) throws Exception {
        return service.violations().values().stream()
                .filter(one -> one.getString("placeCode").equals(placeCode))
                .collect(Collectors.toMap(
                        one -> one.getString("code"), one -> one.getString("id"), (one, other) -> one));
    }

    private void call(String who, String path, JsonObject body) throws Exception {
        send(who, "/api/v1" + path, "application/json", body.encode(), "application/json");
    }

    private void send(String who, String path, String type, String body, String accept) throws Exception {
        Http.Answer answer =
                Http.to(service).as(tokens.get(who)).with("Accept", accept).send("POST", path, type, body);
        // A reason or a note is shown to whoever may read what it was given for: that is what it is written for.
        if (!body.contains(LeakPersons.IN_REASONS.personName) || answer.status() >= 300) {
            said.add(path + " " + answer.status() + " " + answer.body());
        }
    }

    private void post(String lines) throws Exception {
        postWith(openKey, lines);
    }

    private String postWith(String key, String lines) throws Exception {
        Http.Answer answer = Http.send(events(key, lines));
        said.add("events " + answer.status() + " " + answer.body());
        return answer.status() + " " + answer.body();
    }

    private HttpRequest events(String key, String lines) {
        var request = Http.to(service)
                .with("Lingdian-Stream", OPEN_STREAM.toString())
                .with("Lingdian-Sent", Instant.now().toString())
                .with("Content-Type", Http.NDJSON)
                .request("/agent/v1/events")
                .POST(HttpRequest.BodyPublishers.ofString(lines));
        return (key == null ? request : request.header("Authorization", "Bearer " + key)).build();
    }

    private void sql(String statement) throws Exception {
        try (var connection = service.superuser();
                var executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    private static JsonObject event(long seq, String type) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", type)
                .put("at", "2026-03-02T" + (10 + seq / 6) + ":" + (10 + seq % 6 * 8) + ":00+08:00");
    }

    private static JsonObject login(long seq, String session, String terminal, boolean admitted, JsonObject document) {
        return event(seq, "login")
                .put("session", session)
                .put("terminal", terminal)
                .put("document", document)
                .put("admitted", admitted);
    }
}
