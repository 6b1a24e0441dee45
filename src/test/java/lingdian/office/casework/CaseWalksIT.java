package lingdian.office.casework;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.record.accesslog.VerificationOfAccessStore;
import lingdian.record.accesslog.VerificationOfDocuments;
import lingdian.testing.Http;
import lingdian.testing.Http.Answer;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Four cases of the kind that Ruichang had, each from where it begins to its closed file: what the café's agent sent, what
 * each officer did, and what each paper says (handbook, casework.md and documents.md).
 */
class CaseWalksIT {
    /** A quarter to one at night, in the café's county. */
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-07-09T16:45:00Z"));

    private static RunningService service;
    private static String culture;
    private static String police;
    private static int cafes;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with().clock(NOW::get).start();
        culture = service.regulatorToken("culture", "360481");
        police = service.regulatorToken("public-security", "360481");
        office(culture, "culture", "瑞昌市文化广电旅游局", "瑞");
        office(police, "public-security", "瑞昌市公安局", "瑞公");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    /** Open after midnight with a guest: checked, corrected, decided, paid, closed. */
    @Test
    void fromAMidnightFindingToTheClosedFile() throws Exception {
        String cafe = cafe("红树林网吧");
        play(
                cafe,
                event(1, "2026-07-09T21:00:00+08:00", "opened"),
                login(2, "2026-07-09T23:30:00+08:00", "s-1", "A01"),
                heartbeat(3, "2026-07-10T00:20:00+08:00", "A01"),
                heartbeat(4, "2026-07-10T00:42:00+08:00", "A01"));
        String id = caseOf("OVERTIME_OPERATION", cafe, culture);
        var walk = new Walk(culture, id);
        String finding = walk.read().getJsonArray("violations").getJsonObject(0).getString("id");
        assertThat(walk.read().getString("step")).isEqualTo("lead");
        assertThat(walk.read().getJsonObject("summary").getString("zh")).contains("00:00起超时营业");

        walk.act("assign", new JsonObject().put("officers", officers()).put("trigger", "data-monitoring"));
        walk.act("dispatch", new JsonObject());
        walk.paper(
                        "inspection-record",
                        new JsonObject().put("sitePerson", "李值班").put("hoursFound", "零时四十分仍有人上网"))
                .says("红树林网吧", "王勇", "36040012", "张敏", "36040013", "零时四十分仍有人上网", "李值班");
        walk.act(
                "check",
                new JsonObject().put("inspection", inspection(culture, cafe)).put("outcome", "true"));
        walk.act("correct", new JsonObject().put("until", "2026-07-20").put("demand", "零时准时停止营业"));
        walk.paper(
                        "rectification-order",
                        new JsonObject()
                                .put("boxByDate", true)
                                .put("correctBy", "2026年7月20日")
                                .put("demand", "零时准时停止营业"))
                .says("文综改字〔2026〕", "红树林网吧", "2026年7月20日", "零时准时停止营业", "第三十一条");
        walk.act("recheck", new JsonObject().put("corrected", true));
        walk.act("file", new JsonObject());
        walk.paper(
                        "interview-notice",
                        new JsonObject().put("interviewAt", "2026年7月13日9时").put("boxLicence", true))
                .says("2026年7月13日9时", "红树林网吧");
        walk.paper(
                        "interview-record",
                        new JsonObject()
                                .put("personName", "李明")
                                .put(
                                        "questions",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("question", "为何零时后仍营业?")
                                                        .put("answer", "值班员忘了关门"))))
                .says("为何零时后仍营业?", "值班员忘了关门");
        walk.paper(
                        "evidence-preservation",
                        new JsonObject()
                                .put("keepWay", "就地保存")
                                .put(
                                        "items",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("name", "收费主机")
                                                        .put("quantity", "1台"))))
                .says("就地保存", "收费主机", "1台");
        walk.act("review", new JsonObject());
        walk.act("notify", new JsonObject());
        walk.paper("prior-notice", new JsonObject().put("boxState", true).put("stateBy", "收到之日起三日内"))
                .says("红树林网吧", "第三十一条", "收到之日起三日内");
        JsonArray sanctions = new JsonArray()
                .add(new JsonObject().put("kind", "warning"))
                .add(new JsonObject().put("kind", "fine").put("yuan", 3000));
        walk.act("decide", new JsonObject().put("sanctions", sanctions).put("note", "首次发现"));
        walk.paper("decision", new JsonObject().put("performance", "十五日内缴至指定银行"))
                .says("警告", "罚款人民币3000元", "十五日内缴至指定银行", "瑞昌市文化广电旅游局", "瑞昌市人民政府", "九江市柴桑区人民法院");
        walk.act("serve", new JsonObject());
        walk.paper(
                        "service-receipt",
                        new JsonObject()
                                .put(
                                        "deliveries",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("document", "行政处罚决定书")
                                                        .put("way", "直接送达"))))
                .says("行政处罚决定书", "直接送达", "红树林网吧");
        walk.act("pay", new JsonObject());
        walk.act("execute", new JsonObject());
        walk.paper("closing-report", new JsonObject().put("summary", "已缴款,已改正")).says("红树林网吧", "罚款人民币3000元", "已缴款,已改正");
        walk.act("close", new JsonObject().put("note", "已缴款"));

        JsonObject closed = walk.read();
        assertThat(closed.getString("step") + " " + closed.getString("outcome")).isEqualTo("closed true");
        assertThat(closed.getJsonArray("documents")).hasSize(9);
        assertThat(get(culture, "/violations/" + finding).getString("case")).isEqualTo("confirmed");
        assertThat(walk.logged())
                .containsExactly(
                        "assign",
                        "dispatch",
                        "check",
                        "correct",
                        "recheck",
                        "file",
                        "review",
                        "notify",
                        "decide",
                        "serve",
                        "pay",
                        "execute",
                        "close");
        assertThat(service.verify().firstBroken()).isNull();
        assertThat(brokenDocument()).isNull();
    }

    /** Whoever changes one, with whatever rights, is found out by {@code verify}. */
    @Test
    void aPaperThatIsChangedRemovedOrAddedIsNamed() throws Exception {
        var walk = new Walk(
                culture,
                sent(culture, "/cases", new JsonObject().put("placeCode", cafe("长江网吧")), 201)
                        .getString("id"));
        walk.paper("inspection-record", new JsonObject());
        String id = walk.read().getJsonArray("documents").getJsonObject(0).getString("id");
        String named = "document " + id + " of case " + walk.id() + ": ";
        String first = " FROM case_document WHERE id = '" + id + "'";
        asSuperuser("CREATE TABLE kept AS SELECT *" + first);

        asSuperuser("UPDATE case_document SET content = set_byte(content, 9, get_byte(content, 9) # 1) WHERE id = '"
                + id + "'");
        assertThat(brokenDocument()).isEqualTo(named + "it was changed");
        asSuperuser("UPDATE case_document SET content_hash = sha256(content) WHERE id = '" + id + "'");
        assertThat(brokenDocument()).isEqualTo(named + "it is not the one that was made");
        asSuperuser("DELETE" + first);
        assertThat(brokenDocument()).isEqualTo(named + "it was removed");
        asSuperuser("INSERT INTO case_document SELECT * FROM kept");
        assertThat(brokenDocument()).isNull();

        String other = sent(culture, "/cases", new JsonObject().put("placeCode", cafe("黄河网吧")), 201)
                .getString("id");
        asSuperuser("UPDATE case_document SET case_id = '" + other + "' WHERE id = '" + id + "'");
        assertThat(brokenDocument()).isEqualTo(named + "it was moved to another case");
        asSuperuser("UPDATE case_document SET case_id = '" + walk.id() + "' WHERE id = '" + id + "'");
        String gone = UUID.randomUUID().toString();
        asSuperuser("DELETE" + first + "; UPDATE case_file SET id = '" + gone + "' WHERE id = '" + walk.id() + "'");
        assertThat(brokenDocument()).as("and its case with it").isEqualTo(named + "it was removed");
        asSuperuser("INSERT INTO case_document SELECT * FROM kept; UPDATE case_file SET id = '" + walk.id()
                + "' WHERE id = '" + gone + "'");
        assertThat(brokenDocument()).isNull();

        String added = UUID.randomUUID().toString();
        asSuperuser("UPDATE kept SET id = '" + added
                + "', serial = serial + 1000; INSERT INTO case_document SELECT * FROM kept");
        assertThat(brokenDocument()).contains(added, "no entry of the access log says that it was made");
        asSuperuser("UPDATE case_document SET at = at - interval '1 year' WHERE id = '" + added + "'");
        assertThat(brokenDocument())
                .as("dated before the log's first entry")
                .contains(added, "no entry of the access log says that it was made");
        asSuperuser("DELETE FROM case_document WHERE id = '" + added + "'");
    }

    @Test
    void aPaperThatIsMadeVoidOrValidBySqlIsNamed() throws Exception {
        var walk = new Walk(
                culture,
                sent(culture, "/cases", new JsonObject().put("placeCode", cafe("珠江网吧")), 201)
                        .getString("id"));
        walk.paper("inspection-record", new JsonObject());
        String id = walk.read().getJsonArray("documents").getJsonObject(0).getString("id");
        String named = "document " + id + " of case " + walk.id() + ": ";
        String document = " WHERE id = '" + id + "'";

        asSuperuser("UPDATE case_document SET void_at = now(), void_by = account, void_reason = '\\x01'" + document);
        assertThat(brokenDocument()).isEqualTo(named + "no entry of the access log says that it was made void");
        asSuperuser("UPDATE case_document SET void_at = at - interval '1 year'" + document);
        assertThat(brokenDocument()).isEqualTo(named + "no entry of the access log says that it was made void");

        String valid = "UPDATE case_document SET void_at = NULL, void_by = NULL, void_reason = NULL" + document;
        asSuperuser(valid);
        assertThat(brokenDocument()).isNull();
        String path = "/cases/" + walk.id() + "/documents/" + id + "/void";
        sent(culture, path, new JsonObject().put("reason", "写错了"), 200);
        assertThat(brokenDocument()).isNull();
        asSuperuser("CREATE TABLE voided AS SELECT * FROM case_document" + document + "; " + valid);
        assertThat(brokenDocument()).isEqualTo(named + "it was made void, and no longer says so");
        asSuperuser("DELETE FROM case_document" + document + "; INSERT INTO case_document SELECT * FROM voided");
        assertThat(brokenDocument()).isNull();
    }

    private static @Nullable String brokenDocument() throws Exception {
        try (var store = VerificationOfAccessStore.open(service.database())) {
            return VerificationOfDocuments.run(store).firstBroken();
        }
    }

    private static void asSuperuser(String sql) throws Exception {
        TestDatabase.execute(service.database(), "SET session_replication_role = replica; " + sql);
    }

    /** A guest without a document that was checked: the police's case, which the culture bureau knows of and does not see. */
    @Test
    void theIdentityCaseOfThePolice() throws Exception {
        String cafe = cafe("星空网吧");
        JsonObject unread = login(2, "2026-07-09T20:10:00+08:00", "s-9", "B01");
        unread.getJsonObject("document").put("type", "111").put("number", "360481199001010013");
        play(cafe, event(1, "2026-07-09T20:00:00+08:00", "opened"), unread);
        String id = caseOf("IDENTITY_UNVERIFIED", cafe, police);
        var walk = new Walk(police, id);

        walk.act("assign", new JsonObject().put("officers", officers()).put("trigger", "data-monitoring"));
        walk.act(
                "check",
                new JsonObject().put("inspection", inspection(police, cafe)).put("outcome", "true"));
        walk.act("file", new JsonObject());
        walk.act("review", new JsonObject());
        walk.act("notify", new JsonObject());
        walk.paper("prior-notice", new JsonObject()).says("星空网吧", "第三十三条第三项", "瑞昌市公安局");
        walk.act(
                "decide",
                new JsonObject().put("sanctions", new JsonArray().add(new JsonObject().put("kind", "warning"))));
        walk.paper("decision", new JsonObject()).says("警告", "瑞昌市公安局").doesNotSay("360481199001010013");
        walk.act("serve", new JsonObject());
        walk.act("execute", new JsonObject());
        walk.paper("closing-report", new JsonObject()).says("星空网吧", "警告");
        walk.act("close", new JsonObject().put("note", "已执行"));

        assertThat(walk.read().getString("step")).isEqualTo("closed");
        assertThat(Http.to(service).as(culture).get("/api/v1/cases/" + id).status())
                .isEqualTo(404);
        JsonObject theirs = get(culture, "/violations?placeCode=" + cafe)
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(get(culture, "/cases/" + theirs.getString("caseFile"))
                        .getJsonArray("violations")
                        .getJsonObject(0)
                        .getJsonObject("otherAuthority"))
                .isEqualTo(new JsonObject().put("authority", "public-security").put("outcome", "true"));
    }

    /** Nobody was found: the case is closed and the complaint answered, and no paper names who complained. */
    @Test
    void aComplaintThatEndsInNothing() throws Exception {
        String cafe = cafe("蓝天网吧");
        JsonObject said = new JsonObject()
                .put("way", "telephone")
                .put("subject", "minors")
                .put("content", "有学生上网")
                .put("placeCode", cafe)
                .put("wantsAnswer", true)
                .put("reporter", new JsonObject().put("name", "周某").put("telephone", "13900001234"));
        String complaint = sent(culture, "/complaints", said, 201).getString("id");
        complain(complaint, "accept", 1, new JsonObject());
        String id = sent(culture, "/cases", new JsonObject().put("placeCode", cafe), 201)
                .getString("id");
        complain(complaint, "link", 2, new JsonObject().put("case", id));
        var walk = new Walk(culture, id);

        walk.act("assign", new JsonObject().put("officers", officers()).put("trigger", "complaint"));
        walk.paper(
                        "complaint-form",
                        new JsonObject().put("complaintTitle", "举报未成年人上网").put("boxByPhone", true))
                .says("举报未成年人上网", "蓝天网吧")
                .doesNotSay("周某", "13900001234");
        walk.act(
                "check",
                new JsonObject()
                        .put("inspection", inspection(culture, cafe))
                        .put("outcome", "untrue")
                        .put("note", "现场无未成年人"));
        walk.act("close", new JsonObject().put("note", "不属实"));
        complain(complaint, "answer", 3, new JsonObject().put("text", "经核查未发现未成年人上网"));

        JsonObject closed = walk.read();
        assertThat(closed.getString("step") + " " + closed.getString("outcome")).isEqualTo("closed untrue");
        assertThat(closed.getJsonArray("complaints")).containsExactly(complaint);
        assertThat(closed.encode()).doesNotContain("周某", "13900001234");
        assertThat(get(culture, "/complaints/" + complaint).getString("answer")).isEqualTo("经核查未发现未成年人上网");
    }

    /** What the culture bureau may not decide goes to the police, who open their own case for it. */
    @Test
    void aTransferFromCultureToPolice() throws Exception {
        String cafe = cafe("乐天网吧");
        String id = sent(culture, "/cases", new JsonObject().put("placeCode", cafe), 201)
                .getString("id");
        var walk = new Walk(culture, id);
        walk.act("assign", new JsonObject().put("officers", officers()).put("trigger", "special"));
        walk.act(
                "check",
                new JsonObject().put("inspection", inspection(culture, cafe)).put("outcome", "true"));
        walk.act(
                "transfer",
                new JsonObject()
                        .put("to", "瑞昌市公安局")
                        .put("note", "现场发现赌博用具,涉嫌治安违法")
                        .put("items", new JsonArray().add("现场检查笔录").add("照片3张")));
        walk.paper(
                        "transfer-letter",
                        new JsonObject()
                                .put("transferTo", "瑞昌市公安局")
                                .put("transferReason", "涉嫌治安违法")
                                .put(
                                        "annexes",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("name", "现场检查笔录")
                                                        .put("quantity", "1份"))))
                .says("瑞昌市公安局", "涉嫌治安违法", "现场检查笔录", "乐天网吧", "瑞昌市文化广电旅游局");

        String received = sent(police, "/cases", new JsonObject().put("placeCode", cafe), 201)
                .getString("id");
        var theirs = new Walk(police, received);
        theirs.act("assign", new JsonObject().put("officers", officers()).put("trigger", "transfer"));

        assertThat(walk.read().getString("step")).isEqualTo("transferred");
        assertThat(walk.read().getJsonArray("deadlines")).isEmpty();
        assertThat(theirs.read().getString("trigger")).isEqualTo("transfer");
        assertThat(walk.act("close", new JsonObject().put("note", "已收回执")).getString("step"))
                .isEqualTo("closed");
    }

    // --- the offices

    private static void office(String token, String authority, String name, String area) throws Exception {
        JsonObject profile = new JsonObject()
                .put("name", name)
                .put("area", area)
                .put("bank", "中国工商银行瑞昌支行")
                .put("reviewBody", "瑞昌市人民政府")
                .put("court", "九江市柴桑区人民法院");
        checked(Http.to(service).as(token).send("PUT", "/api/v1/offices/360481/" + authority, profile), 200);
    }

    private static JsonArray officers() {
        return new JsonArray()
                .add(new JsonObject().put("name", "王勇").put("certificate", "36040012"))
                .add(new JsonObject().put("name", "张敏").put("certificate", "36040013"));
    }

    private static String inspection(String token, String cafe) throws Exception {
        JsonObject premises = new JsonObject().put("kind", "internet-cafe").put("placeCode", cafe);
        JsonObject body = new JsonObject()
                .put("kind", "dispatch")
                .put("unit", "执法队")
                .put("premises", new JsonArray().add(premises));
        return sent(token, "/inspections", body, 201).getString("id");
    }

    private static void complain(String complaint, String action, int version, JsonObject fields) throws Exception {
        sent(
                culture,
                "/complaints/" + complaint + "/actions",
                fields.put("action", action).put("version", version),
                200);
    }

    /** One case, by the office that has it. */
    private record Walk(String token, String id) {
        JsonObject read() throws Exception {
            return get(token, "/cases/" + id);
        }

        JsonObject act(String action, JsonObject fields) throws Exception {
            long version = read().getLong("version");
            return sent(
                    token,
                    "/cases/" + id + "/actions",
                    fields.put("action", action).put("version", version),
                    200);
        }

        Paper paper(String kind, JsonObject fields) throws Exception {
            String path = "/cases/" + id + "/documents";
            JsonObject made =
                    sent(token, path, new JsonObject().put("kind", kind).put("fields", fields), 201);
            Answer page =
                    Http.to(service).as(token).get("/api/v1" + path + "/" + made.getString("id") + "?format=html");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains(made.getString("number"));
            return new Paper(page.body());
        }

        List<String> logged() throws Exception {
            return service.rows("SELECT details::jsonb ->> 'action' FROM access_log WHERE action = 'act-on-case'"
                    + " AND subject_id = '" + id + "' ORDER BY position");
        }
    }

    /** A paper as its page shows it. */
    private record Paper(String page) {
        Paper says(String... words) {
            assertThat(page).contains(words);
            return this;
        }

        Paper doesNotSay(String... words) {
            assertThat(page).doesNotContain(words);
            return this;
        }
    }

    // --- the cafés

    private static String cafe(String name) throws Exception {
        String placeCode = "3604811000%04d".formatted(++cafes);
        service.admin()
                .putCafe(
                        placeCode,
                        new JsonObject()
                                .put("name", name)
                                .put("address", "赤乌东路88号")
                                .put("telephone", "0792-4220000")
                                .put("principal", "李明")
                                .put(
                                        "licence",
                                        new JsonObject()
                                                .put("number", "赣九瑞00" + cafes)
                                                .put("validUntil", "2099-12-31")))
                .await(PATIENCE_SECONDS, SECONDS);
        return placeCode;
    }

    private static void play(String cafe, JsonObject... events) throws Exception {
        String key = service.admin()
                .createAgentKey(cafe)
                .await(PATIENCE_SECONDS, SECONDS)
                .key();
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            agent.hello(UUID.randomUUID(), 0);
            agent.sendBatch(NOW.get().toString(), List.of(events));
            agent.ack(events.length);
        }
    }

    private static JsonObject event(int seq, String at, String type) {
        return new JsonObject().put("seq", seq).put("type", type).put("at", at);
    }

    private static JsonObject heartbeat(int seq, String at, String terminal) {
        return event(seq, at, "heartbeat").put("terminals", 50).put("inUse", new JsonArray().add(terminal));
    }

    private static JsonObject login(int seq, String at, String session, String terminal) {
        return event(seq, at, "login")
                .put("session", session)
                .put("terminal", terminal)
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "E-" + session)
                                .put("name", "陈某某")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual"));
    }

    /** The case of the office that has the café's finding of this kind. */
    private static String caseOf(String code, String cafe, String token) throws Exception {
        service.groupCases();
        JsonObject found = get(token, "/violations?code=" + code + "&placeCode=" + cafe)
                .getJsonArray("items")
                .getJsonObject(0);
        return String.valueOf(found.getString("caseFile"));
    }

    // --- the API

    private static JsonObject get(String token, String path) throws Exception {
        return checked(Http.to(service).as(token).get("/api/v1" + path), 200);
    }

    private static JsonObject sent(String token, String path, JsonObject body, int status) throws Exception {
        return checked(Http.to(service).as(token).post("/api/v1" + path, body), status);
    }

    private static JsonObject checked(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }
}
