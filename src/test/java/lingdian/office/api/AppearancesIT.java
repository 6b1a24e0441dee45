package lingdian.office.api;

import static lingdian.testing.SealedCafe.CAFE;
import static lingdian.testing.SealedCafe.NOON;
import static lingdian.testing.SealedCafe.document;
import static lingdian.testing.SealedCafe.event;
import static lingdian.testing.SealedCafe.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import lingdian.domain.document.CitizenNumber;
import lingdian.office.api.JoiningValues.Appearance;
import lingdian.office.api.MatrixFixtures.Tried;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Handbook, law.md#who-may-see-what: no identifier joins a person's appearances. Every answer of the API to every role,
 * the feed, exports and evidence, searched for whatever stands beside two appearances of one person and of no other.
 */
class AppearancesIT {
    private static final String OTHER_CAFE = "36048110000002";
    /** The same when masked: the first four characters and the last two. */
    private static final Map<String, String> NUMBERS = Map.of("x", number("19900101"), "y", sameWhenMasked());

    /** What shows a document on purpose: there its number and birth date join, and nothing else may. */
    private static final Set<String> DISCLOSING = Set.of("getUnmasking", "listUnmaskings", "exportRecords");

    private static final Map<Appearance, String> VIOLATIONS = new LinkedHashMap<>();
    /** What each reader's feed holds. */
    private static final Map<String, String> FEEDS = new HashMap<>();

    private static SealedCafe cafe;
    private static MatrixFixtures fixtures;
    private static Map<String, String> callers;
    private static String police;

    @BeforeAll
    static void start() throws Exception {
        cafe = new SealedCafe();
        fixtures = new MatrixFixtures(cafe);
        cafe.now.set(NOON);
        visit(CAFE, SealedCafe.STREAM, 12, "1");
        visit(CAFE, SealedCafe.STREAM, 16, "2");
        visit(OTHER_CAFE, UUID.fromString("7a3c1f52-0007-4000-8000-000000000008"), 1, "3");
        VIOLATIONS.replaceAll((appearance, none) -> cafe.violation("IDENTITY_UNVERIFIED", session(appearance)));
        cafe.now.set(NOON.plusSeconds(3_600));
        cafe.service.checkpoint();
        police = cafe.service.regulatorToken("public-security", "360400");
        callers = Map.of(
                "admin", RunningService.ADMIN_TOKEN,
                "auditor", account(new JsonObject().put("role", "auditor")),
                "operator", account(new JsonObject().put("role", "operator").put("placeCode", CAFE)),
                "other operator",
                        account(new JsonObject().put("role", "operator").put("placeCode", OTHER_CAFE)),
                "culture", cafe.service.regulatorToken("culture", "360400"),
                "public-security", police);
        callers.forEach((name, token) -> FEEDS.put(token, feedOf(name)));
        disclose();
    }

    private static String feedOf(String caller) {
        return switch (caller) {
            case "culture", "public-security" -> "'" + caller + "' = ANY (authorities)";
            case "operator" -> "place_code = '" + CAFE + "'";
            default -> "place_code = '" + OTHER_CAFE + "'";
        };
    }

    @AfterAll
    static void stop() throws Exception {
        cafe.close();
    }

    @Test
    void noValueOfAnyAnswerJoinsThem() throws Exception {
        JoiningValues values = knowing();
        var answered = new HashSet<String>();
        for (DocumentedOperation operation : DocumentedOperation.all()) {
            if (operation.method().equals("GET")) {
                for (String token : callers.values()) {
                    if (read(operation, token, values)) {
                        answered.add(operation.id());
                    }
                }
            }
        }

        assertThat(values.found()).isEmpty();
        assertThat(answered)
                .contains("listViolations", "getViolation", "followViolations", "getEvidence", "exportRecords")
                .contains("listAccessLog", "exportAccessLog", "listUnmaskings");
        assertThat(values.fewestValues()).as("of the least seen").isGreaterThan(20);
    }

    /** The same answer, but as a fault would give it: with the person's token in the place of the reference. */
    @Test
    void aTokenInThePlaceOfTheReferenceWouldBeFound() {
        JoiningValues values = knowing();
        var tokens = new HashSet<String>();
        VIOLATIONS.forEach((appearance, id) -> {
            JsonObject violation = cafe.get("/violations/" + id, police).json();
            String token = token(appearance);
            violation.getJsonObject("person").put("ref", token);
            values.read(violation.encode());
            tokens.add(token);
        });

        assertThat(values.found()).containsOnlyKeys(tokens).hasSize(NUMBERS.size());
    }

    @Test
    void theReferenceMeansNothingOutsideItsViolation() {
        assertThat(VIOLATIONS.values().stream()
                        .map(id -> cafe.get("/violations/" + id, police)
                                .json()
                                .getJsonObject("person")
                                .getString("ref")))
                .doesNotHaveDuplicates()
                .hasSize(VIOLATIONS.size());
    }

    /** @return whether it was answered */
    private static boolean read(DocumentedOperation operation, String token, JoiningValues values) throws Exception {
        if (operation.path().startsWith("/api/v1/violations/{id}")
                && !operation.path().contains("{file}")) {
            boolean any = false;
            for (String id : VIOLATIONS.values()) {
                String text = answer(operation, Tried.on(id, null), token);
                values.read(text);
                any |= !text.isEmpty();
            }
            return any;
        }
        if (operation.id().equals("exportRecords") && !token.equals(police)) {
            return false; // nobody exports but who asked
        }
        String text = answer(operation, fixtures.of(operation.id()).making().make("public-security", police), token);
        values.read(DISCLOSING.contains(operation.id()) ? withoutDocuments(text) : text);
        return !text.isEmpty();
    }

    private static String withoutDocuments(String text) {
        String rest = text;
        for (String number : NUMBERS.values()) {
            rest = rest.replace(number, "").replace(birthDate(number), "");
        }
        return rest;
    }

    /** Empty where it is refused. */
    private static String answer(DocumentedOperation operation, Tried tried, String token) throws Exception {
        String target = HostileRequest.of(operation, tried).target();
        boolean feed = operation.id().equals("followViolations");
        HttpResponse<InputStream> answer = Http.to(cafe.service).as(token).open(target + (feed ? "?from=0" : ""));
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                return "";
            }
            String type = answer.headers().firstValue("Content-Type").orElse("");
            return feed ? changes(body, token) : type.equals("application/zip") ? unzipped(body) : text(body);
        }
    }

    /** Up to the last change that there is for this reader: it never ends by itself. */
    private static String changes(InputStream feed, String token) throws IOException {
        int expected = Integer.parseInt(
                cafe.rows("SELECT count(*) FROM feed WHERE violation_id IS NOT NULL AND " + FEEDS.get(token))
                        .getFirst());
        var lines = new StringBuilder();
        var reader = new BufferedReader(new InputStreamReader(feed, StandardCharsets.UTF_8));
        for (int told = 0; told < expected; ) {
            String line = reader.readLine();
            lines.append(line).append('\n');
            told += line.startsWith("data:") ? 1 : 0;
        }
        return lines.toString();
    }

    private static String unzipped(InputStream body) throws IOException {
        var text = new StringBuilder();
        try (var zip = new ZipInputStream(body)) {
            while (zip.getNextEntry() != null) {
                text.append(oneLine(text(zip))).append('\n');
            }
        }
        return text.toString();
    }

    /** So that each document of a bundle is read by itself; lines stay lines. */
    private static String oneLine(String document) {
        try {
            return Json.encode(Json.decodeValue(document));
        } catch (DecodeException lines) {
            return document;
        }
    }

    private static String text(InputStream body) throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static JoiningValues knowing() {
        var values = new JoiningValues();
        VIOLATIONS.forEach((appearance, id) -> values.know(
                appearance, id, session(appearance), unmaskingReason(appearance), lookUpReason(appearance)));
        return values;
    }

    /** Leaves traces in the log: each person is looked up and unmasked at each of their appearances. */
    private static void disclose() {
        for (String person : NUMBERS.keySet()) {
            post("/persons", new JsonObject().put("document", registered(person).put("name", SealedCafe.NAME)));
        }
        VIOLATIONS.forEach((appearance, id) -> {
            post(
                    "/persons/lookup",
                    new JsonObject()
                            .put("document", registered(appearance.person()))
                            .put("reason", lookUpReason(appearance)));
            post("/violations/" + id + "/unmask", new JsonObject().put("reason", unmaskingReason(appearance)));
        });
    }

    private static void post(String path, JsonObject body) {
        SealedCafe.Answer answer = cafe.call("POST", path, police, body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    }

    private static JsonObject registered(String person) {
        return new JsonObject().put("type", "111").put("number", NUMBERS.get(person));
    }

    /** Both persons come and go. */
    private static void visit(String placeCode, UUID stream, int from, String which) throws Exception {
        String key = cafe.service.cafe(placeCode, List.of());
        var events = new ArrayList<JsonObject>();
        int seq = from;
        for (String person : NUMBERS.keySet()) {
            var appearance = new Appearance(person, which);
            VIOLATIONS.put(appearance, "");
            events.add(login(
                    seq++,
                    session(appearance),
                    seat(appearance),
                    document("111", NUMBERS.get(person)).put("validUntil", "2020-01-01")));
        }
        for (String person : NUMBERS.keySet()) {
            events.add(event(seq++, "logout")
                    .put("session", session(new Appearance(person, which)))
                    .put("reason", "patron"));
        }
        cafe.post(key, stream, events.toArray(JsonObject[]::new));
    }

    /** They change places, so that no seat identifies a person. */
    private static String seat(Appearance appearance) {
        boolean swapped = appearance.which().equals("2");
        return appearance.person().equals("x") == swapped ? "SEAT-1" : "SEAT-2";
    }

    private static String session(Appearance appearance) {
        return "sits-" + appearance.person() + appearance.which();
    }

    private static String unmaskingReason(Appearance appearance) {
        return "unmasks-" + appearance.person() + appearance.which();
    }

    private static String lookUpReason(Appearance appearance) {
        return "looks-up-" + appearance.person() + appearance.which();
    }

    private static String token(Appearance appearance) {
        return cafe.rows("SELECT body::jsonb -> 'document' ->> 'token' FROM journal WHERE body::jsonb ->> 'session' = '"
                        + session(appearance) + "' AND body::jsonb ->> 'type' = 'login'")
                .getFirst();
    }

    private static String sameWhenMasked() {
        String ending = number("19900101").substring(16);
        return IntStream.rangeClosed(10, 28)
                .mapToObj(day -> number("198805" + day))
                .filter(number -> number.endsWith(ending))
                .findFirst()
                .orElseThrow();
    }

    private static String birthDate(String number) {
        return number.substring(6, 10) + "-" + number.substring(10, 12) + "-" + number.substring(12, 14);
    }

    /** With the right check character: no number of a real person is written down. */
    private static String number(String birthDate) {
        String digits = "360481" + birthDate + "000";
        return digits + CitizenNumber.checkCharacter(digits);
    }

    private static String account(JsonObject account) {
        return fixtures.account(account).getString("token");
    }
}
