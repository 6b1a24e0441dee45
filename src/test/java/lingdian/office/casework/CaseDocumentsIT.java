package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The documents of a case, over real sockets (handbook, documents.md). */
class CaseDocumentsIT {
    private static final String CAFE = "36048110000001";
    private static RunningApi api;
    private static String culture;
    private static String id;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        var violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360481");
        api.createCafe(
                CAFE,
                RunningApi.cafe()
                        .put("address", "赤乌东路88号")
                        .put("telephone", "13800000000")
                        .put("principal", "李明"));
        String violation = violations.add("OVERTIME_OPERATION", CAFE, "{culture}");
        api.sql(
                "UPDATE violation SET snapshot = replace(snapshot, '\"person\":', '\"law\":[{\"text\":\"《条例》第三十一条第一项\",'"
                        + " || '\"version\":\"2022年修订\"}],\"person\":')");
        violations.tell(violation, "opened");
        await(MadeUpGrouping.of(api).runNow());
        id = api.value("SELECT id FROM case_file");
        api.call(
                "PUT",
                "/api/v1/offices/360481/culture",
                culture,
                new JsonObject().put("name", "瑞昌市文旅局").put("area", "瑞"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aDocumentIsFilledFromTheCaseAndReadAsFileAndPage() {
        JsonObject made = made(
                "rectification-order", new JsonObject().put("boxAtOnce", true).put("demand", "到点关门"));

        assertThat(made.fieldNames()).containsExactly("id", "kind", "number", "at", "void");
        assertThat(made.getString("number")).matches("（瑞）文综改字〔2026〕\\d+号");
        Answer page = api.get(path(made) + "?format=html", culture);
        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(page.headers().get("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(page.text())
                .contains(made.getString("number"), "瑞昌市文旅局", "在规定的营业时间以外营业", "到点关门", "《条例》（2022年修订）第三十一条第一项");
        Answer file = api.get(path(made), culture);
        assertThat(file.contentType()).contains("wordprocessingml");
        assertThat(file.headers().get("Content-Disposition")).contains(".docx");
        assertThat(file.text()).startsWith("PK");
    }

    /** What officers wrote on the spot is not typed a second time. */
    @Test
    void theRecordOfTheSpotFillsTheInspectionRecord() {
        act(
                "assign",
                new JsonObject()
                        .put(
                                "officers",
                                new JsonArray()
                                        .add(new JsonObject().put("name", "王勇").put("certificate", "36040012")))
                        .put("trigger", "data-monitoring"));
        JsonObject dispatched = act("dispatch", new JsonObject());
        String inspection = dispatched.getJsonArray("inspections").getString(0);
        assertThat(api.get("/api/v1/inspections/" + inspection, culture).json().getString("trigger"))
                .isEqualTo("data-monitoring");
        JsonObject record = new JsonObject()
                .put("version", 0)
                .put("person", new JsonObject().put("name", "李四").put("duty", "店长"))
                .put("signs", new JsonObject().put("minorsProhibited", false))
                .put("exits", new JsonObject().put("count", 2).put("blocked", 1))
                .put("seatsTotal", 120)
                .put(
                        "seats",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("terminal", "A01")
                                        .put("saw", "minor")
                                        .put("registered", false)));
        assertThat(api.call("PUT", "/api/v1/inspections/" + inspection + "/records/" + CAFE, culture, record)
                        .status())
                .isEqualTo(200);

        JsonObject made = made("inspection-record", new JsonObject());

        assertThat(api.get(path(made) + "?format=html", culture).text())
                .contains("李四", "店长", "未成年人禁入：未悬挂", "门窗、通道2处，封堵、锁闭1处", "120", "无法出示登记1台（A01）");
    }

    private static JsonObject act(String action, JsonObject fields) {
        JsonObject now = api.get("/api/v1/cases/" + id, culture).json();
        Answer taken = api.call(
                "POST",
                "/api/v1/cases/" + id + "/actions",
                culture,
                fields.put("action", action).put("version", now.getLong("version")));
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        return taken.json();
    }

    @Test
    void theCaseListsItsDocumentsAndAVoidOneKeepsItsNumber() {
        JsonObject made = made("closing-report", new JsonObject());

        Answer ended = api.call("POST", path(made) + "/void", culture, new JsonObject().put("reason", "笔误"));

        assertThat(ended.json()).isEqualTo(made.copy().put("void", true));
        assertThat(api.call("POST", path(made) + "/void", culture, new JsonObject().put("reason", "笔误"))
                        .status())
                .isEqualTo(409);
        assertThat(items(api.get("/api/v1/cases/" + id + "/documents", culture)))
                .contains(ended.json());
        assertThat(api.get("/api/v1/cases/" + id, culture).json().getJsonArray("documents"))
                .contains(ended.json());
    }

    @Test
    void theListIsReadByPages() {
        made("decision", new JsonObject());
        made("decision", new JsonObject());
        String path = "/api/v1/cases/" + id + "/documents";
        JsonArray all = items(api.get(path, culture));

        var read = new JsonArray();
        JsonObject page = api.get(path + "?limit=1", culture).json();
        while (page.getString("next") != null) {
            assertThat(page.getJsonArray("items")).hasSize(1);
            read.addAll(page.getJsonArray("items"));
            page = api.get(path + "?limit=1&cursor=" + page.getString("next"), culture)
                    .json();
        }

        assertThat(read.addAll(page.getJsonArray("items"))).isEqualTo(all);
        assertThat(api.get(path + "?cursor=bm90aGluZw", culture).places()).containsExactly("?cursor");
        assertThat(api.get(path + "?limit=1001", culture).status()).isEqualTo(400);
    }

    @Test
    void anotherAuthorityOrRegionFindsNothing() {
        JsonObject made = made("decision", new JsonObject());

        for (String stranger :
                new String[] {api.regulator("public-security", "360481"), api.regulator("culture", "360482")}) {
            assertThat(api.get("/api/v1/cases/" + id + "/documents", stranger).status())
                    .isEqualTo(404);
            assertThat(api.get(path(made), stranger).status()).isEqualTo(404);
            assertThat(make(stranger, "decision", new JsonObject()).status()).isEqualTo(404);
        }
    }

    /** The receipt is what tells the café of them; what was only made, or is void, stays with the office. */
    @Test
    void theCafesOperatorSeesWhatAReceiptNames() {
        JsonObject order = made("rectification-order", new JsonObject());
        made("closing-report", new JsonObject());
        String operator = api.operator(CAFE);
        assertThat(ofOperator(operator)).isEmpty();

        JsonObject receipt = receipt("《责令改正通知书》" + order.getString("number"));

        assertThat(ofOperator(operator)).containsExactly(order);
        api.call("POST", path(receipt) + "/void", culture, new JsonObject().put("reason", "笔误"));
        assertThat(ofOperator(operator)).isEmpty();
    }

    @Test
    void theCafesOperatorReadsWhatWasServedAndNothingElse() {
        JsonObject order = made("rectification-order", new JsonObject().put("demand", "到点关门"));
        JsonObject report = made("closing-report", new JsonObject());
        JsonObject interview = made("interview-record", new JsonObject());
        String operator = api.operator(CAFE);
        assertThat(api.get(own(order), operator).status()).isEqualTo(404);

        JsonObject receipt =
                receipt(order.getString("number") + report.getString("number") + interview.getString("number"));

        Answer page = api.get(own(order), operator);
        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(page.headers().get("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(page.text()).contains(order.getString("number"), "到点关门");
        assertThat(api.get("/api/v1/access-log?action=read-document&limit=1000", api.auditor())
                        .text())
                .contains(order.getString("id"));
        assertThat(ofOperator(operator)).containsExactly(order);
        for (JsonObject inner : List.of(report, interview, receipt)) {
            assertThat(api.get(own(inner), operator).status()).isEqualTo(404);
        }
        assertThat(api.get(path(order), operator).status()).isEqualTo(403);
        api.createCafe("36048110000002");
        assertThat(api.get(own(order), api.operator("36048110000002")).status()).isEqualTo(404);
        assertThat(api.get(own(order), culture).status()).isEqualTo(403);
        api.call("POST", path(receipt) + "/void", culture, new JsonObject().put("reason", "笔误"));
        assertThat(api.get(own(order), operator).status()).isEqualTo(404);
    }

    private static JsonObject receipt(String named) {
        return made(
                "service-receipt",
                new JsonObject().put("deliveries", new JsonArray().add(new JsonObject().put("document", named))));
    }

    private static String own(JsonObject made) {
        return "/api/v1/my/cases/" + id + "/documents/" + made.getString("id");
    }

    private static JsonArray ofOperator(String operator) {
        JsonArray documents = items(api.get("/api/v1/my/cases", operator)).stream()
                .map(one -> ((JsonObject) one).getJsonArray("documents"))
                .findFirst()
                .orElseGet(JsonArray::new);
        documents.forEach(one -> assertThat(((JsonObject) one).remove("servedAt"))
                .isEqualTo(Rfc3339.format(RunningApi.NOW, ChinaTime.ZONE)));
        return documents;
    }

    @Test
    void wrongFieldsAreNamedAndUseNoNumber() {
        int before = serial(made("interview-notice", new JsonObject()));

        Answer refused = make(
                culture, "interview-notice", new JsonObject().put("bring", 1).put("contact", 2));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactlyInAnyOrder("/fields/bring", "/fields/contact");
        assertThat(serial(made("interview-notice", new JsonObject()))).isEqualTo(before + 1);
    }

    @Test
    void oneThatBearsANumberIsReadForAReasonOnly() {
        JsonObject made = made("interview-record", new JsonObject());
        api.sql(
                "ALTER TABLE case_document DISABLE TRIGGER append_only; UPDATE case_document SET bears_number = true, person_violation = id WHERE id = '"
                        + made.getString("id") + "'; ALTER TABLE case_document ENABLE TRIGGER append_only");

        assertThat(api.get(path(made), culture).status()).isEqualTo(400);
        assertThat(api.get(path(made) + "?reason=for%20the%20file", culture).status())
                .isEqualTo(200);
        assertThat(api.get(path(made) + "?format=html", culture).status()).isEqualTo(400);
        assertThat(api.get(path(made) + "?format=html&reason=r", culture).status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/access-log?action=read-document&limit=1000", api.auditor())
                        .text())
                .contains(made.getString("id"));
    }

    private static JsonObject made(String kind, JsonObject fields) {
        Answer answer = make(culture, kind, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static Answer make(String token, String kind, JsonObject fields) {
        return api.call(
                "POST",
                "/api/v1/cases/" + id + "/documents",
                token,
                new JsonObject().put("kind", kind).put("fields", fields));
    }

    private static String path(JsonObject made) {
        return "/api/v1/cases/" + id + "/documents/" + made.getString("id");
    }

    private static JsonArray items(Answer answer) {
        return answer.json().getJsonArray("items");
    }

    private static int serial(JsonObject made) {
        return Integer.parseInt(made.getString("number").replaceAll(".*〕|号", ""));
    }
}
