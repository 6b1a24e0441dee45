package lingdian.record.evidence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import lingdian.agent.link.AdminClient;
import lingdian.platform.text.Rfc3339;
import lingdian.record.journal.ForgedChain;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Evidence bundles of a running service stand by themselves, and show nobody more than they may see (handbook,
 * evidence.md).
 */
class EvidenceIT {
    private static final String CAFE = "36048110000001";
    private static final String ELSEWHERE = "36040210000002";
    private static final String WRONG_CLOCK = "36048110000008";
    private static final String DAMAGED = "36048110000009";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("7a3c1f52-0002-4000-8000-000000000002");
    private static final String NUMBER = "36048120120101123X";
    /** Begins the numbers of children whose records are spoilt, so that those of the other stay whole. */
    private static final String SPOILT = "360481201202021231";

    /** As near to today as an evening surely is. */
    private static final String DAY =
            LocalDate.now(ZoneId.of("Asia/Shanghai")).minusDays(1).toString();

    private static RunningService service;
    private static String regulator;

    @BeforeAll
    static void recordAnEvening() throws Exception {
        service = RunningService.start();
        record(ELSEWHERE, OTHER, DAY + "T19:00:00+08:00", NUMBER);
        record(CAFE, STREAM, DAY + "T19:02:00+08:00", NUMBER);
        regulator = service.regulatorToken("culture", "360481");
    }

    /** A child sits down, of whom the other café says that it is there as well. */
    private static void record(String cafe, UUID stream, String at, String number) throws Exception {
        try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(cafe, List.of()))) {
            agent.hello(stream, 0);
            agent.sendBatch(
                    Instant.now().toString(),
                    List.of(
                            event(1, "opened", at),
                            event(2, "login", at)
                                    .put("session", "s1")
                                    .put("terminal", "A01")
                                    .put("admitted", true)
                                    .put("document", document(number)),
                            event(3, "heartbeat", at).put("inUse", new JsonArray().add("A01")),
                            event(4, "heartbeat", twentyMinutesAfter(at)).put("inUse", new JsonArray().add("A01"))));
            agent.ack(4);
        }
    }

    private static String twentyMinutesAfter(String at) {
        return OffsetDateTime.parse(at).plusMinutes(20).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private static JsonObject event(long seq, String type, String at) {
        return new JsonObject().put("seq", seq).put("type", type).put("at", at);
    }

    private static JsonObject document(String number) {
        return new JsonObject()
                .put("type", "990")
                .put("number", number)
                .put("name", "王小明")
                .put("birthDate", "2012-01-01")
                .put("read", "manual");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void aBundleOfThisMinuteStandsOnACheckpointMadeForIt() throws Exception {
        JsonObject violation = violation(regulator, "MINOR_ADMITTED");
        String logged = "SELECT count(*) FROM access_log WHERE action = 'read-evidence' AND subject_id = '"
                + violation.getString("id") + "'";
        long before = count(logged);

        byte[] zip = bundle(violation, regulator);
        BundleCheck.Report report = BundleCheck.check(zip);

        assertThat(report.violation()).hasToString(violation.getString("id"));
        assertThat(report.records()).isEqualTo(1);
        assertThat(report.checkpoints()).hasSize(1);
        String version = text("SELECT version FROM rule_release WHERE number = 1");
        assertThat(new String(BundleZip.read(zip).get("records-1.ndjson"), StandardCharsets.UTF_8))
                .contains("\"rules\":\"" + version + "\"");
        assertThat(report.signers().checkpoints())
                .containsExactly(report.signers().bundle());
        assertThat(service.verify().firstBroken()).isNull();
        assertThat(bundle(violation, regulator)).as("the same checkpoint again").isNotEmpty();
        assertThat(count(logged)).isEqualTo(before + 2);
    }

    /** One person in two cafés: both streams are proven, each to the checkpoint, and every byte of it counts. */
    @Test
    void aPersonInTwoCafesIsProvenFromBothStreams() throws Exception {
        String city = service.regulatorToken("culture", "360400");
        JsonObject violation = violation(city, "IDENTITY_SHARED");
        byte[] zip = bundle(violation, city);

        assertThat(BundleCheck.check(zip).records()).isGreaterThanOrEqualTo(2);
        SequencedMap<String, byte[]> parts = BundleZip.read(zip);
        assertThat(streamsProven(parts)).containsExactlyInAnyOrder(CAFE + " " + STREAM, ELSEWHERE + " " + OTHER);
        ObjectNode shown = EvidenceJson.object(parts.get("violation.json"));
        assertThat(shown.path("standing").asText()).isEqualTo("suspicion");
        assertThat(shown.path("person").path("document").path("number").asText())
                .startsWith("3604")
                .endsWith("3X")
                .contains("****");
        parts.forEach((name, content) ->
                assertThat(new String(content, StandardCharsets.UTF_8)).as(name).doesNotContain(NUMBER, "小明"));
        everyByteCounts(zip);
    }

    /** By each piece's own proof, computed here. */
    private static List<String> streamsProven(Map<String, byte[]> parts) throws Exception {
        var proven = new ArrayList<String>();
        for (var json : EvidenceJson.object(parts.get("proofs.json")).path("proofs")) {
            InclusionProof proof = InclusionProof.of(json);
            RecordsPart piece = RecordsPart.parse(parts.get(proof.records()));
            byte[] checkpoint = parts.get("checkpoint-" + proof.checkpoint() + ".txt");
            CheckpointBody body = CheckpointBody.parse(new String(checkpoint, StandardCharsets.UTF_8));
            assertThat(proof.shows(piece.head(body.algorithm()), body))
                    .as(proof.records())
                    .isTrue();
            proven.add(piece.placeCode() + " " + piece.stream());
        }
        return proven;
    }

    private static void everyByteCounts(byte[] zip) {
        for (int at = 0; at < zip.length; at += 61) { // all of them of a smaller one: BundleTest
            byte[] changed = zip.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> BundleCheck.check(changed))
                    .as("byte %s", at)
                    .isInstanceOf(BrokenBundleException.class);
        }
    }

    /** What an officer needs beside the records (handbook, evidence.md). */
    @Test
    void aBundleSaysWhatIsKnownOfTheCafeAndItsAgent() throws Exception {
        JsonObject violation = violation(regulator, "MINOR_ADMITTED");
        sql("INSERT INTO case_step (violation_id, number, action, step, at, account, authority, note, found, code,"
                + " rule_version, place_code) SELECT gen_random_uuid(), 1, 'confirm', 'confirmed', now() - age, account.id,"
                + " 'culture', '', '', 'MINOR_ADMITTED', '1', '" + CAFE
                + "' FROM (SELECT id FROM account LIMIT 1) AS account,"
                + " (VALUES (interval '2 days'), (interval '364 days'), (interval '367 days')) AS times (age)");

        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(violation, regulator));

        ObjectNode cafe = EvidenceJson.object(parts.get("cafe.json"));
        assertThat(cafe.path("confirmedBefore").path("count").asLong()).isEqualTo(2);
        assertThat(cafe.path("agent").path("program").asText()).isEqualTo("test/1");
        assertThat(cafe.path("agent").path("stream").asText()).isEqualTo(STREAM.toString());
        assertThat(cafe.path("agent").path("clockAheadMillis").isIntegralNumber())
                .isTrue();
        assertThat(new String(parts.get("summary.html"), StandardCharsets.UTF_8))
                .contains("证件类型代码 document type 990 ", "data-label=\"收到 Received\"")
                .contains("test/1", "接纳未成年人(事实:记录属实即构成)。", "近十二个月同类属实次数", "不准上机:未满十八周岁", "未处理")
                .as("words and times are for people")
                .doesNotContain("under-age", " ms ", "+08:00");
        sql("DELETE FROM case_step");
    }

    /** Those of finished inspections: until then a photograph can be removed. */
    @Test
    void aBundleNamesTheHashesOfThePhotographsOfItsInspections() throws Exception {
        JsonObject violation = violation(regulator, "MINOR_ADMITTED");
        var client = new AdminClient(service.vertx(), service.url(), regulator);
        JsonObject night = new JsonObject()
                .put("kind", "night-round")
                .put("unit", "u")
                .put(
                        "premises",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kind", "internet-cafe")
                                        .put("placeCode", CAFE)
                                        .put("violations", new JsonArray().add(violation.getString("id")))));
        String id = call(client, HttpMethod.POST, "/inspections", night).getString("id");
        JsonObject photo = new JsonObject()
                .put("name", "王小明.jpg")
                .put("type", "image/jpeg")
                .put("content", "/9j/AQ==");
        call(
                client,
                HttpMethod.POST,
                "/inspections/" + id + "/photos",
                new JsonObject().put("photos", new JsonArray().add(photo)));
        assertThat(photographs(BundleZip.read(bundle(violation, regulator)))).isEmpty();

        call(
                client,
                HttpMethod.PUT,
                "/inspections/" + id,
                night.put("version", 1).put("closed", true));

        byte[] zip = bundle(violation, regulator);
        BundleCheck.check(zip);
        JsonNode named = photographs(BundleZip.read(zip)).get(0);
        assertThat(named.path("inspection").asText()).isEqualTo(id);
        assertThat(named.path("photo").asInt()).isEqualTo(1);
        assertThat(named.path("sealedHash").asText())
                .isEqualTo(text("SELECT encode(sha256(content), 'hex') FROM attachment WHERE owner = '" + id + "'"));
        assertThat(named.path("chain").asText()).isEqualTo(text("SELECT encode(chain, 'hex') FROM photograph_head"));
        assertThat(new String(BundleZip.read(zip).get("summary.html"), StandardCharsets.UTF_8))
                .contains(named.path("sealedHash").asText());
        assertShowsNobody(zip);
    }

    private static JsonObject call(AdminClient client, HttpMethod method, String path, JsonObject body)
            throws Exception {
        return client.call(method, path, body).await(PATIENCE_SECONDS, SECONDS);
    }

    private static JsonNode photographs(Map<String, byte[]> parts) {
        return EvidenceJson.object(parts.get("photographs.json")).path("photographs");
    }

    @Test
    void nobodyIsToldMoreThanTheyMaySee() throws Exception {
        for (JsonObject violation : service.violations().values()) {
            if (violation.getString("placeCode").startsWith("3604811000000")
                    && !violation.getString("placeCode").equals(CAFE)) {
                continue;
            }
            boolean here = violation.getString("placeCode").equals(CAFE)
                    && violation.getJsonArray("authorities").contains("culture");
            HttpResponse<Buffer> answer = get(violation.getString("id"), regulator);
            assertThat(answer.statusCode()).isEqualTo(here ? 200 : 404);
            if (here) {
                assertShowsNobody(answer.body().getBytes());
            }
        }
        assertThat(get("x", regulator).statusCode()).isEqualTo(400);
    }

    /** A café can prove what it answers to a finding (陈述申辩), and learns nothing of other cafés or of officers' work. */
    @Test
    void anOperatorGetsTheirOwnCafesPartOfTheBundle() throws Exception {
        String operator = operator(CAFE);
        JsonObject violation = violation(operator, "IDENTITY_SHARED");
        String city = service.regulatorToken("culture", "360400");
        assertThat(streamsProven(BundleZip.read(bundle(violation, city))))
                .as("an officer of both counties sees both")
                .hasSize(2);
        String logged = "SELECT count(*) FROM access_log WHERE action = 'read-evidence' AND region = '360481'"
                + " AND subject_id = '" + violation.getString("id") + "'";
        long before = count(logged);

        byte[] own = bundle(violation, operator);

        assertThat(count(logged)).isEqualTo(before + 1);
        assertThat(BundleCheck.check(own).leftOut()).containsExactly("other-cafes", "inspections");
        SequencedMap<String, byte[]> parts = BundleZip.read(own);
        assertThat(streamsProven(parts)).containsExactly(CAFE + " " + STREAM);
        assertThat(EvidenceJson.object(parts.get("violation.json"))
                        .path("evidence")
                        .toString())
                .contains("{\"elsewhere\":true}");
        assertThat(parts).doesNotContainKey("photographs.json");
        assertThat(new String(parts.get("summary.html"), StandardCharsets.UTF_8))
                .contains("供本场所使用", "处记录属于其他场所")
                .doesNotContain("现场核对表", "检查人员");
        assertShowsNobody(own);
        everyByteCounts(own);
    }

    @Test
    void anOperatorGetsNoBundleOfAnotherCafe() throws Exception {
        JsonObject violation = violation(service.regulatorToken("culture", "360400"), "IDENTITY_SHARED");

        assertThat(get(violation.getString("id"), operator(ELSEWHERE)).statusCode())
                .as("though it is based on records of theirs")
                .isEqualTo(404);
        assertThat(get(UUID.randomUUID().toString(), operator(CAFE)).statusCode())
                .isEqualTo(404);
    }

    private static String operator(String cafe) throws Exception {
        return service.admin()
                .createAccount(new JsonObject()
                        .put("name", "o")
                        .put("role", "operator")
                        .put("placeCode", cafe))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
    }

    private static void assertShowsNobody(byte[] zip) throws Exception {
        String token = text("SELECT body::json -> 'document' ->> 'token' FROM journal WHERE seq = 2 LIMIT 1");
        assertThat(token).hasSize(36);
        SequencedMap<String, byte[]> parts = BundleZip.read(zip);
        BundleCheck.check(zip);
        parts.forEach((name, content) -> assertThat(new String(content, StandardCharsets.UTF_8))
                .as(name)
                .doesNotContain(NUMBER, SPOILT, "小明", token)
                .doesNotContain(ELSEWHERE, OTHER.toString()));
    }

    @Test
    void whatLiesOutsideTheReadersScopeIsElsewhere() throws Exception {
        byte[] narrow = bundle(violation(regulator, "IDENTITY_SHARED"), regulator);

        SequencedMap<String, byte[]> parts = BundleZip.read(narrow);
        BundleCheck.check(narrow);
        assertThat(streamsProven(parts)).containsExactly(CAFE + " " + STREAM);
        assertThat(EvidenceJson.object(parts.get("violation.json"))
                        .path("evidence")
                        .toString())
                .contains("{\"elsewhere\":true}")
                .doesNotContain(ELSEWHERE);
        assertThat(new String(parts.get("summary.html"), StandardCharsets.UTF_8))
                .contains("辖区之外", "一证多机", "现场核对表", "第三十三条第三项", "未按规定核对、登记", "未与国家法律法规数据库核对")
                .doesNotContain(ELSEWHERE);
    }

    @Test
    void theWordingOfWhatIsQuotedIsShownAndThatNobodyCheckedIt() throws Exception {
        JsonObject listed = violation(regulator, "MINOR_ADMITTED");
        JsonObject violation = new AdminClient(service.vertx(), service.url(), regulator)
                .call(HttpMethod.GET, "/violations/" + listed.getString("id"), null)
                .await(PATIENCE_SECONDS, SECONDS);

        assertThat(violation.getJsonArray("law")).isEqualTo(listed.getJsonArray("law"));
        JsonObject first = violation.getJsonArray("articles").getJsonObject(0);
        assertThat(first.getString("text")).isEqualTo("《中华人民共和国未成年人保护法》第五十八条");
        assertThat(first.getString("version")).isEqualTo("2024年4月26日第二次修正");
        assertThat(first.getString("wording")).contains("不得允许未成年人进入");
        assertThat(first.getString("standing")).isEqualTo("confirmed");
        assertThat(first.getString("checked")).isNull();
    }

    /** An agent whose clock is wrong begins a session more than a century ago, and does not end it. */
    @Test
    void aVeryLongFindingListsTheHoursOfItsEnds() throws Exception {
        try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(WRONG_CLOCK, List.of()))) {
            agent.hello(UUID.randomUUID(), 0);
            JsonObject document = document("LONG-1");
            document.remove("birthDate");
            agent.send(event(1, "login", "1905-01-02T00:00:00Z")
                    .put("session", "s1")
                    .put("terminal", "A01")
                    .put("admitted", true)
                    .put("document", document));
            agent.ack(1);
        }

        byte[] zip = bundle(violation(regulator, "IDENTITY_UNVERIFIED", WRONG_CLOCK), regulator);

        BundleCheck.check(zip);
        SequencedMap<String, byte[]> parts = BundleZip.read(zip);
        ObjectNode hours = EvidenceJson.object(parts.get("hours.json"));
        JsonNode permitted = hours.path("permitted");
        assertThat(permitted.size()).isBetween(200, 202);
        assertThat(permitted.get(0).path("opens").asText()).isEqualTo("1905-01-01T08:00:00+08:00");
        Instant to = Rfc3339.written(hours.path("to").asText());
        assertThat(Rfc3339.written(
                        permitted.get(permitted.size() - 1).path("closes").asText()))
                .as("closed from midnight to eight")
                .isBetween(to.minus(Duration.ofHours(8)), to);
        assertThat(hours.path("leftOut").path("from").asText()).isEqualTo("1905-04-11T08:00:00+08:00");
        assertThat(Rfc3339.written(hours.path("leftOut").path("to").asText()))
                .isEqualTo(to.minus(Duration.ofDays(100)));
        assertThat(new String(parts.get("summary.html"), StandardCharsets.UTF_8))
                .contains("的准予营业时间未列出");
    }

    @Test
    void recordsThatDoNotFitTheirChainMakeNoBundle() throws Exception {
        UUID stream = UUID.randomUUID();
        record(DAMAGED, stream, DAY + "T19:04:00+08:00", SPOILT);
        JsonObject violation = violation(regulator, "MINOR_ADMITTED", DAMAGED);
        byte[] before = bundle(violation, regulator);
        sql("UPDATE journal SET body = replace(body, 'A01', 'A02') WHERE seq = 2 AND stream_number ="
                + " (SELECT number FROM stream WHERE stream = '" + stream + "')");

        assertThat(get(violation.getString("id"), regulator).statusCode()).isEqualTo(409);

        BundleCheck.check(before); // what was exported before stands for ever
        ForgedChain.forge(
                service.database(), DAMAGED, stream, 4, "{\"type\":\"opened\",\"at\":\"2026-03-02T13:00:00Z\"}");
        sql("DELETE FROM journal WHERE stream_number = (SELECT number FROM stream WHERE stream = '" + stream + "')");
        assertThat(get(violation.getString("id"), regulator).statusCode()).isEqualTo(410);
        sql("DELETE FROM checkpoint_leaf; DELETE FROM checkpoint; DELETE FROM stream WHERE stream = '" + stream + "'");
    }

    private static JsonObject violation(String token, String code) throws Exception {
        return violation(token, code, CAFE);
    }

    private static JsonObject violation(String token, String code, String cafe) throws Exception {
        return new AdminClient(service.vertx(), service.url(), token)
                .all("/violations", Map.of("code", code)).await(PATIENCE_SECONDS, SECONDS).stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> one.getString("placeCode").equals(cafe))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + code + " in " + cafe));
    }

    private static byte[] bundle(JsonObject violation, String token) throws Exception {
        HttpResponse<Buffer> answer = get(violation.getString("id"), token);
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/zip");
        return answer.body().getBytes();
    }

    private static HttpResponse<Buffer> get(String id, String token) throws Exception {
        return WebClient.create(service.vertx())
                .getAbs(service.url() + "/api/v1/violations/" + id + "/evidence")
                .bearerTokenAuthentication(token)
                .send()
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static long count(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private static String text(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void sql(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; " + sql);
        }
    }
}
