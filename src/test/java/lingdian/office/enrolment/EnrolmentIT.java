package lingdian.office.enrolment;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.intake.socket.AgentKeys.AgentIdentity;
import lingdian.office.account.LoggedAgentKeys;
import lingdian.platform.http.ClientAddress;
import lingdian.testing.QrReading;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handbook, enrolment.md. */
class EnrolmentIT {
    private static final String WRONG = "ZZZZ-ZZZZ-ZZZZ";

    private static RunningApi api;
    private static LoggedAgentKeys keys;
    private static int cafes;

    private String cafe;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        keys = new LoggedAgentKeys(
                api.agentKeys, api.log, () -> NOW, request -> ClientAddress.of("192.0.2.1"), () -> {});
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void another() {
        cafe = "360481100001%02d".formatted(++cafes);
        api.createCafe(cafe);
        api.sql("DELETE FROM enrolment_refusal");
    }

    private JsonObject issue(String token) {
        Answer issued = api.call("POST", "/api/v1/cafes/" + cafe + "/enrolments", token, null);
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        return issued.json();
    }

    private String code() {
        return issue(ADMIN).getString("code");
    }

    private Answer enrol(String code) {
        return enrol(new JsonObject().put("code", code).put("agent", "lingdian-agent/1.0.0"));
    }

    private Answer enrol(JsonObject body) {
        return api.call("POST", "/agent/v1/enrol", null, body);
    }

    private String enrolled() {
        return enrol(code()).json().getString("key");
    }

    private static Optional<AgentIdentity> use(String key) {
        return RunningApi.await(keys.identify(key));
    }

    private long logged(String condition) {
        return Long.parseLong(api.value("SELECT count(*) FROM access_log WHERE " + condition));
    }

    @Test
    void aCodeGivesAKeyOnceAndOnlyItsAgentLearnsIt() {
        JsonObject issued = issue(ADMIN);

        assertThat(issued.getString("code")).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}");
        assertThat(issued.getString("expiresAt")).isEqualTo("2026-07-17T12:00:00+08:00");
        Answer first = enrol(issued.getString("code"));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().getString("placeCode")).isEqualTo(cafe);
        assertThat(use(first.json().getString("key"))).hasValueSatisfying(identity -> {
            assertThat(identity.placeCode()).isEqualTo(new PlaceCode(cafe));
            assertThat(identity.enrolledAt()).isEqualTo(NOW);
        });
        assertThat(enrol(issued.getString("code")).status()).isEqualTo(404);
        assertThat(api.value("SELECT agent FROM enrolment WHERE place_code = '" + cafe + "'"))
                .isEqualTo("lingdian-agent/1.0.0");
        assertThat(logged("action = 'issue-enrolment' AND subject_id = '" + issued.getString("id") + "'"))
                .isOne();
        assertThat(logged("action = 'enrol' AND actor_id = '" + cafe + "'")).isOne();
    }

    @Test
    void peopleTypeItAsTheyLike() {
        String code = code();
        String typed = code.toLowerCase(Locale.ROOT)
                .replace('-', ' ')
                .replace('0', 'o')
                .replace('1', 'l');

        assertThat(enrol("  " + typed + " ").status()).isEqualTo(201);
    }

    @Test
    void whateverIsNoGoodCodeIsAnsweredAlike() {
        String expired = code();
        api.sql("UPDATE enrolment SET issued_at = issued_at - interval '8 days', expires_at = '" + NOW + "'"
                + " WHERE place_code = '" + cafe + "'");
        JsonObject withdrawn = issue(ADMIN);
        String path = "/api/v1/cafes/" + cafe + "/enrolments/" + withdrawn.getString("id");
        assertThat(api.call("DELETE", path, ADMIN, null).status()).isEqualTo(204);
        assertThat(api.call("DELETE", path, ADMIN, null).status()).isEqualTo(404);
        Stream<Object> codes = Stream.of(
                WRONG, expired, withdrawn.getString("code"), "", "x".repeat(60_000), 12, new JsonObject(), true);

        List<String> answers = codes.map(code -> enrol(new JsonObject().put("code", code)))
                .map(answer -> answer.status() + answer.contentType() + answer.text())
                .distinct()
                .toList();

        assertThat(answers).singleElement().asString().startsWith("404application/problem+json");
        assertThat(logged("action = 'call' AND outcome = 'refused' AND details LIKE '%\"enrolAgent\"%'"))
                .isGreaterThanOrEqualTo(8);
    }

    /** Its office does not see the café any more. What an administrator issued stays good. */
    @Test
    void aCodeOfAnOfficeEndsWhereTheCafeMovesAway() {
        String former = api.regulator("culture", "360481");
        String ofOffice = issue(former).getString("code");
        String ofAdmin = code();
        assertThat(api.call(
                                "PUT",
                                "/api/v1/cafes/" + cafe,
                                ADMIN,
                                RunningApi.cafe().put("terminals", 31))
                        .status())
                .isLessThan(300);
        String unmoved = issue(former).getString("code");
        assertThat(enrol(unmoved).status()).isEqualTo(201);

        assertThat(api.call(
                                "PUT",
                                "/api/v1/cafes/" + cafe,
                                ADMIN,
                                RunningApi.cafe().put("region", "360402"))
                        .status())
                .isLessThan(300);

        assertThat(enrol(ofOffice).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/key-changes", api.regulator("culture", "360402"))
                        .text())
                .contains("code-withdrawn");
        assertThat(enrol(ofAdmin).status()).isEqualTo(201);
    }

    /** A search for codes gains nothing by sending them badly: each counts towards the ten of an hour. */
    @Test
    void aWrongCodeIsOneWhateverElseIsWrong() {
        List<JsonObject> bodies = List.of(
                new JsonObject(),
                new JsonObject().putNull("code"),
                new JsonObject().put("code", 12),
                new JsonObject().put("code", WRONG).put("agent", 1),
                new JsonObject().put("code", WRONG).put("agent", "a\n"),
                new JsonObject().put("agent", "x".repeat(60_000)));

        assertThat(bodies.stream().map(this::enrol).map(answer -> answer.status() + answer.text()))
                .containsOnly("404" + enrol(WRONG).text());
        assertThat(api.value("SELECT cardinality(times) FROM enrolment_refusal"))
                .isEqualTo("7");
    }

    @Test
    void whatIsNoRequestUsesNoCodeUp() {
        String code = code();

        assertThat(enrol(new JsonObject().put("code", code).put("agent", "a\n")).status())
                .isEqualTo(400);
        assertThat(enrol(new JsonObject().put("code", code).put("agent", 1)).status())
                .isEqualTo(400);
        for (String text : List.of("", "[]", "{", "nul", "\"" + code + "\"")) {
            assertThat(api.send("POST", "/agent/v1/enrol", null, "application/json", Buffer.buffer(text))
                            .status())
                    .as(text)
                    .isEqualTo(400);
        }
        assertThat(api.send("POST", "/agent/v1/enrol", null, "application/json", Buffer.buffer(" ".repeat(70_000)))
                        .status())
                .isEqualTo(413);
        assertThat(enrol(code).status()).isEqualTo(201);
    }

    /** A right code works all the same, at whatever node: what is counted is in the database. */
    @Test
    void afterTenWrongOnesInAnHourANetworkHasToWait() {
        List<Integer> statuses = IntStream.range(0, 12)
                .mapToObj(i -> enrol(WRONG.replace('Z', (char) ('A' + i % 8))).status())
                .toList();

        assertThat(statuses)
                .startsWith(404, 404, 404, 404, 404, 404, 404, 404, 404, 404)
                .endsWith(429, 429);
        assertThat(enrol(code()).status()).isEqualTo(201);
        Answer further = enrol(WRONG);
        assertThat(further.status()).isEqualTo(429);
        assertThat(further.headers().get("Retry-After")).isEqualTo("3600");
    }

    @Test
    void aNetworkIsAnAddressOrAnIpv6PrefixAndItsHourPasses() {
        var store = new RefusalStore(api.vault);
        Instant start = NOW;
        for (int i = 0; i < 10; i++) {
            assertThat(counted(store, "2001:db8::" + i, start.plusSeconds(i))).isTrue();
        }

        assertThat(counted(store, "2001:db8::ffff:1", start.plusSeconds(10))).isFalse();
        assertThat(counted(store, "2001:db8:0:1::1", start.plusSeconds(10))).isTrue();
        assertThat(counted(store, "192.0.2.7", start.plusSeconds(10))).isTrue();
        Instant later = start.plus(Duration.ofHours(1));
        assertThat(counted(store, "2001:db8::1", later)).isTrue();
        assertThat(counted(store, "2001:db8::1", later)).isFalse();
        assertThat(counted(store, "192.0.2.8", later.plus(Duration.ofHours(2)))).isTrue();
        assertThat(api.value("SELECT count(*) FROM enrolment_refusal"))
                .as("the others are forgotten")
                .isEqualTo("1");
    }

    private static boolean counted(RefusalStore store, String address, Instant at) {
        return RunningApi.await(store.count(api.pool, ClientAddress.of(address), at));
    }

    @Test
    void aHundredAtOnceGetNoMoreThanTen() {
        var store = new RefusalStore(api.vault);
        List<Future<Boolean>> counts = IntStream.range(0, 100)
                .mapToObj(i -> store.count(api.pool, ClientAddress.of("192.0.2.9"), NOW))
                .toList();

        assertThat(counts.stream().map(RunningApi::await).filter(counted -> counted))
                .hasSize(10);
    }

    @Test
    void twoAgentsWithOneCodeAtOnceGetOneKey() throws Exception {
        String code = code();
        List<Thread> agents = new ArrayList<>();
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            agents.add(Thread.startVirtualThread(() -> statuses.add(enrol(code).status())));
        }
        for (Thread agent : agents) {
            agent.join();
        }

        assertThat(statuses).containsExactlyInAnyOrder(201, 404, 404, 404);
        assertThat(api.value("SELECT count(*) FROM agent_key WHERE place_code = '" + cafe + "'"))
                .isEqualTo("1");
    }

    @Test
    void theFirstUseOfAnEnrolledKeyEndsTheEarlierOnes() {
        String byHand = api.call("POST", "/api/v1/cafes/" + cafe + "/agent-keys", ADMIN, null)
                .json()
                .getString("key");
        String older = enrolled();
        String newer = enrolled();
        String latest = enrolled();

        assertThat(use(byHand)).isPresent();
        assertThat(use(newer)).isPresent();
        assertThat(use(byHand)).isEmpty();
        assertThat(use(older)).isEmpty();
        assertThat(use(newer)).isPresent();
        assertThat(use(latest)).as("made later, so not ended").isPresent();
        assertThat(use(newer)).isEmpty();
        assertThat(logged("action = 'end-agent-key' AND actor_id = '" + cafe + "'"))
                .isEqualTo(3);
        assertThat(told(api.operator(cafe)))
                .isEqualTo("key-made null, code-issued admin, enrolled admin, code-issued admin, enrolled admin,"
                        + " code-issued admin, enrolled admin, key-ended null, key-ended null, key-ended null");
    }

    @Test
    void aRegionGetsATableAndLettersToPrint() throws Exception {
        String other = "36048210000001";
        api.createCafe(other);
        String closed = "36048210000002";
        api.createCafe(closed);
        api.call(
                "POST",
                "/api/v1/cafes/" + closed + "/closures",
                ADMIN,
                new JsonObject().put("kind", "permanent").put("document", "d"));
        String culture = api.regulator("culture", "360482");

        Answer answer = letters(culture, "360482");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonObject row = answer.json().getJsonArray("items").getJsonObject(0);
        assertThat(answer.json().getJsonArray("items")).hasSize(1);
        assertThat(row.getString("placeCode")).isEqualTo(other);
        String page = answer.json().getString("letters");
        assertThat(page).contains(other, row.getString("code"), "2026年7月17日 12:00", "https://city.example");
        assertThat(page).as("whom to ask for another one").contains("<dt>发放机关、电话</dt>");
        assertThat(QrReading.read(page)).isEqualTo("https://city.example/#" + row.getString("code"));
        assertThat(enrol(row.getString("code")).json().getString("placeCode")).isEqualTo(other);
        assertThat(letters(culture, "360400").status()).isEqualTo(404);
        JsonObject withoutCode = new JsonObject().put("region", "360482").put("withoutCode", true);
        assertThat(api.call("POST", "/api/v1/enrolments", culture, withoutCode)
                        .json()
                        .getJsonArray("items"))
                .as("the code was used, so that another one is given out once")
                .hasSize(1);
        assertThat(api.call("POST", "/api/v1/enrolments", culture, withoutCode)
                        .json()
                        .getJsonArray("items"))
                .isEmpty();
        JsonObject onlyNew = new JsonObject().put("region", "360482").put("onlyNew", true);
        assertThat(api.call("POST", "/api/v1/enrolments", culture, onlyNew)
                        .json()
                        .getJsonArray("items"))
                .isEmpty();
        assertThat(logged("action = 'issue-enrolment' AND subject_id = '360482'"))
                .isEqualTo(4);
    }

    @Test
    void aNewCodeEndsTheUnusedOnesWhereThatIsAskedFor() {
        String first = code();
        String second = code();

        Answer again = api.call("POST", "/api/v1/cafes/" + cafe + "/enrolments?withdrawEarlier=true", ADMIN, null);

        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(List.of(enrol(first).status(), enrol(second).status())).containsExactly(404, 404);
        assertThat(enrol(again.json().getString("code")).status()).isEqualTo(201);
        String withdrawn = "action = 'withdraw-enrolment' AND subject_id = ";
        assertThat(logged(withdrawn + "'" + cafe + "' AND details LIKE '%\"codes\":2%'"))
                .isOne();

        String other = "36048310000001";
        api.createCafe(other);
        String culture = api.regulator("culture", "360483");
        String lost = codeIn(letters(culture, "360483"));
        JsonObject body = new JsonObject().put("region", "360483").put("withdrawEarlier", true);
        String found = codeIn(api.call("POST", "/api/v1/enrolments", culture, body));
        assertThat(List.of(enrol(lost).status(), enrol(found).status())).containsExactly(404, 201);
        assertThat(logged(withdrawn + "'360483' AND details LIKE '%\"codes\":1%'"))
                .isOne();
    }

    /** Three sets of letters for all cafés that the account sees are enough for a day, and no code is made beyond them. */
    @Test
    void anAccountMakesSoManyCodesInADay() {
        for (int i = 1; i <= 70; i++) {
            api.createCafe("36048410%06d".formatted(i));
        }
        String culture = api.regulator("culture", "360484");
        for (int set = 0; set < 3; set++) {
            assertThat(letters(culture, "360484").status()).isEqualTo(201);
        }

        Answer further = letters(culture, "360484");
        Answer single = api.call("POST", "/api/v1/cafes/36048410000001/enrolments", culture, null);

        assertThat(List.of(further.status(), single.status())).containsExactly(429, 429);
        assertThat(further.headers().get("Retry-After")).isEqualTo("86400");
        assertThat(api.value("SELECT count(*) FROM enrolment WHERE place_code LIKE '360484%'"))
                .isEqualTo("210");
        JsonObject withoutCode = new JsonObject().put("region", "360484").put("withoutCode", true);
        assertThat(api.call("POST", "/api/v1/enrolments", culture, withoutCode).status())
                .as("that makes none")
                .isEqualTo(201);
        assertThat(letters(api.regulator("culture", "360484"), "360484").status())
                .as("another account")
                .isEqualTo(201);
    }

    private static String codeIn(Answer letters) {
        return letters.json().getJsonArray("items").getJsonObject(0).getString("code");
    }

    private static Answer letters(String token, String region) {
        return api.call(
                "POST",
                "/api/v1/enrolments",
                token,
                new JsonObject().put("region", region).put("server", "https://city.example"));
    }

    @Test
    void oneCafeIsToldToItsOwnAndNoOther() {
        String code = issue(api.regulator("public-security", "360481")).getString("code");
        use(enrol(code).json().getString("key"));

        String seen = "code-issued public-security, enrolled public-security";
        assertThat(told(api.operator(cafe))).isEqualTo(seen);
        assertThat(told(api.regulator("culture", "360400"))).isEqualTo(seen);
        assertThat(told(api.regulator("public-security", "360481"))).isEqualTo(seen);
        assertThat(told(api.regulator("public-security", "500000"))).isEmpty();
        String foreign = "36048110000999";
        api.createCafe(foreign);
        assertThat(told(api.operator(foreign))).isEmpty();
        assertThat(api.call("POST", "/api/v1/cafes/" + cafe + "/enrolments", api.regulator("culture", "500000"), null)
                        .status())
                .isEqualTo(404);
    }

    /** What was told to the reader about this test's café, the oldest first. */
    private String told(String token) {
        return String.join(
                ", ",
                api.get("/api/v1/key-changes?limit=1000", token).json().getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> one.getString("placeCode").equals(cafe))
                        .map(one -> one.getString("change") + " " + one.getString("issuer"))
                        .toList()
                        .reversed());
    }

    /** A replaced key leaves no gap; one that was ended does, and whoever judges the silence can see it. */
    @Test
    void itIsToldThatACafeHasNoKeyLeft() {
        String token = api.regulator("culture", "360481");
        String first = api.call("POST", "/api/v1/cafes/" + cafe + "/agent-keys", ADMIN, null)
                .json()
                .getString("id");
        String second = api.call("POST", "/api/v1/cafes/" + cafe + "/agent-keys", ADMIN, null)
                .json()
                .getString("id");
        String keys = "/api/v1/cafes/" + cafe + "/agent-keys/";
        api.call("DELETE", keys + first, ADMIN, null);
        assertThat(withoutKey(token, "")).containsExactly(false);
        api.call("DELETE", keys + second, ADMIN, null);
        assertThat(withoutKey(token, "")).contains(true);
        assertThat(withoutKey(token, "&from=2027-01-01T00:00:00Z")).isEmpty();
    }

    /** Of each key that was ended, the newest first. */
    private List<Boolean> withoutKey(String token, String from) {
        return api.get("/api/v1/key-changes?placeCode=" + cafe + from, token).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("change").equals("key-ended"))
                .map(one -> one.getBoolean("withoutKey"))
                .toList();
    }

    /** A thousand codes do not bury the key that somebody enrolled before them. */
    @Test
    void whatHappenedToKeysIsNotBuriedUnderCodes() {
        String token = api.regulator("culture", "360481");
        enrolled();
        api.sql(
                "INSERT INTO enrolment (id, place_code, code_hash, issuer, issued_at, expires_at) SELECT gen_random_uuid(), '"
                        + cafe + "', substr(sha256(('" + cafe + "' || i)::bytea), 1, 16), 'culture', '" + RunningApi.NOW
                        + "', '"
                        + RunningApi.NOW.plusSeconds(600) + "' FROM generate_series(1, 1000) AS i");
        String changes = "/api/v1/key-changes?placeCode=" + cafe;

        JsonObject first = api.get(changes + "&limit=1000", token).json();
        assertThat(first.getJsonArray("items"))
                .extracting(one -> ((JsonObject) one).getString("change"))
                .doesNotContain("enrolled");
        assertThat(api.get(changes + "&limit=1000&cursor=" + first.getString("next"), token)
                        .json()
                        .getJsonArray("items"))
                .extracting(one -> ((JsonObject) one).getString("change"))
                .contains("enrolled");
        assertThat(api.get(changes + "&about=keys", token).json().getJsonArray("items"))
                .extracting(one -> ((JsonObject) one).getString("change"))
                .containsExactly("enrolled");
    }

    @Test
    void anAdministratorFindsKeysAndCodesAndNeverASecret() {
        String byHand = api.call("POST", "/api/v1/cafes/" + cafe + "/agent-keys", ADMIN, null)
                .json()
                .getString("id");
        enrolled();
        JsonObject open = issue(ADMIN);

        assertThat(listed("agent-keys", "state")).containsExactlyInAnyOrder("in-use", "unused");
        assertThat(listed("enrolments", "state")).containsExactlyInAnyOrder("used", "open");
        assertThat(listed("agent-keys?state=in-use&region=360481", "id")).containsExactly(byHand);
        assertThat(listed("enrolments?state=open", "id")).containsExactly(open.getString("id"));
        assertThat(listed("enrolments?state=expired", "id")).isEmpty();
        assertThat(listed("agent-keys?region=500000", "id")).isEmpty();
        Answer first = api.get("/api/v1/enrolments?limit=1&q=" + cafe, ADMIN);
        Answer second = api.get(
                "/api/v1/enrolments?limit=1&q=" + cafe + "&cursor="
                        + first.json().getString("next"),
                ADMIN);
        assertThat(second.json().getString("next")).isNull();
        for (Answer list : List.of(
                first,
                api.get("/api/v1/agent-keys", ADMIN),
                api.get("/api/v1/key-changes", api.regulator("culture", "360481")))) {
            assertThat(list.json().fieldNames()).containsExactly("items", "next", "position");
        }
        assertThat(first.text() + second.text())
                .contains("lingdian-agent/1.0.0")
                .doesNotContain(open.getString("code"), "hash", "\"code\"", "\"key\"");
        assertThat(api.get("/api/v1/agent-keys", api.regulator("culture", "360481"))
                        .status())
                .isEqualTo(403);
    }

    private List<String> listed(String path, String field) {
        return api
                .get("/api/v1/" + path + (path.contains("?") ? "&" : "?") + "q=" + cafe, ADMIN)
                .json()
                .getJsonArray("items")
                .stream()
                .map(one -> ((JsonObject) one).getString(field))
                .toList();
    }

    @Test
    void aCafeIsWaitedForFromTheExpiryOfItsFirstCodeOrItsFirstKey() {
        code();
        assertThat(waitedForFrom()).isEqualTo("2026-07-17 04:00:00");
        code();
        enrolled();
        assertThat(waitedForFrom()).isEqualTo("2026-07-10 04:00:00");
    }

    private String waitedForFrom() {
        return String.valueOf(api.value(
                "SELECT (keyed_at AT TIME ZONE 'UTC')::text FROM absence_watch WHERE place_code = '" + cafe + "'"));
    }
}
