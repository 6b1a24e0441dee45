package lingdian.office.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handbook, messages.md. */
class SentMessagesIT {
    private static final String CAFE = "36048110000001";
    private static final String OTHER_CAFE = "36048110000002";
    private static final String NEIGHBOUR = "36048210000001";
    private static final String TEXT = "今日起停业整顿复查,请备好登记台账。";
    private static RunningApi api;
    private String officer;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
        api.createCafe(OTHER_CAFE);
        api.createCafe(NEIGHBOUR, RunningApi.cafe().put("region", "360482"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void anOffice() {
        officer = api.regulator("culture", "360481");
    }

    @Test
    void aRegionsMessageIsForEachOfItsCafesAndShowsHowFarItCame() {
        JsonObject sent = sent("/regions/360481", officer);
        String id = sent.getString("id");
        api.sql("UPDATE message SET state = 'read', delivered_at = now(), read_at = now() WHERE id = '" + id
                + "' AND place_code = '" + CAFE + "'");

        assertThat(sent.getInteger("cafes")).isEqualTo(2);
        JsonObject listed = item(get("/regions/360481/messages", officer), id);
        assertThat(Stream.of("cafes", "waiting", "delivered", "read", "expired").map(listed::getInteger))
                .containsExactly(2, 1, 0, 1, 0);
        assertThat(listed.getString("text")).isEqualTo(TEXT);
        assertThat(get("/regions/360481/messages/" + id + "/cafes", officer).json().getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("placeCode") + " " + one.getString("state")))
                .containsExactly(CAFE + " read", OTHER_CAFE + " waiting");
        assertThat(get("/regions/360481/messages/" + id + "/cafes?state=waiting&limit=1", officer)
                        .text())
                .contains(OTHER_CAFE)
                .doesNotContain(CAFE);
        assertThat(item(get("/cafes/" + CAFE + "/messages", officer), id).getString("state"))
                .isEqualTo("read");
    }

    @Test
    void whatWasNotAnsweredInItsTimeIsExpired() {
        String id = sent("/cafes/" + CAFE, officer).getString("id");
        api.sql("UPDATE message SET until = '2026-07-10T03:00Z', at = '2026-07-09Z' WHERE id = '" + id + "'");

        assertThat(item(get("/cafes/" + CAFE + "/messages", officer), id).getString("state"))
                .isEqualTo("expired");
        assertThat(item(get("/regions/360481/messages", officer), id).getInteger("expired"))
                .isOne();
    }

    @Test
    void aPageBeginsWhereTheLastEnded() {
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> sent("/cafes/" + OTHER_CAFE, officer).getString("id"))
                .sorted()
                .toList();
        Answer first = get("/cafes/" + OTHER_CAFE + "/messages?limit=1", officer);
        String next = first.json().getString("next");

        assertThat(get("/cafes/" + OTHER_CAFE + "/messages?limit=1000&cursor=" + next, officer)
                        .text())
                .doesNotContain(
                        first.json().getJsonArray("items").getJsonObject(0).getString("id"))
                .contains(ids.getLast());
    }

    /** Another authority sees nothing of it, another county nothing but what went to its cafés, and the city all. */
    @Test
    void whoElseSeesIt() {
        String id = sent("/cafes/" + CAFE, officer).getString("id");
        String city = api.regulator("culture", "360400");
        String ofCity = sent("/regions/360400", city).getString("id");

        String police = api.regulator("public-security", "360481");
        String neighbours = api.regulator("culture", "360482");
        assertThat(get("/cafes/" + CAFE + "/messages", police).text()).doesNotContain(id, ofCity);
        assertThat(get("/regions/360481/messages", police).text()).doesNotContain(id);
        assertThat(get("/regions/360481/messages/" + id + "/cafes", police).status())
                .isEqualTo(404);
        assertThat(get("/regions/360481/messages", neighbours).status()).isEqualTo(404);
        assertThat(get("/cafes/" + CAFE + "/messages", neighbours).status()).isEqualTo(404);
        assertThat(get("/cafes/" + NEIGHBOUR + "/messages", neighbours).text())
                .contains(ofCity)
                .doesNotContain(id);
        assertThat(get("/cafes/" + CAFE + "/messages", officer).text()).contains(id, ofCity);
        assertThat(get("/regions/360400/messages", city).text()).contains(id, ofCity);
        assertThat(post("/regions/360400", officer, body()).status()).isEqualTo(404);
        assertThat(post("/cafes/" + NEIGHBOUR, officer, body()).status()).isEqualTo(404);
    }

    /** A café is told what it was sent, by whichever authority; never what its neighbours were. */
    @Test
    void theCafesOperatorReadsItsOwn() {
        String police = api.regulator("public-security", "360481");
        String own = sent("/cafes/" + CAFE, officer).getString("id");
        String ofPolice = sent("/regions/360481", police).getString("id");
        String others = sent("/cafes/" + OTHER_CAFE, officer).getString("id");
        api.sql("UPDATE message SET state = 'read', delivered_at = now(), read_at = now() WHERE id = '" + own + "'");
        String operator = api.operator(CAFE);

        Answer listed = get("/my/cafes/" + CAFE + "/messages", operator);
        assertThat(listed.text()).contains(own, ofPolice).doesNotContain(others, "cafes");
        assertThat(item(listed, own).getString("text")).isEqualTo(TEXT);
        assertThat(item(listed, own).getString("state")).isEqualTo("read");
        assertThat(item(listed, ofPolice).getString("from")).isEqualTo("public-security");
        assertThat(get("/my/cafes/" + OTHER_CAFE + "/messages", operator).status())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/my/cafes/" + CAFE + "/messages", officer).status())
                .isEqualTo(403);
        assertThat(api.get("/api/v1/cafes/" + CAFE + "/messages", operator).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "36048119900101001X",
                "36048119900101001x 请到所",
                "身份证３６０４８１１９９００１０１００１Ｘ",
                "360481 19900101 001X",
                "360481-19900101-001X",
            })
    void anIdentityNumberIsRefusedHoweverItIsWritten(String text) {
        Answer refused = post("/cafes/" + CAFE, officer, body().put("text", text));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactly("/text");
        assertThat(refused.text()).doesNotContain("19900101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"场所36048110000001于2026-07-10复查", "工单 360481199001010011", "电话 0792-4220000", "许可证3604810001"})
    void otherNumbersAreNot(String text) {
        assertThat(post("/cafes/" + CAFE, officer, body().put("text", text)).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "text, '', /text",
        "text, ' ', /text",
        "purpose, gossip, /purpose",
        "until, 2026-07-10T04:00:00Z, /until",
        "until, 2026-08-09T04:00:01Z, /until",
        "until, tomorrow, /until",
    })
    void whatIsWrongIsNamed(String field, String value, String place) {
        assertThat(post("/cafes/" + CAFE, officer, body().put(field, value)).places())
                .containsExactly(place);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThat(post("/regions/360481", officer, body().put("text", " ").put("until", "2020-01-01T00:00:00Z"))
                        .places())
                .containsExactly("/text", "/until");
        assertThat(post("/cafes/" + CAFE, officer, body().put("text", "字".repeat(501)))
                        .places())
                .containsExactly("/text");
        assertThat(post("/cafes/" + CAFE, officer, body().put("text", "字".repeat(500)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anAccountSendsOnlySoManyADay() {
        for (int i = 0; i < 20; i++) {
            sent("/regions/360481", officer);
        }
        Answer refused = post("/regions/360481", officer, body());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("20 messages to regions");
        assertThat(post("/cafes/" + CAFE, officer, body()).status()).isEqualTo(201);
    }

    @Test
    void theTextIsSealedAndTheSendingLogged() {
        String id = sent("/regions/360481", officer).getString("id");

        assertThat(api.value("SELECT encode(text, 'escape') FROM office_message WHERE id = '" + id + "'"))
                .doesNotContain("台账");
        assertThat(api.value(
                        "SELECT action || ' ' || (details::json->>'to') || ' ' || (details::json->>'cafes') FROM access_log WHERE"
                                + " subject_id = '" + id + "'"))
                .isEqualTo("send-message 360481 2");
    }

    private static JsonObject body() {
        return new JsonObject()
                .put("text", TEXT)
                .put("purpose", "rectification")
                .put("until", "2026-08-09T12:00:00+08:00");
    }

    private static JsonObject sent(String to, String token) {
        Answer answer = post(to, token, body());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static Answer post(String to, String token, JsonObject body) {
        return api.call("POST", "/api/v1" + to + "/messages", token, body);
    }

    private static Answer get(String path, String token) {
        Answer answer = api.call("GET", "/api/v1" + path, token, null);
        assertThat(answer.status()).as(answer.text()).isIn(200, 404);
        return answer;
    }

    private static JsonObject item(Answer list, String id) {
        return list.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }
}
