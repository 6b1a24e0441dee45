package lingdian.office.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationsIT {
    private static final String YONGXIU = "36042510000001";
    private static final String RUICHANG = "36048110000001";
    private static final String WANZHOU = "50010110000001";
    private static RunningApi api;
    private static String culture;
    private static String police;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        List.of(YONGXIU, RUICHANG, WANZHOU).forEach(api::createCafe);
        violation(1, "OVERTIME_OPERATION", RUICHANG, "fact", "ended", "{culture}", "2026-07-01T16:00:00Z", 10);
        violation(2, "MINOR_ADMITTED", RUICHANG, "fact", "open", "{culture}", "2026-07-02T16:00:00Z", 30);
        violation(
                3,
                "IDENTITY_SHARED",
                YONGXIU,
                "suspicion",
                "open",
                "{culture,public-security}",
                "2026-07-03T16:00:00Z",
                20);
        violation(
                4, "RECORDS_BROKEN", YONGXIU, "fact", "ended", "{culture,public-security}", "2026-07-04T16:00:00Z", 20);
        violation(5, "OVERTIME_OPERATION", WANZHOU, "suspicion", "open", "{culture}", "2026-07-05T16:00:00Z", 40);
        api.sql("UPDATE violation SET case_step = 'dispatched' WHERE id = '" + id(4) + "'");
        api.sql("UPDATE head SET position = 77");
        culture = api.regulator("culture", "360400");
        police = api.regulator("public-security", "360400");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void listsWhatIsInScopeNewestFirstThenById() {
        JsonObject list = list(culture, "");

        assertThat(ids(list)).containsExactly(id(2), id(3), id(4), id(1));
        assertThat(list.getString("next")).isNull();
        assertThat(list.getString("position")).isEqualTo("77");
        assertThat(ids(list(police, ""))).containsExactly(id(3), id(4));
        assertThat(ids(list(api.operator(RUICHANG), ""))).containsExactly(id(2), id(1));
        assertThat(ids(list(api.regulator("culture", "000000"), ""))).hasSize(5);
        assertThat(ids(list(api.regulator("culture", "110000"), ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region=360481                                               | 2 1",
                "region=360400                                               | 2 3 4 1",
                "region=000000                                               | 2 3 4 1",
                "region=500000                                               | ''",
                "code=OVERTIME_OPERATION                                     | 1",
                "standing=suspicion                                          | 3",
                "state=ended                                                 | 4 1",
                "case=dispatched                                             | 4",
                "placeCode=36042510000001                                    | 3 4",
                "placeCode=50010110000001                                    | ''",
                "from=2026-07-02T16:00:00Z                                   | 2 3 4",
                "to=2026-07-02T16:00:00Z                                     | 1",
                "from=2026-07-03T00:00:00%2B08:00&to=2026-07-04T00:00:01%2B08:00 | 2 3",
                "region=360481&state=open&standing=fact                      | 2",
            })
    void filters(String query, String expected) {
        assertThat(ids(list(culture, "?" + query)))
                .isEqualTo(
                        expected.isEmpty()
                                ? List.of()
                                : List.of(expected.split(" ")).stream()
                                        .map(number -> id(Integer.parseInt(number)))
                                        .toList());
    }

    @Test
    void aCursorGoesOnWhereThePageEndedWhateverArrivedMeanwhile() {
        var seen = new ArrayList<String>();
        String query = "?limit=1";
        while (query != null) {
            JsonObject page = list(culture, query);
            seen.addAll(ids(page));
            query = page.getString("next") == null ? null : "?limit=1&cursor=" + page.getString("next");
        }
        assertThat(seen).containsExactly(id(2), id(3), id(4), id(1));

        String next = list(culture, "?limit=2").getString("next");
        violation(6, "MINOR_ADMITTED", RUICHANG, "fact", "open", "{culture}", "2026-07-06T16:00:00Z", 50);
        assertThat(ids(list(culture, "?limit=2&cursor=" + next))).containsExactly(id(4), id(1));
        api.sql("DELETE FROM violation WHERE id = '" + id(6) + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=1001,limit",
        "limit=4711x,limit",
        "limit=1&limit=2,limit",
        "cursor=zzSecretValue,cursor",
        "cursor=!!!,cursor",
        "cursor=,cursor",
        "region=36,region",
        "region=,region",
        "code=zzSecretValue,code",
        "standing=zzSecretValue,standing",
        "state=zzSecretValue,state",
        "case=zzSecretValue,case",
        "placeCode=zzSecretValue,placeCode",
        "from=zzSecretValue,from",
        "from=2026-07-01T00:00:00,from",
        "to=2026-02-30T00:00:00Z,to"
    })
    void namesTheParameterThatIsWrongAndNoValue(String query, String parameter) {
        Answer answer = api.get("/api/v1/violations?" + query, culture);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("?" + parameter);
        assertThat(answer.text()).doesNotContain("zzSecretValue").doesNotContain("4711");
    }

    @Test
    void showsOneWithItsPersonMaskedAndEvidenceFromElsewhereHidden() {
        JsonObject shared = api.get("/api/v1/violations/" + id(3), culture).json();

        assertThat(shared.getString("id")).isEqualTo(id(3));
        assertThat(shared.getJsonObject("person"))
                .isEqualTo(new JsonObject()
                        .put("ref", "ref-1")
                        .put("document", new JsonObject().put("type", "111").put("number", "3604************12"))
                        .put("name", "张*"));
        assertThat(shared.getJsonArray("evidence"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("placeCode", YONGXIU)
                                .put("stream", "s")
                                .put("seq", new JsonArray().add(1)))
                        .add(new JsonObject().put("elsewhere", true)));
        assertThat(api.get("/api/v1/violations/" + id(1), culture).json().getValue("person"))
                .isNull();
        assertThat(api.get("/api/v1/violations/" + id(3), api.regulator("culture", "000000"))
                        .json()
                        .getJsonArray("evidence")
                        .getJsonObject(1)
                        .getString("placeCode"))
                .isEqualTo(WANZHOU);
    }

    /** An officer goes to two seats, so both are named; of a café outside the reader's area nothing is. */
    @Test
    void theSeatsOfASharedDocumentAreNamedAsFarAsTheReaderMayKnow() {
        String earlier = "52011110000001";
        String later = "52018110000001";
        api.createCafe(earlier);
        api.createCafe(later);
        session(801, earlier, "first", "A07", 3, "2026-07-01T12:00:00Z");
        session(802, later, "second", "B09", 4, "2026-07-01T12:30:00Z");
        session(802, later, "after", "B10", 5, "2026-07-01T18:00:00Z"); // the finding does not rest on it
        violation(8, "IDENTITY_SHARED", later, "suspicion", "open", "{culture}", "2026-07-01T12:30:00Z", 60);
        api.sql("UPDATE violation SET snapshot = '%s' WHERE id = '%s'"
                .formatted(
                        new JsonObject()
                                .put("id", id(8))
                                .put("code", "IDENTITY_SHARED")
                                .put("placeCode", later)
                                .put("region", "520181")
                                .put("session", "second")
                                .put(
                                        "evidence",
                                        new JsonArray()
                                                .add(part(earlier, 801, 3))
                                                .add(part(later, 802, 4)))
                                .encode(),
                        id(8)));
        try {
            JsonArray whole = evidenceOf8(api.regulator("culture", "520000"));
            assertThat(whole.getJsonObject(0).getString("cafe"))
                    .isEqualTo(RunningApi.cafe().getString("name"));
            assertThat(whole.getJsonObject(0).getJsonArray("logins"))
                    .isEqualTo(new JsonArray().add(login(3, "A07", "2026-07-01T20:00:00+08:00")));
            assertThat(whole.getJsonObject(1).getJsonArray("logins"))
                    .isEqualTo(new JsonArray().add(login(4, "B09", "2026-07-01T20:30:00+08:00")));

            for (String reader : List.of(api.regulator("culture", "520181"), api.operator(later))) {
                JsonArray part = evidenceOf8(reader);
                assertThat(part.stream().filter(new JsonObject().put("elsewhere", true)::equals))
                        .hasSize(1);
                assertThat(part.encode()).contains("B09").doesNotContain("A07").doesNotContain(earlier);
            }
        } finally {
            api.sql("DELETE FROM violation WHERE id = '" + id(8) + "'");
        }
    }

    private static JsonArray evidenceOf8(String reader) {
        return api.get("/api/v1/violations/" + id(8), reader).json().getJsonArray("evidence");
    }

    private static JsonObject part(String cafe, int stream, int seq) {
        return new JsonObject()
                .put("placeCode", cafe)
                .put("region", cafe.substring(0, 6))
                .put("stream", id(stream))
                .put("seq", new JsonArray().add(seq));
    }

    private static JsonObject login(int seq, String terminal, String at) {
        return new JsonObject().put("seq", seq).put("terminal", terminal).put("startedAt", at);
    }

    private static void session(int stream, String cafe, String session, String terminal, int seq, String at) {
        api.sql("""
                INSERT INTO stream (number, place_code, stream, own_seq, own_chain, began_at)
                VALUES (%1$d, '%2$s', '%3$s', 9, decode(repeat('00', 32), 'hex'), '%7$s') ON CONFLICT DO NOTHING;
                INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at)
                VALUES ('%2$s', '%4$s', '%5$s', '%8$s', %1$d, %6$d, '2026-07-01', '%7$s')
                """.formatted(stream, cafe, id(stream), session, terminal, seq, at, id(800)));
    }

    /** A card was shared between both cafés of one owner: neither violation says that the other café was the owner's. */
    @Test
    void anOwnerSeesEachViolationAsItsCafeAlone() {
        String owner = api.owner(YONGXIU, WANZHOU);

        assertThat(ids(list(owner, ""))).containsExactly(id(5), id(3), id(4)); // RUICHANG lies between the two codes
        assertThat(ids(list(owner, "?placeCode=" + RUICHANG))).isEmpty();
        assertThat(api.get("/api/v1/violations/" + id(1), owner).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/cafes/" + RUICHANG, owner).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/cafes", owner).json().getJsonArray("items").stream()
                        .map(one -> ((JsonObject) one).getString("placeCode")))
                .containsExactlyInAnyOrder(YONGXIU, WANZHOU);
        assertThat(api.get("/api/v1/violations/" + id(3), owner).json())
                .isEqualTo(api.get("/api/v1/violations/" + id(3), api.operator(YONGXIU))
                        .json());
        assertThat(api.get("/api/v1/violations/" + id(3), owner)
                        .json()
                        .getJsonArray("evidence")
                        .getJsonObject(1))
                .isEqualTo(new JsonObject().put("elsewhere", true));
    }

    @Test
    void oneOutOfScopeIsNotThere() {
        assertThat(api.get("/api/v1/violations/" + id(5), culture).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/violations/" + id(1), police).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/violations/" + id(3), api.operator(RUICHANG))
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/violations/" + id(9), culture).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/violations/zzSecretValue", culture).places())
                .containsExactly("?id");
    }

    @Test
    void countsOnlyWhatIsInScope() {
        JsonObject cultureCounts =
                api.get("/api/v1/cafes/" + YONGXIU, culture).json().getJsonObject("violations");
        assertThat(cultureCounts.getJsonObject("open").getInteger("suspicion")).isEqualTo(1);
        assertThat(cultureCounts.getJsonObject("ended").getInteger("fact")).isEqualTo(1);

        JsonObject policeCounts =
                api.get("/api/v1/cafes/" + RUICHANG, police).json().getJsonObject("violations");
        assertThat(policeCounts.getJsonObject("open").getInteger("fact")).isZero();
    }

    @Test
    void violationsMoveWithTheirCafe() {
        api.createCafe("51010410000001");
        violation(7, "RECORDS_BROKEN", "51010410000001", "fact", "open", "{culture}", "2026-07-01T16:00:00Z", 1);
        assertThat(list(api.regulator("culture", "510100"), "").getJsonArray("items"))
                .hasSize(1);

        api.createCafe("51010410000001", RunningApi.cafe().put("region", "510781"));

        assertThat(list(api.regulator("culture", "510100"), "").getJsonArray("items"))
                .isEmpty();
        JsonObject moved = list(api.regulator("culture", "510700"), "")
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(moved.getString("region")).isEqualTo("510781");
    }

    @Test
    void aListIsExactForItsPosition() throws InterruptedException {
        String reader = api.regulator("culture", "460000");
        api.createCafe("46010010000001");
        int before = Integer.parseInt(list(reader, "").getString("position"));
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int number = 100; number < 200; number++) {
                api.sql("BEGIN; UPDATE head SET position = position + 1; %s; COMMIT"
                        .formatted(insertion(
                                number,
                                "MINOR_ADMITTED",
                                "46010010000001",
                                "fact",
                                "open",
                                "{culture}",
                                "2026-07-01T16:00:00Z",
                                1)));
            }
        });

        int seen = 0;
        while (seen < 100) {
            JsonObject list = list(reader, "?limit=1000");
            seen = ids(list).size();
            assertThat(list.getString("position")).isEqualTo(Integer.toString(before + seen));
        }
        writer.join();
    }

    private static void violation(
            int number,
            String code,
            String cafe,
            String standing,
            String state,
            String authorities,
            String started,
            int detected) {
        api.sql(insertion(number, code, cafe, standing, state, authorities, started, detected));
    }

    private static String insertion(
            int number,
            String code,
            String cafe,
            String standing,
            String state,
            String authorities,
            String started,
            int detected) {
        String snapshot =
                """
                {"id":"%s","code":"%s","placeCode":"%s","region":"%s","person":null,"evidence":[
                  {"placeCode":"%s","region":"%s","stream":"s","seq":[1]},
                  {"placeCode":"%s","region":"500101","stream":"t","seq":[2]}]}
                """.formatted(id(number), code, cafe, cafe.substring(0, 6), cafe, cafe.substring(0, 6), WANZHOU);
        String login = number == 3 ? "1, 5, '2026-07-03'" : "NULL, NULL, NULL";
        return """
                INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at,
                  ended_at, snapshot, stream_number, login_seq, login_day)
                VALUES ('%s', '%s', '%s', '%s', '%s', '%s', '%s', '%s', timestamptz '2026-07-09Z' + interval '%d min',
                  CASE WHEN '%s' = 'ended' THEN timestamptz '%s' END, '%s', %s)
                """.formatted(
                        id(number),
                        code,
                        cafe,
                        cafe.substring(0, 6),
                        standing,
                        state,
                        authorities,
                        started,
                        detected,
                        state,
                        started,
                        snapshot,
                        login);
    }

    private static String id(int number) {
        return new UUID(0x5000, 0x8000_0000_0000_0000L + number).toString();
    }

    private static JsonObject list(String token, String query) {
        return api.get("/api/v1/violations" + query, token).json();
    }

    private static List<String> ids(JsonObject list) {
        return list.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }
}
