package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.document.CitizenNumber;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.vault.seal.KeySuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * After a day with recognisable persons, nothing of them lies open: not in any column of any table, not in the log, not in
 * what the service says to agents, monitors or readers of violations.
 */
@ParameterizedClass
@EnumSource(KeySuite.class)
class SealingIT {
    private static final String CAFE = "36048110000001";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0003-4000-8000-000000000003");

    private static final String ADULT = number("19870605"); // admitted, found shared
    private static final String MINOR = number("20150907"); // asks and is denied
    private static final String GUEST = "ZX-erkennbar-4711"; // admitted although malformed
    private static final String QUARANTINED = "ZY-quarantäne-0815"; // in texts that are rejected

    /** What must be found nowhere. */
    private static final List<String> PERSONAL = List.of(
            ADULT,
            MINOR,
            GUEST,
            QUARANTINED,
            "欧阳可辨",
            "司马可识",
            "诸葛可认",
            "上官可察",
            "1987-06-05",
            "19870605",
            "1979-04-03",
            "2015-09-07",
            "20150907",
            "2041-07-13",
            "巡查员皇甫");

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static final List<String> SAID = new ArrayList<>();
    private static RunningService service;

    @Parameter
    KeySuite suite;

    @BeforeParameterizedClassInvocation
    static void liveThroughADay(KeySuite suite) throws Exception {
        LOG.list.clear();
        SAID.clear();
        listenToTheLog();
        service = RunningService.with().settings("suite: " + suite).start();
        String key = service.cafe(CAFE, List.of());
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            agent.hello(STREAM, 0);
            agent.sendArray(theDay());
            agent.ack(theDay().size());
            agent.send(login(1, "s1", "A", true, document("111", ADULT, "上官可察"))); // another name than the first time
            agent.awaitCount("ack", 2);
            SAID.addAll(agent.received().stream().map(JsonObject::encode).toList());
        }
        refusedOverWebSocket(key);
        refusedOverHttp(key);
        failingInTheDatabase(key);
        SAID.add(get("/metrics"));
        SAID.add(service.violations().toString());
    }

    @AfterParameterizedClassInvocation
    static void close() throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
        ((Logger) LoggerFactory.getLogger("lingdian")).setLevel(null);
        service.close();
    }

    private static void listenToTheLog() {
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        LOG.setContext(root.getLoggerContext());
        LOG.start();
        root.addAppender(LOG);
        ((Logger) LoggerFactory.getLogger("lingdian")).setLevel(Level.ALL);
    }

    private static List<JsonObject> theDay() {
        return List.of(
                login(1, "s1", "A", true, document("111", ADULT, "欧阳可辨").put("validUntil", "2041-07-13")),
                login(2, "s2", "B", true, document("990", GUEST, "司马可识").put("birthDate", "1979-04-03")),
                login(3, "s3", "C", false, document("111", MINOR, "诸葛可认")), // denied: under age
                login(4, "s4", "D", false, document("111", ADULT, "欧阳可辨")), // denied: in use
                login(5, "s5", "E", true, document("990", GUEST, "司马可识")), // malformed: no birth date
                event(6, "patrol").put("officer", "巡查员皇甫"),
                login(7, "s1", "A", true, document("990", QUARANTINED, "上官可察")), // rejected: the session again
                login(8, "s8", "F", true, document("990", QUARANTINED, "上官可察").put("read", "上官可察")),
                login(9, "上官可察", "F", true, document("990", QUARANTINED, "上官可察")),
                event(10, QUARANTINED),
                event(11, "login").put("上官可察", QUARANTINED).put("document", QUARANTINED),
                event(12, "heartbeat").put("inUse", new JsonArray().add(QUARANTINED + "上官可察")),
                event(13, "logout")
                        .put("session", "unknown")
                        .put("reason", "patron")
                        .put("name", "上官可察"),
                event(14, "opened").put("at", "1987-06-05"),
                event(15, "logout").put("session", "s1").put("reason", "patron").put("name", "欧阳可辨"),
                event(16, "heartbeat").put("inUse", new JsonArray().add("B").add("E")),
                login(17, "s17", "F", true, document("111", ADULT, "欧阳可辨")),
                login(18, "s18", "G", true, document("111", ADULT, "欧阳可辨")),
                event(19, "closed").put("note", GUEST));
    }

    private static void refusedOverWebSocket(String key) {
        List<String> messages = List.of(
                "欧阳可辨 " + ADULT,
                "{\"type\":\"login\",\"document\":{\"number\":\"" + ADULT + "\",\"name\":\"欧阳可辨\"}}",
                "[{\"seq\":20,\"name\":\"欧阳可辨\",\"number\":\"" + ADULT + "\"}, 欧阳可辨]",
                "{\"seq\":99,\"type\":\"login\",\"name\":\"欧阳可辨\",\"number\":\"" + ADULT + "\"}");
        for (String message : messages) {
            try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
                agent.hello(STREAM, 19);
                agent.sendText(message);
                SAID.add(agent.closeCode() + " " + agent.closeReason());
            }
        }
        assertThat(SAID.subList(SAID.size() - 4, SAID.size()))
                .allMatch(said -> said.startsWith("4400 ") || said.equals("4409 expected 20"));
    }

    private static void refusedOverHttp(String key) throws Exception {
        for (String body : List.of("欧阳可辨 " + ADULT, "{\"seq\":20}\n{\"seq\":\"" + ADULT + "\"}", "{\"seq\":77}")) {
            Http.Answer answer = post(key, body);
            assertThat(answer.status()).isIn(400, 409);
            SAID.add(answer.body());
        }
    }

    /** A statement that fails is answered by PostgreSQL with the values of its row. */
    private static void failingInTheDatabase(String key) throws Exception {
        execute("ALTER TABLE session ADD CONSTRAINT poison CHECK (session <> 'poison')");
        Http.Answer answer = post(
                key,
                login(20, "poison", "P", true, document("111", ADULT, "欧阳可辨")).encode());
        assertThat(answer.status()).isEqualTo(503);
        SAID.add(answer.body());
        execute("ALTER TABLE session DROP CONSTRAINT poison");
    }

    @Test
    void noTableHoldsAnythingInPlain() throws Exception {
        Map<String, String> dump = dump();
        assertThat(dump)
                .containsKeys(
                        "journal.body", "sealed.ciphertext", "violation.snapshot", "feed.snapshot", "session.token");
        assertThat(dump.get("journal.body")).contains("heartbeat"); // the dump is one
        assertThat(dump.get("violation.code")).contains("IDENTITY_SHARED", "IDENTITY_UNVERIFIED", "RECORDS_BROKEN");

        dump.forEach((column, content) -> assertThat(found(content)).as(column).isEmpty());
    }

    @Test
    void theLogHoldsNothing() {
        String log = List.copyOf(LOG.list).stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));

        assertThat(log).contains("cannot be committed"); // it was listened to
        assertThat(found(log)).isEmpty();
    }

    @Test
    void nothingThatIsSaidRepeatsIt() {
        assertThat(SAID).anyMatch(said -> said.contains("\"reject\"")).anyMatch(said -> said.contains("lingdian_"));
        assertThat(SAID.toString()).contains("3604************", "欧*"); // masked
        assertThat(found(SAID.toString())).isEmpty();
    }

    @Test
    void onlyWhatOpenedASessionIsSealedAsAnIdentity() throws Exception {
        assertThat(service.rows("SELECT kind || ' ' || seq FROM sealed ORDER BY seq, kind"))
                .containsExactly(
                        "conflict 1",
                        "identity 1",
                        "identity 2",
                        "identity 5",
                        "officer 6",
                        "quarantine 7",
                        "quarantine 8",
                        "quarantine 9",
                        "quarantine 10",
                        "quarantine 11",
                        "quarantine 12",
                        "quarantine 13",
                        "quarantine 14",
                        "identity 17",
                        "identity 18");
    }

    /** A denied login that opens nothing keeps its token and reasons. */
    @Test
    void aDeniedLoginKeepsItsTokenAndReasons() throws Exception {
        List<String> denied =
                service.rows("SELECT body || ' ' || outcome FROM journal WHERE seq IN (3, 4) ORDER BY seq");
        assertThat(denied.get(0)).containsPattern("\"token\":\"[0-9a-f-]{36}\"").contains("under-age");
        assertThat(denied.get(1)).containsPattern("\"token\":\"[0-9a-f-]{36}\"").contains("in-use-elsewhere");
    }

    /** The personal data that {@code content} shows: as text, as bytes, or as a hash that anyone could compute. */
    private static List<String> found(String content) {
        String lower = content.toLowerCase(Locale.ROOT);
        return PERSONAL.stream()
                .filter(personal -> spellings(personal).stream().anyMatch(lower::contains))
                .toList();
    }

    private static List<String> spellings(String personal) {
        byte[] bytes = personal.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        var spellings = new ArrayList<>(List.of(
                personal,
                HexFormat.of().formatHex(bytes),
                HexFormat.of().formatHex(personal.getBytes(StandardCharsets.UTF_16BE)),
                base64.substring(0, base64.length() - 1)));
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
            for (String hashed : List.of(personal, "111" + personal, "111\0" + personal, "990\0" + personal)) {
                spellings.add(hash(algorithm, hashed).substring(0, 32));
                spellings.add(hash(algorithm, hashed)
                        .substring(0, 32)
                        .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")); // as a uuid
            }
        }
        return spellings.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Every column of every table of the schema as one text; bytes in hexadecimal. */
    private static Map<String, String> dump() throws Exception {
        var dump = new LinkedHashMap<String, String>();
        for (String column : service.rows("""
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = '%s' ORDER BY table_name, ordinal_position
                """.formatted(DatabaseAddress.SCHEMA))) {
            String[] parts = column.split("\\.");
            dump.put(
                    column,
                    String.join(
                            "\n",
                            service.rows(
                                    "SELECT coalesce(\"%s\"::text, '') FROM \"%s\"".formatted(parts[1], parts[0]))));
        }
        return dump;
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
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

    private static JsonObject document(String type, String number, String name) {
        return new JsonObject()
                .put("type", type)
                .put("number", number)
                .put("name", name)
                .put("read", "chip");
    }

    /** With the right check character: no number of a real person is written down. */
    private static String number(String birthDate) {
        String digits = "360481" + birthDate + "001";
        return digits + CitizenNumber.checkCharacter(digits);
    }

    private static Http.Answer post(String key, String body) throws Exception {
        return Http.to(service)
                .as(key)
                .with("Lingdian-Sent", Instant.now().toString())
                .events(STREAM, body);
    }

    private static String get(String path) throws Exception {
        return Http.to(service).get(path).body();
    }
}
