package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lingdian.office.api.MatrixFixtures.Tried;
import lingdian.record.accesslog.RefusalLimit;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks on every operation of the OpenAPI document: SQL in each text, path tricks, oversized bodies, expired tokens,
 * guessed ids. Each is refused as documented, changes nothing, and is in the access log.
 */
class HostileRequestsIT {
    /** Would make a table, and would find everything: either shows. */
    private static final List<String> SQL = List.of("'); CREATE TABLE stolen (); --", "' OR '1'='1");

    private static final List<String> PATHS = List.of(
            "..",
            "%2e%2e",
            "..%2f..%2f..%2fetc%2fpasswd",
            "%2e%2e%2faccounts",
            "%2f",
            "x%2fy",
            "..;",
            "x;y=z",
            ";",
            "/",
            "//",
            "%00",
            "x%00",
            "%5c..%5c",
            "%zz",
            "%c0%ae%c0%ae",
            "9".repeat(3_000));
    /** With these the path is another one. */
    private static final List<String> ROUND_ABOUT = List.of("..", "%2e%2e", "/", "//");

    /**
     * Marks of two classes in the wrong order, which a normaliser sorts (UAX #15): the short text fits into a path, the long
     * one into a body, where sorting would take seconds.
     */
    private static final List<String> WORST = List.of(worst(300), worst(40_000));

    /** Processor time of the event loops that is not worth a comparison. */
    private static final long LITTLE_NANOS = 500_000_000;

    private static final int TIMES_MAX = 10;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int GUESSES = 300;
    private static SealedCafe cafe;
    private static MatrixFixtures fixtures;
    private static String culture;
    private static String police;
    private static String operator;
    private static String auditor;
    private static Set<String> tables;
    private static Connection superuser;
    private static PreparedStatement lastRefused;

    @BeforeAll
    static void start() throws Exception {
        cafe = new SealedCafe();
        fixtures = new MatrixFixtures(cafe);
        culture = cafe.service.regulatorToken("culture", "360400");
        police = cafe.service.regulatorToken("public-security", "360400");
        operator = account(new JsonObject().put("role", "operator").put("placeCode", SealedCafe.CAFE));
        auditor = account(new JsonObject().put("role", "auditor"));
        tables = tables();
        superuser = cafe.service.superuser();
        lastRefused = superuser.prepareStatement(
                "SELECT coalesce(max(position), 0) FROM access_log WHERE outcome = 'refused'");
    }

    @AfterAll
    static void stop() throws Exception {
        superuser.close();
        cafe.close();
    }

    /** Those of accounts: of the others, streams have tests of their own, and health takes nothing. */
    static Stream<DocumentedOperation> operations() {
        return DocumentedOperation.all().stream()
                .filter(operation -> Set.of("anyone", "agent").stream().noneMatch(operation.who()::contains));
    }

    /** A sixth of them, always the same: all take their texts by the same code. {@code -Dlingdian.long=true} tries all. */
    static Stream<DocumentedOperation> aSixth() {
        return operations()
                .filter(operation -> Boolean.getBoolean("lingdian.long")
                        || Math.floorMod(operation.path().hashCode(), 6) == 0);
    }

    static Stream<DocumentedOperation> withBody() {
        return operations().filter(DocumentedOperation::takesBody);
    }

    /** Of those by the same choice: the router takes every path. */
    static Stream<DocumentedOperation> aSixthWithPath() {
        return aSixth().filter(operation -> operation.path().contains("{"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void sqlIsATextLikeAnyOther(DocumentedOperation operation) throws Exception {
        for (String sql : SQL) {
            for (HostileRequest request : withText(operation, sql)) {
                long before = lastRefused();
                RawHttp.Answer answer = send(request, token(operation));

                String what = request + " " + answer;
                assertThat(answer.status()).as(what).isBetween(200, 499);
                assertThat(answer.text()).as(what).doesNotContain("syntax error", "SQLSTATE", "PgException");
                if (answer.status() == 400 || answer.status() == 404) {
                    assertThat(answer.contentType()).as(what).startsWith("application/problem+json");
                    assertThat(answer.text()).as(what).doesNotContain(sql);
                    assertThat(lastRefused()).as(what).isGreaterThan(before);
                }
                freeTheLog();
            }
        }
        assertThat(tables()).isEqualTo(tables);
    }

    /** PostgreSQL's texts have no U+0000. */
    @ParameterizedTest
    @ValueSource(strings = {"cafes?q=", "cases?q=a", "violations?cursor="})
    void noSearchHasTheCharacterThatNoTextHas(String list) throws Exception {
        RawHttp.Answer answer = RawHttp.send(cafe.service.url(), "GET", "/api/v1/" + list + "%00", culture, null, null);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.text()).contains("U+0000");
        freeTheLog();
    }

    /**
     * All other requests of an event loop wait for it, so the processor time of the loops is compared with that for plain
     * texts of the same length.
     */
    @ParameterizedTest
    @MethodSource("aSixth")
    void theWorstTextCostsNoMoreThanAPlainOne(DocumentedOperation operation) throws Exception {
        for (String text : WORST) {
            long worst = loopNanos(operation, text);
            if (worst > LITTLE_NANOS) {
                long plain = loopNanos(operation, text.replaceAll("\\p{M}", "b"));
                assertThat(worst).as("nanoseconds").isLessThan(TIMES_MAX * plain);
            }
        }
    }

    /** The processor time of the event loops while the operation gets this text in each of its fields. */
    private static long loopNanos(DocumentedOperation operation, String text) throws Exception {
        List<HostileRequest> requests = withText(operation, text);
        long before = loopNanos();
        for (HostileRequest request : requests) {
            RawHttp.Answer answer = send(request, token(operation));
            assertThat(answer.status()).as(operation + " " + answer).isBetween(200, 499);
            freeTheLog();
        }
        return loopNanos() - before;
    }

    private static long loopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("vert.x-eventloop"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private static String worst(int characters) {
        return "a" + "\u0301".repeat(characters / 2) + "\u0316".repeat(characters / 2);
    }

    /**
     * With a token that may. What is another path, written in a round-about way, has that path's rules: without one,
     * nothing.
     */
    @ParameterizedTest
    @MethodSource("aSixthWithPath")
    void pathTricksLeadNowhere(DocumentedOperation operation) throws Exception {
        Tried tried = fixtures.of(operation.id()).making().make("culture", culture);
        for (String trick : PATHS) {
            for (String name : tried.path().keySet()) {
                if (!operation.path().contains("{" + name + "}")) {
                    continue;
                }
                HostileRequest request = HostileRequest.of(operation, tried).withPath(name, trick);
                List<String> tokens =
                        ROUND_ABOUT.contains(trick) ? List.of("", token(operation)) : List.of(token(operation));
                for (String token : tokens) {
                    long before = lastRefused();
                    RawHttp.Answer answer = send(request, token);

                    String what = request + " " + answer;
                    boolean elsewhere = !token.isEmpty() && ROUND_ABOUT.contains(trick);
                    assertThat(answer.status()).as(what).isBetween(elsewhere ? 200 : 400, 499);
                    assertThat(answer.text()).as(what).doesNotContain("passwd");
                    if (answer.status() >= 400) {
                        assertThat(answer.contentType()).as(what).startsWith("application/problem+json");
                    }
                    if (answer.status() >= 400
                            && answer.status() != 415) { // that other path takes a body of another type
                        awaitRefusal(before, what);
                    }
                    freeTheLog();
                }
            }
        }
    }

    /** A path that is normalised to another one has that path's rules. */
    @Test
    void noSpellingOfAPathIsLetInWithoutAToken() throws Exception {
        for (String path : List.of(
                "//api/v1/cafes",
                "/api//v1/cafes",
                "/x/../api/v1/cafes",
                "/health/../api/v1/access-log",
                "/health/live/..%2f..%2fapi%2fv1%2fcafes",
                "/sign-in/%2e%2e/api/v1/cafes",
                "/api/v1/cafes;/",
                "/api/v1/cafes/",
                "/api%2fv1/cafes",
                "/%61pi/v1/cafes",
                "/api/v1/violations/feed/..",
                "/api/openapi.yaml/../v1/accounts")) {
            long before = lastRefused();
            RawHttp.Answer answer = RawHttp.send(cafe.service.url(), "GET", path, "", null, null);

            assertThat(answer.status()).as(path + " " + answer).isBetween(400, 499);
            assertThat(lastRefused()).as(path).isGreaterThan(before);
            freeTheLog();
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void aBodyThatIsTooLongIsRefused(DocumentedOperation operation) throws Exception {
        Tried tried = fixtures.of(operation.id()).making().make("culture", culture);
        boolean lines = operation.id().equals("importPersons"); // of any length, but not its lines
        long before = lastRefused();
        RawHttp.Answer answer = RawHttp.send(
                cafe.service.url(),
                operation.method(),
                HostileRequest.of(operation, tried).target(),
                token(operation),
                operation.content().fieldNames().iterator().next(),
                " ".repeat(lines ? MEBIBYTE : 13 * MEBIBYTE).getBytes(StandardCharsets.US_ASCII));

        if (lines) {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.text()).contains("\"refused\":1");
        } else {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(lastRefusal()).contains(operation.id(), "413").doesNotContain("nobody");
            assertThat(lastRefused()).isGreaterThan(before);
        }
        freeTheLog();
    }

    @Test
    void aTokenThatIsOverIsWorthNothingAndNamesItsAccount() {
        JsonObject made = fixtures.account(new JsonObject()
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360400")
                .put("tokenExpiresAt", cafe.now.get().plusSeconds(60).toString()));
        String token = made.getString("token");
        assertThat(cafe.get("/cafes", token).status()).isEqualTo(200);

        cafe.now.updateAndGet(now -> now.plusSeconds(60));

        assertThat(cafe.get("/cafes", token).status()).isEqualTo(401);
        assertThat(lastRefusal()).contains("use-token", made.getString("id"), "listCafes");
    }

    /** Real ones of the other county or made-up ones: not a byte tells them apart, and the auditor sees both. */
    @Test
    void theIdsOfAnotherCountyAreAsIfTheyWereNot() throws Exception {
        String stranger = cafe.service.regulatorToken("culture", "500000");
        List<String> real = cafe.rows("SELECT id FROM violation");
        var answers = new HashSet<String>();
        nextMinute();
        int before = refusals();
        for (int i = 0; i < GUESSES; i++) {
            String id = i % 10 == 0 ? real.get(i / 10 % real.size()) : new UUID(7, i).toString();
            SealedCafe.Answer answer = cafe.get("/violations/" + id, stranger);
            answers.add(answer.status() + answer.text());
        }

        assertThat(answers).singleElement().asString().startsWith("404");
        assertThat(refusals() - before).isEqualTo(RefusalLimit.A_MINUTE);
        nextMinute();
        cafe.get("/violations/" + real.getFirst(), stranger);
        assertThat(lastRefusal())
                .contains("getViolation", real.getFirst(), "\"unwritten\":" + (GUESSES - RefusalLimit.A_MINUTE));
    }

    /** One request for each text that the operation takes, in its body, its path and its query. */
    private static List<HostileRequest> withText(DocumentedOperation operation, String text) {
        Tried tried = fixtures.of(operation.id()).making().make(authority(operation), token(operation));
        HostileRequest right = HostileRequest.of(operation, tried);
        var all = new ArrayList<HostileRequest>();
        for (JsonObject parameter : operation.parameters()) {
            String name = parameter.getString("name");
            switch (parameter.getString("in")) {
                case "path" -> all.add(right.withPath(name, URLEncoder.encode(text, StandardCharsets.UTF_8)));
                case "query" -> all.add(right.withQuery(name, text));
                default -> {}
            }
        }
        if (right.body() != null) {
            var known = right.body().copy();
            operation.bodySchema().getJsonObject("properties", new JsonObject()).forEach(field -> {
                if (!known.containsKey(field.getKey()) && isText(field.getValue())) {
                    all.add(right.withBody(known.copy().put(field.getKey(), text)));
                }
            });
            texts(known, changed -> all.add(right.withBody(known.copy())), text, new HashSet<>());
        }
        return all;
    }

    private static boolean isText(Object schema) {
        return schema instanceof JsonObject one
                && String.valueOf(DocumentedOperation.resolved(one).getValue("type"))
                        .contains("string");
    }

    /**
     * Puts {@code text} in the place of a string of each field in turn, wherever it lies, and puts it back. Of a rule set
     * with its hundreds of rules each field is tried once, not each rule's.
     */
    private static void texts(Object within, Consumer<Object> each, String text, Set<String> tried) {
        if (within instanceof JsonObject object) {
            for (String field : List.copyOf(object.fieldNames())) {
                Object value = object.getValue(field);
                if (!(value instanceof String)) {
                    texts(value, each, text, tried);
                } else if (tried.add(field)) {
                    each.accept(object.put(field, text));
                    object.put(field, value);
                }
            }
        } else if (within instanceof JsonArray array && !array.isEmpty()) {
            Object value = array.getValue(0);
            if (value instanceof String) {
                each.accept(array.set(0, text));
                array.set(0, value);
            } else {
                array.forEach(element -> texts(element, each, text, tried));
            }
        }
    }

    private static RawHttp.Answer send(HostileRequest request, String token) throws Exception {
        JsonObject body = request.body();
        return RawHttp.send(
                cafe.service.url(),
                request.operation().method(),
                request.target(),
                token,
                body == null
                        ? null
                        : request.operation().content().fieldNames().iterator().next(),
                body == null ? null : body.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String authority(DocumentedOperation operation) {
        return operation.who().contains("public-security") ? "public-security" : "culture";
    }

    /** Of one who may. */
    private static String token(DocumentedOperation operation) {
        List<String> who = operation.who();
        if (who.contains("public-security")) {
            return police;
        }
        if (who.contains("regulator") || who.contains("culture")) {
            return culture;
        }
        return who.contains("admin") ? RunningService.ADMIN_TOKEN : who.contains("auditor") ? auditor : operator;
    }

    private static String account(JsonObject account) {
        return fixtures.account(account).getString("token");
    }

    /** The position of the last refusal in the access log. */
    private static long lastRefused() throws SQLException {
        try (var rows = lastRefused.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static int refusals() {
        return Integer.parseInt(cafe.rows("SELECT count(*) FROM access_log WHERE outcome = 'refused'")
                .getFirst());
    }

    /** Of a path that cannot be decoded it is written after the answer. */
    private static void awaitRefusal(long before, String what) throws Exception {
        Await.until(what, () -> lastRefused() != before);
    }

    private static String lastRefusal() {
        return cafe.rows("SELECT action || ' ' || coalesce(actor_id, actor_kind) || ' ' || details FROM access_log"
                        + " WHERE outcome = 'refused' ORDER BY position DESC LIMIT 1")
                .getFirst();
    }

    /** Of one actor only so many refusals a minute are written; the next minute is there when the clock says so. */
    private static void freeTheLog() {
        cafe.now.updateAndGet(now -> now.plus(Duration.ofSeconds(2)));
    }

    private static void nextMinute() {
        cafe.now.updateAndGet(now -> now.plus(Duration.ofMinutes(1)));
    }

    private static Set<String> tables() {
        return Set.copyOf(cafe.rows("SELECT schemaname || '.' || tablename FROM pg_tables"));
    }
}
