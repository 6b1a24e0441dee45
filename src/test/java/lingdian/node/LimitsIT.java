package lingdian.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.testing.Await;
import lingdian.testing.Browser;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each limit that is reached is counted by its name, at every entry point. */
class LimitsIT {
    private static final int SPARE = 3;
    private static final int READERS = 4;
    private static final int ACCOUNT_READERS = 2;
    private static final int LOOK_UPS = 3;
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private static RunningService service;
    private static String agentKey;
    private static String regulator;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("feed:\n  maximumReaders: " + READERS + "\n  maximumReadersPerAccount: " + ACCOUNT_READERS
                        + "\nprivacy: {approverHours: 0, lookupsPerHour: " + LOOK_UPS + "}\n")
                .start();
        agentKey = service.cafe("36048110000001", List.of());
        regulator = service.regulatorToken("culture", "360000");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void anAgentsBodyThatIsTooLarge() throws Exception {
        reaches(
                "body",
                () -> assertThat(events(" ".repeat(8 * 1024 * 1024 + 1))).isEqualTo(413));
    }

    @Test
    void tooManyEventsInOneBody() throws Exception {
        reaches(
                "events",
                () -> assertThat(events("{\"seq\":1}\n".repeat(10_001))).isEqualTo(413));
    }

    @Test
    void aBodyThatAnOperationDoesNotTake() throws Exception {
        String police = service.regulatorToken("public-security", "360000");
        reaches(
                "body",
                () -> assertThat(send(request("/api/v1/persons/lookup", police)
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString("{\"reason\":\"" + "x".repeat(300_000) + "\"}")))
                                .status())
                        .isEqualTo(413));
    }

    @Test
    void aFormThatIsTooLarge() throws Exception {
        var browser = new Browser(service.url());
        browser.get("/sign-in");
        reaches(
                "body",
                () -> assertThat(browser.post("/sign-in", Map.of("name", "x".repeat(9_000)))
                                .status())
                        .isEqualTo(413));
    }

    @Test
    void aNameThatIsGuessedAt() throws Exception {
        for (int i = 0; i < 5; i++) {
            new Browser(service.url()).signIn("nobody", "guess number " + i, "");
        }
        reaches(
                "lock-out",
                () -> assertThat(new Browser(service.url())
                                .signIn("nobody", "one more", "")
                                .status())
                        .isEqualTo(429));
    }

    /** What is said of many cases at once is stored with each, and all that an account writes is one share. */
    @Test
    void soMuchIsWrittenInADay() throws Exception {
        String officer = service.regulatorToken("culture", "360000");
        var one = new JsonObject().put("id", new UUID(1, 1).toString()).put("version", 1);
        var said = new JsonObject()
                .put("action", "comment")
                .put("note", "记".repeat(4_000))
                .put("cases", new JsonArray(Collections.nCopies(200, one)));
        for (int i = 0; i < 27; i++) { // 200 times 12,000 bytes each
            assertThat(ask("/cases/actions", officer, JSON, said.encode()))
                    .as("one case twice")
                    .isEqualTo(400);
        }
        reaches(
                "daily-writing",
                () -> assertThat(ask("/cases/actions", officer, JSON, said.encode()))
                        .isEqualTo(429));
        assertThat(ask("/cases/actions", service.regulatorToken("culture", "360000"), JSON, said.encode()))
                .as("another account")
                .isEqualTo(400);
    }

    @Test
    void soManyDrawsAreAnnouncedInADay() throws Exception {
        String officer = service.regulatorToken("culture", "360481");
        for (int i = 0; i < 20; i++) {
            assertThat(ask("/inspections/draws", officer, JSON, "{\"count\":1}"))
                    .isEqualTo(201);
        }
        reaches(
                "daily-draws",
                () -> assertThat(ask("/inspections/draws", officer, JSON, "{\"count\":1}"))
                        .isEqualTo(429));
    }

    @Test
    void soManyObjectionsAreFiledInADay() throws Exception {
        String operator = operator("36048110000077");
        String path = "/violations/" + UUID.randomUUID() + "/objections";
        for (int i = 0; i < 200; i++) {
            assertThat(ask(path, operator, JSON, "{\"statement\":\"s\"}")).isEqualTo(404);
        }
        reaches(
                "daily-objections",
                () -> assertThat(ask(path, operator, JSON, "{\"statement\":\"s\"}"))
                        .isEqualTo(429));
    }

    @Test
    void aReaderOfTheFeedTooMany() throws Exception {
        var open = new ArrayList<InputStream>();
        try {
            for (int i = 0; i < READERS; i++) {
                open.add(feed(service.regulatorToken("culture", "360000")).body());
            }
            String more = service.regulatorToken("culture", "360000");
            reaches("feed-readers", () -> assertThat(feed(more).statusCode()).isEqualTo(503));
        } finally {
            for (InputStream one : open) {
                one.close();
            }
        }
        Await.until("places are given back", () -> {
            HttpResponse<InputStream> again = feed(regulator);
            again.body().close();
            return again.statusCode() == 200;
        });
    }

    /** One account's readers leave places for the others. */
    @Test
    void aReaderOfOneAccountTooMany() throws Exception {
        String other = service.regulatorToken("culture", "360481");
        var open = new ArrayList<InputStream>();
        try {
            for (int i = 0; i < ACCOUNT_READERS; i++) {
                open.add(feed(regulator).body());
            }
            reaches(
                    "account-feed-readers",
                    () -> assertThat(feed(regulator).statusCode()).isEqualTo(429));
            HttpResponse<InputStream> others = feed(other);
            open.add(others.body());
            assertThat(others.statusCode()).isEqualTo(200);
        } finally {
            for (InputStream one : open) {
                one.close();
            }
        }
        Await.until("places are given back", () -> {
            HttpResponse<InputStream> again = feed(regulator);
            again.body().close();
            return again.statusCode() == 200;
        });
    }

    @Test
    void requestsOfOneCafeAtOnce() throws Exception {
        fillsUp("cafe-requests", 4, "/agent/v1/events", agentKey, "application/x-ndjson");
    }

    @Test
    void importsAtOnce() throws Exception {
        String police = service.regulatorToken("public-security", "360000");
        fillsUp("imports", 1, "/api/v1/persons/import", police, "application/x-ndjson");
    }

    /** Otherwise two accounts of one office hold both places of a node, and nobody else imports. */
    @Test
    void importsOfOneRegionAtOnce() throws Exception {
        String path = "/api/v1/persons/import";
        String first = service.regulatorToken("public-security", "370000");
        String second = service.regulatorToken("public-security", "370000");
        String elsewhere = service.regulatorToken("public-security", "350000");
        var held = new ArrayList<Socket>();
        try {
            Await.until("the second of the region is refused, and another region imports", () -> {
                if (held.isEmpty() || isAnswered(held.getLast())) { // the places of the test before may still be taken
                    held.add(unfinished(path, first, NDJSON));
                }
                return ask("/persons/import", elsewhere, NDJSON, "\n") == 200
                        && ask("/persons/import", second, NDJSON, "\n") == 429
                        && ask("/persons/import", elsewhere, NDJSON, "\n") == 200
                        && !isAnswered(held.getLast());
            });
        } finally {
            for (Socket one : held) {
                one.close();
            }
        }
    }

    private static boolean isAnswered(Socket request) throws IOException {
        return request.getInputStream().available() > 0;
    }

    @Test
    void filesAtOnce() throws Exception {
        String photos = "/api/v1/inspections/" + UUID.randomUUID() + "/photos";
        fillsUp("files", 2, photos, regulator, "application/json");
        // The first requests were aborted, so they no longer count.
        fillsUp("files", 2, photos, regulator, "application/json");
    }

    /** Operators are many, and each may hold a place until the body should have come. */
    @Test
    void filesOfOperatorsLeaveThePlacesOfTheOffices() throws Exception {
        holdsAllFiles(
                List.of("36048110000101", "36048210000101", "36048310000101"),
                () -> assertThat(ask("/inspections/" + UUID.randomUUID() + "/photos", regulator, JSON, "{}"))
                        .as("an officer is answered")
                        .isIn(400, 404));
    }

    @Test
    void filesOfOneCountysOperatorsLeaveThoseOfOthers() throws Exception {
        String elsewhere = operator("11010110000101");
        holdsAllFiles(
                List.of("36048110000102"),
                () -> assertThat(ask(objections(), elsewhere, JSON, "{}"))
                        .as("an operator of another county is answered")
                        .isIn(400, 404));
    }

    /** A file of a list holds its place until its client has read it, or here until the database answers. */
    @Test
    void exportsOfOperatorsLeaveThePlacesOfTheOffices() throws Exception {
        var operators = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            operators.add(operator((360_481 + i % 3) + "10000103"));
        }
        var held = new ArrayList<CompletableFuture<Http.Answer>>();
        CompletableFuture<Http.Answer> officers;
        try (Connection superuser = service.superuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("LOCK TABLE violation IN ACCESS EXCLUSIVE MODE");
            for (String operator : operators) {
                held.add(export(operator));
                held.add(export(operator));
            }
            Await.until(
                    "no further operator is taken",
                    () -> held.stream()
                            .anyMatch(one -> one.isDone() && one.join().status() == 429));
            officers = export(regulator);
            assertThat(ask("/inspections/" + UUID.randomUUID() + "/photos", regulator, JSON, "{}"))
                    .as("asked after it, and no question to the database")
                    .isEqualTo(400);
            superuser.rollback();
        }
        assertThat(officers.get(Await.PATIENCE_SECONDS, SECONDS).status())
                .as("200, or 503 where this machine was held up for seconds")
                .isNotEqualTo(429);
        CompletableFuture.allOf(held.toArray(CompletableFuture[]::new)).get(Await.PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void exportsOfOfficersLeaveThoseOfAuditors() throws Exception {
        var officers = new ArrayList<String>();
        for (String region : List.of("360481", "360482")) {
            for (int i = 0; i < 3; i++) {
                officers.add(service.regulatorToken("culture", region));
                officers.add(service.regulatorToken("public-security", region));
            }
        }
        String auditor = account(new JsonObject().put("name", "a").put("role", "auditor"));
        var held = new ArrayList<CompletableFuture<Http.Answer>>();
        CompletableFuture<Http.Answer> log;
        try (Connection superuser = service.superuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("LOCK TABLE violation IN ACCESS EXCLUSIVE MODE");
            for (String officer : officers) {
                held.add(export(officer));
                held.add(export(officer));
            }
            Await.until(
                    "16 are taken, and no more",
                    () -> held.stream().filter(CompletableFuture::isDone).count() == held.size() - 16);
            log = Http.begin(request("/api/v1/access-log/export", auditor).build());
            assertThat(ask("/inspections/" + UUID.randomUUID() + "/photos", regulator, JSON, "{}"))
                    .as("asked after it, and no question to the database")
                    .isEqualTo(400);
            superuser.rollback();
        }
        assertThat(log.get(Await.PATIENCE_SECONDS, SECONDS).status()).isNotEqualTo(429);
        CompletableFuture.allOf(held.toArray(CompletableFuture[]::new)).get(Await.PATIENCE_SECONDS, SECONDS);
    }

    private static CompletableFuture<Http.Answer> export(String token) {
        return Http.begin(request("/api/v1/violations", token)
                .header("Accept", "text/csv")
                .build());
    }

    private static String objections() {
        return "/violations/" + UUID.randomUUID() + "/objections";
    }

    /** Has operators of some cafés begin to hand in files until the next one is refused, and meanwhile does something. */
    private static void holdsAllFiles(List<String> cafes, Reaching meanwhile) throws Exception {
        var held = new ArrayList<Socket>();
        try {
            Await.until("no further operator is taken", () -> {
                for (String cafe : cafes) {
                    String operator = operator(cafe);
                    held.add(unfinished("/api/v1" + objections(), operator, JSON));
                    held.add(unfinished("/api/v1" + objections(), operator, JSON));
                }
                for (String cafe : cafes) {
                    if (ask(objections(), operator(cafe), JSON, "{}") != 429) {
                        return false;
                    }
                }
                return true;
            });
            meanwhile.reach();
        } finally {
            for (Socket one : held) {
                one.close();
            }
        }
    }

    private static String operator(String cafe) throws Exception {
        service.cafe(cafe, List.of());
        return account(new JsonObject().put("name", "o").put("role", "operator").put("placeCode", cafe));
    }

    private static String account(JsonObject account) throws Exception {
        return service.admin()
                .createAccount(account)
                .await(Await.PATIENCE_SECONDS, SECONDS)
                .token();
    }

    /** The answer tells whether a number is registered, so that nobody may try a list of them. */
    @Test
    void personsLookedUpInAnHour() throws Exception {
        String police = service.regulatorToken("public-security", "360000");
        for (int i = 0; i < LOOK_UPS; i++) {
            assertThat(lookUp(police)).isEqualTo(404);
        }
        reaches("lookups", () -> assertThat(lookUp(police)).isEqualTo(429));
        assertThat(lookUp(service.regulatorToken("public-security", "360000")))
                .as("another account")
                .isEqualTo(404);
    }

    /** Registering, revoking and importing tell it too. */
    @Test
    void everyQuestionToTheRegistryCounts() throws Exception {
        String police = service.regulatorToken("public-security", "360000");
        String person =
                "{\"document\":{\"type\":\"990\",\"number\":\"P1\",\"name\":\"n\",\"birthDate\":\"1990-01-01\"}}";
        String revoked = "{\"document\":{\"type\":\"990\",\"number\":\"P1\"},\"state\":\"lost\",\"reason\":\"r\"}";
        assertThat(ask("/persons", police, JSON, person)).isEqualTo(201);
        assertThat(ask("/persons/revocations", police, JSON, revoked)).isEqualTo(200);
        reaches(
                "lookups",
                () -> assertThat(ask("/persons/import", police, NDJSON, person))
                        .as("the refused line is the fourth question")
                        .isEqualTo(200));
        reaches(
                "lookups",
                () -> assertThat(ask("/persons", police, JSON, person)).isEqualTo(429));
        reaches(
                "lookups",
                () -> assertThat(ask("/persons/revocations", police, JSON, revoked))
                        .isEqualTo(429));
        reaches(
                "lookups",
                () -> assertThat(ask("/persons/import", police, NDJSON, person)).isEqualTo(429));
    }

    private static int lookUp(String token) throws Exception {
        String body = "{\"document\":{\"type\":\"111\",\"number\":\"360481199001011233\"},\"reason\":\"r\"}";
        return ask("/persons/lookup", token, JSON, body);
    }

    private static int ask(String path, String token, String type, String body) throws Exception {
        return send(request("/api/v1" + path, token)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)))
                .status();
    }

    @Test
    void connectionsOfOneCafe() throws Exception {
        String key = service.cafe("36048110000002", List.of());
        var open = new ArrayList<WebSocket>();
        try {
            for (int i = 0; i < 16; i++) {
                open.add(connected(key).join());
            }
            reaches("cafe-connections", () -> assertThat(connected(key)).failsWithin(20, SECONDS));
        } finally {
            open.forEach(WebSocket::abort);
        }
    }

    @Test
    void refusalsOfOneAccountInAMinute() throws Exception {
        String token = service.regulatorToken("culture", "360400");
        for (int i = 0; i < 60; i++) {
            refused("/api/v1/accounts", token, 403);
        }
        reaches("refusals", () -> refused("/api/v1/accounts", token, 403));
    }

    @Test
    void wrongKeysInAMinute() throws Exception {
        for (int i = 0; i < 60; i++) {
            refused("/agent/v1/events", "guessed", 401);
        }
        reaches("agent-key-refusals", () -> refused("/agent/v1/events", "guessed", 401));
    }

    /** Keeps {@code atOnce} requests open, whose bodies never come, and sends one more. */
    private static void fillsUp(String limit, int atOnce, String path, String token, String type) throws Exception {
        var held = new ArrayList<Socket>();
        try {
            for (int i = 0; i < atOnce; i++) {
                held.add(unfinished(path, token, type));
            }
            long before = count(limit);
            var more = request(path, token)
                    .header("Content-Type", type)
                    .header("Lingdian-Stream", UUID.randomUUID().toString())
                    .POST(BodyPublishers.ofString(""));
            Await.until("one more is refused", () -> {
                if (send(more).status() == 429) {
                    return true;
                }
                if (held.size() < atOnce + SPARE) { // a busy machine may have ended one of them
                    held.add(unfinished(path, token, type));
                }
                return false;
            });
            Await.until("it is counted", () -> count(limit) > before);
        } finally {
            for (Socket one : held) {
                one.close();
            }
        }
    }

    private static Socket unfinished(String path, String token, String type) throws Exception {
        var socket = new Socket(service.url().getHost(), service.url().getPort());
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer " + token
                                + "\r\nContent-Type: " + type + "\r\nLingdian-Stream: " + UUID.randomUUID()
                                + "\r\nContent-Length: 100\r\n\r\n")
                        .getBytes(US_ASCII));
        return socket;
    }

    private static CompletableFuture<WebSocket> connected(String key) {
        return Http.to(service).as(key).webSocket("/agent/v1", "lingdian.agent.v1", new WebSocket.Listener() {});
    }

    private static void refused(String path, String token, int status) throws Exception {
        assertThat(send(request(path, token)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(status);
    }

    private interface Reaching {
        void reach() throws Exception;
    }

    private static void reaches(String limit, Reaching it) throws Exception {
        long before = count(limit);
        it.reach();
        Await.until("it is counted", () -> count(limit) == before + 1);
    }

    private static long count(String limit) throws Exception {
        Matcher line = Pattern.compile("lingdian_limits_reached_total\\{limit=\"" + limit + "\"} (\\d+)")
                .matcher(send(request("/metrics", "none")).body());
        assertThat(line.find()).as(limit).isTrue();
        return Long.parseLong(line.group(1));
    }

    private static int events(String body) throws Exception {
        return send(request("/agent/v1/events", agentKey)
                        .header("Lingdian-Stream", UUID.randomUUID().toString())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(body)))
                .status();
    }

    private static HttpResponse<InputStream> feed(String token) throws Exception {
        return Http.to(service).as(token).with("Accept", "text/event-stream").open("/api/v1/violations/feed");
    }

    private static HttpRequest.Builder request(String path, String token) {
        return Http.to(service).as(token).request(path);
    }

    private static Http.Answer send(HttpRequest.Builder request) throws Exception {
        return Http.send(request.build());
    }
}
