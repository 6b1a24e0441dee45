package lingdian.office.violation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import lingdian.testing.Await;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A café's objection to a violation (陈述申辩), over real sockets. */
class ObjectionIT {
    private static final String RUICHANG = "36048110000001";
    private static final String NEIGHBOUR = "36048110000002";
    private static final String QUARRELSOME = "36048110000003";
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'attachment'::regclass";
    private static RunningApi api;
    private static MadeUpViolations violations;
    private static String culture;
    private static String operator;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        List.of(RUICHANG, NEIGHBOUR, QUARRELSOME).forEach(api::createCafe);
        violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360400");
        operator = api.operator(RUICHANG);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aStatementAndItsFilesReachTheAuthoritiesInScope() {
        String id = overtime();
        byte[] photo = photo(3 * 1024 * 1024);

        Answer answer = object(operator, id, "当晚停电", file("收据 1.jpg", "image/jpeg", photo));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonObject seen = objections(culture, id).getJsonObject(0);
        assertThat(seen.getString("statement")).isEqualTo("当晚停电");
        assertThat(seen.getString("at")).isEqualTo("2026-07-10T12:00:00+08:00");
        JsonObject own = objections(operator, id).getJsonObject(0);
        assertThat(own.fieldNames())
                .containsExactlyInAnyOrder("id", "number", "at", "statement", "files", "answers")
                .allSatisfy(field -> assertThat(own.getValue(field)).isEqualTo(seen.getValue(field)));
        JsonObject file = seen.getJsonArray("files").getJsonObject(0);
        assertThat(file.getString("name")).isEqualTo("收据 1.jpg");
        assertThat(file.getInteger("bytes")).isEqualTo(photo.length);
        for (String reader : List.of(culture, operator)) {
            theFileIsServedToBeStoredAlone(reader, id, file.getString("id"), photo);
        }
        assertThat(api.value(
                        "SELECT count(*) FROM access_log WHERE action = 'read-file' AND subject_id = '" + id + "'"))
                .isEqualTo("2");
    }

    /** An administrator can make an account that speaks as the café. */
    @Test
    void itSaysWhichAccountFiledItAndSinceWhen() {
        String id = overtime();
        String account = "o.%s".formatted(UUID.randomUUID());
        String token = api.account(
                new JsonObject().put("name", account).put("role", "operator").put("placeCode", RUICHANG));
        assertThat(object(token, id, "当晚停电").status()).isEqualTo(201);
        api.sql("UPDATE account SET changed_at = '2026-07-10T02:30:00Z' WHERE name = '" + account + "'");
        object(token, id, "当晚停电");

        List<JsonObject> said =
                objections(culture, id).stream().map(JsonObject.class::cast).toList();

        assertThat(said)
                .extracting(one -> one.getString("accountSince"))
                .as("as it was when each was filed")
                .containsExactly("2026-07-10T12:00:00+08:00", "2026-07-10T10:30:00+08:00");
        assertThat(said)
                .allSatisfy(one ->
                        assertThat(one.getJsonObject("by").getString("name")).isEqualTo(account));
    }

    private static void theFileIsServedToBeStoredAlone(String reader, String id, String file, byte[] content) {
        var response = RunningApi.await(api.client()
                .get("/api/v1/violations/" + id + "/files/" + file)
                .putHeader("Authorization", "Bearer " + reader)
                .send());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().getBytes()).isEqualTo(content);
        assertThat(response.getHeader("Content-Type")).isEqualTo("image/jpeg");
        assertThat(response.getHeader("Content-Disposition"))
                .isEqualTo("attachment; filename*=UTF-8''%E6%94%B6%E6%8D%AE%201.jpg");
        assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void itIsToldToTheFeedWithoutItsTextAndMovesNothing() {
        String id = overtime();
        long before = Long.parseLong(api.value("SELECT position FROM head"));

        object(operator, id, "机密");

        String row = api.value("SELECT event || ' ' || snapshot FROM feed WHERE position = " + (before + 1));
        assertThat(row).startsWith("case {").contains(id, "\"case\":\"new\"").doesNotContain("机密");
    }

    /** It is told to the café and the feed, changes nothing by itself, and is given once. */
    @Test
    void itIsAnsweredOnce() {
        String id = overtime();
        object(operator, id, "当晚停电");
        String objection = objections(operator, id).getJsonObject(0).getString("id");
        assertThat(unanswered(culture)).contains(id);
        long before = Long.parseLong(api.value("SELECT position FROM head"));

        Answer answered = answer(culture, id, objection, true, "供电公司证明属实");
        assertThat(unanswered(culture)).doesNotContain(id);

        assertThat(answered.status()).as(answered.text()).isEqualTo(201);
        assertThat(answered.json().getString("case")).isEqualTo("new");
        for (String reader : List.of(culture, operator)) {
            assertThat(objections(reader, id).getJsonObject(0).getJsonArray("answers"))
                    .containsExactly(new JsonObject()
                            .put("authority", "culture")
                            .put("upheld", true)
                            .put("text", "供电公司证明属实")
                            .put("at", "2026-07-10T12:00:00+08:00"));
        }
        assertThat(api.value("SELECT event || ' ' || snapshot FROM feed WHERE position = " + (before + 1)))
                .startsWith("case {")
                .doesNotContain("供电公司");
        assertThat(api.value(
                        "SELECT encode(text, 'escape') FROM objection_answer WHERE objection_id = '" + objection + "'"))
                .doesNotContain("供电公司");
        assertThat(api.value("SELECT details FROM access_log WHERE action = 'answer-objection' AND subject_id = '" + id
                        + "'"))
                .contains("\"answer\":\"upheld\"", "\"objection\":1");
        Answer again = answer(culture, id, objection, false, "x");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().getString("code")).isEqualTo("answered");
    }

    @Test
    void nobodyElseAnswersIt() {
        String id = overtime();
        object(operator, id, "当晚停电");
        String objection = objections(operator, id).getJsonObject(0).getString("id");

        assertThat(answer(api.regulator("public-security", "360481"), id, objection, true, "t")
                        .status())
                .isEqualTo(404);
        assertThat(answer(api.regulator("culture", "360482"), id, objection, true, "t")
                        .status())
                .isEqualTo(404);
        assertThat(answer(operator, id, objection, true, "t").status()).isEqualTo(403);
        assertThat(answer(culture, id, UUID.randomUUID().toString(), true, "t").status())
                .isEqualTo(404);
        assertThat(answer(culture, overtime(), objection, true, "t").status()).isEqualTo(404);
    }

    private static Answer answer(String token, String id, String objection, boolean upheld, String text) {
        return api.call(
                "POST",
                "/api/v1/violations/" + id + "/objections/" + objection + "/answer",
                token,
                new JsonObject().put("upheld", upheld).put("text", text));
    }

    /** All verdicts wait for the lock on head. */
    @Test
    void whoSeesNothingDoesNotWaitForTheLockOfVerdicts() throws Exception {
        String id = overtime();
        object(operator, id, "s");
        String objection = objections(operator, id).getJsonObject(0).getString("id");
        String stranger = api.regulator("culture", "360482");
        String nothing = UUID.randomUUID().toString();

        try (var holder = TestDatabase.superuser(api.database);
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE");

            assertThat(answer(stranger, id, objection, true, "t").status()).isEqualTo(404);
            assertThat(answer(culture, id, nothing, true, "t").status()).isEqualTo(404);
            holder.rollback();
        }
    }

    /** The clock of this service stands still. Objections to what is not there count, too: their files were read. */
    @Test
    void anOperatorHandsInSoManyFilesADay() {
        String busy = api.operator(NEIGHBOUR);
        String nothing = UUID.randomUUID().toString();
        JsonObject large =
                file("a.txt", "text/plain", "x".repeat(4 * 1024 * 1024).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 32; i++) {
            assertThat(object(busy, nothing, "s", large, large).status()).isEqualTo(404);
        }

        Answer refused = object(busy, nothing, "s", file("a.txt", "text/plain", new byte[] {'x'}));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("detail")).contains("256 MiB");
        assertThat(object(busy, nothing, "s").status()).as("a statement alone").isEqualTo(404);
        assertThat(object(api.operator(NEIGHBOUR), nothing, "s", large).status())
                .isEqualTo(404);
    }

    /** All verdicts wait for the lock on head. */
    @Test
    void itTakesTheLockOfVerdictsOnlyOnceItsFilesAreStored() throws Exception {
        String id = overtime();
        var file = file("a.txt", "text/plain", "x".getBytes(StandardCharsets.UTF_8));

        CompletableFuture<Answer> answer;
        try (var holder = TestDatabase.superuser(api.database);
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE attachment IN SHARE MODE");
            answer = CompletableFuture.supplyAsync(() -> object(operator, id, "s", file));
            Await.until("a file waits to be stored", () -> "1".equals(api.value(WAITING)));

            assertThat(api.value("SELECT count(*) FROM (SELECT FROM head FOR UPDATE NOWAIT) AS free"))
                    .isEqualTo("1");
            holder.rollback();
        }

        assertThat(answer.join().status()).isEqualTo(201);
    }

    @Test
    void aCafeSpeaksForItselfAloneAndOthersDoNotReadIt() {
        String id = overtime();
        object(operator, id, "s", file("a.txt", "text/plain", "x".getBytes(StandardCharsets.UTF_8)));
        String file = objections(operator, id)
                .getJsonObject(0)
                .getJsonArray("files")
                .getJsonObject(0)
                .getString("id");

        assertThat(object(api.operator(NEIGHBOUR), id, "s").status()).isEqualTo(404);
        assertThat(object(culture, id, "s").status()).isEqualTo(403);
        assertThat(object(RunningApi.ADMIN, id, "s").status()).isEqualTo(403);
        for (String stranger : List.of(
                api.operator(NEIGHBOUR),
                api.regulator("culture", "500000"),
                api.regulator("public-security", "360000"))) {
            assertThat(api.get("/api/v1/violations/" + id + "/files/" + file, stranger)
                            .status())
                    .isEqualTo(404);
        }
        assertThat(api.get("/api/v1/violations/" + overtime() + "/files/" + file, culture)
                        .status())
                .as("of another violation")
                .isEqualTo(404);
        assertThat(api.get("/api/v1/violations/" + id + "/files/" + UUID.randomUUID(), culture)
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html,  PGI+,     /files/0/type",
        "image/jpeg, iVBORw==, /files/0/content",
        "image/jpeg, '',       /files/0/content",
        "image/jpeg, '%%%',    /files/0/content",
        "text/plain, AAAA,     /files/0/content"
    })
    void aFileThatIsNotWhatItSaysIsRefused(String type, String content, String place) {
        var file = new JsonObject().put("name", "n").put("type", type).put("content", content);

        Answer refused = object(operator, overtime(), "s", file);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactly(place);
    }

    @Test
    void filesHaveLimitsOfNumberAndSize() {
        String id = overtime();
        JsonObject small = file("a.jpg", "image/jpeg", photo(100));
        JsonObject large = file("a.jpg", "image/jpeg", photo(4 * 1024 * 1024));
        JsonObject tooLarge = file("a.jpg", "image/jpeg", photo(4 * 1024 * 1024 + 1));

        assertThat(object(operator, id, "s", small, small, small, small, small, small, small)
                        .status())
                .isEqualTo(400);
        assertThat(object(operator, id, "s", tooLarge).status()).isEqualTo(400);
        assertThat(object(operator, id, "s", large, large, small).places()).containsExactly("/files");
        assertThat(object(operator, id, "s", large, large, large).status()).isEqualTo(413);
        assertThat(objections(operator, id)).isEmpty();
    }

    @Test
    void oneViolationTakesTenOfThem() {
        String id = overtime();
        for (int i = 0; i < ObjectionStore.MAX; i++) {
            assertThat(object(operator, id, "s").status()).isEqualTo(201);
        }
        assertThat(object(operator, id, "s").status()).isEqualTo(409);
    }

    @Test
    void theDatabaseHoldsThemSealedAndForGood() {
        object(
                operator,
                overtime(),
                "plain words",
                file("plain name", "text/plain", "plain text".getBytes(StandardCharsets.UTF_8)));

        assertThat(api.value("SELECT count(*) FROM objection WHERE position('plain'::bytea IN statement) > 0"))
                .isEqualTo("0");
        assertThat(api.value("SELECT count(*) FROM attachment WHERE position('plain'::bytea IN name || content) > 0"))
                .isEqualTo("0");
        for (String change : List.of(
                "UPDATE objection SET number = 9", "DELETE FROM attachment", "TRUNCATE objection, objection_answer")) {
            assertThatThrownBy(() -> api.sql(change)).hasMessageContaining("append-only");
        }
    }

    /** Whoever creates an inspection may choose its id, and officers see the ids of objections. */
    @Test
    void noInspectionTakesItsFiles() {
        String id = overtime();
        object(operator, id, "s", file("不在场.jpg", "image/jpeg", photo(6)), file("收据.jpg", "image/jpeg", photo(7)));
        JsonObject objection = objections(culture, id).getJsonObject(0);
        String of = objection.getString("id");
        String path = "/api/v1/inspections/" + of + "/photos";
        JsonObject inspection =
                new JsonObject().put("id", of).put("kind", "routine").put("unit", "执法队");
        JsonObject photos = new JsonObject().put("photos", new JsonArray().add(file("x.jpg", "image/jpeg", photo(8))));

        assertThat(api.call("POST", "/api/v1/inspections", culture, inspection).status())
                .isEqualTo(409);
        String first = objection.getJsonArray("files").getJsonObject(0).getString("id");
        assertThat(api.call("DELETE", path + "/" + first, culture, null).status())
                .isEqualTo(404);
        assertThat(api.call("POST", path, culture, photos).status()).isEqualTo(404);
        assertThat(objections(operator, id).getJsonObject(0).getJsonArray("files"))
                .isEqualTo(objection.getJsonArray("files"));

        assertThatThrownBy(() -> api.sql(inspectionOf(of))).hasMessageContaining("never have the same id");
        assertThatThrownBy(() -> api.sql("INSERT INTO attachment (id, owner, number, type, bytes, name, content,"
                        + " content_key, content_hash) SELECT gen_random_uuid(), owner, 9, type, bytes, name, content,"
                        + " content_key, content_hash FROM attachment WHERE owner = '" + of + "' AND number = 1"))
                .hasMessageContaining("append-only");
    }

    /** A database may have such an inspection since before it refuses them. */
    @Test
    void anInspectionThatHasItsIdAlreadyTakesNoFileOfIt() throws Exception {
        String id = overtime();
        object(operator, id, "s", file("不在场.jpg", "image/jpeg", photo(6)));
        JsonObject objection = objections(culture, id).getJsonObject(0);
        TestDatabase.force(api.database, inspectionOf(objection.getString("id")));

        assertThatThrownBy(() -> api.sql("DELETE FROM attachment WHERE owner = '" + objection.getString("id") + "'"))
                .hasMessageContaining("append-only");
    }

    private static String inspectionOf(String id) {
        return "INSERT INTO inspection (id, authority, region, created_at) VALUES ('" + id
                + "', 'culture', '360481', now())";
    }

    private static String overtime() {
        return violations.add("OVERTIME_OPERATION", RUICHANG, "{culture}");
    }

    @Test
    void aFileHasNoNameThatReadsAsAnother() {
        Answer answer = object(operator, overtime(), "s", file("照片\u202Egnp.exe", "text/plain", new byte[] {'x'}));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("/files/0/name");
        assertThat(answer.json().getString("detail")).contains("marks of direction or other invisible characters");
    }

    private static byte[] photo(int bytes) {
        var photo = new byte[bytes];
        photo[0] = (byte) 0xFF;
        photo[1] = (byte) 0xD8;
        photo[2] = (byte) 0xFF;
        return photo;
    }

    private static JsonObject file(String name, String type, byte[] content) {
        return new JsonObject()
                .put("name", name)
                .put("type", type)
                .put("content", Base64.getEncoder().encodeToString(content));
    }

    private static Answer object(String token, String id, String statement, JsonObject... files) {
        var body = new JsonObject().put("statement", statement).put("files", new JsonArray(List.of(files)));
        return api.call("POST", "/api/v1/violations/" + id + "/objections", token, body);
    }

    /** One that objects to everything takes no other's place in the list. */
    @Test
    void noCafeHidesTheObjectionsOfAnother() {
        String account = api.value("SELECT id FROM account WHERE role = 'operator' LIMIT 1");
        for (int i = 0; i < 11; i++) {
            api.sql(
                    "INSERT INTO objection (id, violation_id, number, at, account, statement) SELECT gen_random_uuid(), '"
                            + violations.add("OVERTIME_OPERATION", QUARRELSOME, "{culture}") + "', n, '2026-07-01', '"
                            + account + "', '' FROM generate_series(1, 10) AS n");
        }
        String later = violations.add("OVERTIME_OPERATION", NEIGHBOUR, "{culture}");
        object(api.operator(NEIGHBOUR), later, "当晚停电");

        JsonObject waiting = api.get("/api/v1/approvals", culture).json();
        assertThat(waiting.getJsonArray("objections")).hasSize(100);
        assertThat(waiting.getBoolean("objectionsClipped")).isTrue();
        assertThat(waiting.encode()).contains(later);
        JsonObject own =
                api.get("/api/v1/approvals?placeCode=" + NEIGHBOUR, culture).json();
        assertThat(own.getJsonArray("objections")).hasSize(1);
        assertThat(own.getBoolean("objectionsClipped")).isFalse();
    }

    private static JsonArray objections(String token, String id) {
        return api.get("/api/v1/violations/" + id, token).json().getJsonArray("objections");
    }

    /** The violations with an objection that waits for the authority of the token. */
    private static String unanswered(String token) {
        return api.call("GET", "/api/v1/approvals", token, null)
                .json()
                .getJsonArray("objections")
                .encode();
    }
}
