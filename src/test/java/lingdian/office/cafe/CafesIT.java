package lingdian.office.cafe;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.NOW;
import static lingdian.testing.RunningApi.await;
import static lingdian.testing.RunningApi.cafe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.law.hours.LicenceExpiry;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CafesIT {
    private static final String SECRET = "zzSecretValue";
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void createsWithDefaultsAndThenChanges() {
        Answer created = put("36048110000001", cafe());
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json())
                .isEqualTo(new JsonObject()
                        .put("placeCode", "36048110000001")
                        .put("name", "晨光网吧")
                        .put("region", "360481")
                        .put(
                                "licence",
                                new JsonObject().put("number", "3604810001").put("validUntil", "2030-12-31"))
                        .put("terminals", null)
                        .put("staffTerminals", new JsonArray())
                        .put("latitude", null)
                        .put("longitude", null)
                        .put("address", null)
                        .put("telephone", null)
                        .put("principal", null)
                        .put("timeZone", "Asia/Shanghai")
                        .put("measures", "management"));

        Answer changed = put(
                "36048110000001",
                cafe().put("region", "360402")
                        .put("terminals", 120)
                        .put("staffTerminals", new JsonArray().add("S-1").add("bar_2"))
                        .put("latitude", 29.7)
                        .put("longitude", 116)
                        .put("address", "九江市")
                        .put("timeZone", "Asia/Urumqi")
                        .put("measures", "both"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().getString("region")).isEqualTo("360402");
        assertThat(changed.json().getInteger("terminals")).isEqualTo(120);

        Answer read = api.get("/api/v1/cafes/36048110000001", api.operator("36048110000001"));
        assertThat(read.json().getString("timeZone")).isEqualTo("Asia/Urumqi");
        assertThat(read.json().getString("measures")).isEqualTo("both");
        assertThat(read.json().getDouble("longitude")).isEqualTo(116.0);
        assertThat(read.json().getJsonArray("staffTerminals")).containsExactly("S-1", "bar_2");
    }

    @Test
    void tellsOfASafetyOfficerWhoIsKeptSealed() {
        String path = "/api/v1/cafes/36048110000007/safety";
        put("36048110000007", cafe());
        String police = api.regulator("public-security", "360400");
        var nothing = new JsonObject()
                .putNull("officer")
                .put("trainedOn", new JsonArray())
                .putNull("responsibilityLetterOn")
                .put("version", "00000000-0000-0000-0000-000000000000")
                .putNull("changedAt");
        assertThat(api.get(path, police).json()).isEqualTo(nothing);

        Answer kept = api.call(
                "PUT",
                path,
                police,
                new JsonObject("{\"officer\":{\"name\":\"" + SECRET + "\"},"
                        + "\"trainedOn\":[\"2025-07-01\",\"2026-07-01\",\"2025-07-01\"]}"));

        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.json().getJsonObject("officer"))
                .isEqualTo(new JsonObject().put("name", SECRET).putNull("phone"));
        assertThat(kept.json().getJsonArray("trainedOn")).containsExactly("2026-07-01", "2025-07-01");
        assertThat(api.get(path, api.operator("36048110000007")).json()).isEqualTo(kept.json());
        assertThat(api.value("SELECT count(*) FROM safety WHERE position('" + SECRET + "'::bytea in officer) > 0"))
                .isEqualTo("0");
        JsonObject emptied = api.call("PUT", path, police, new JsonObject()).json();
        assertThat(emptied)
                .isEqualTo(kept.json()
                        .copy()
                        .mergeIn(nothing)
                        .put("version", emptied.getString("version"))
                        .put("changedAt", kept.json().getString("changedAt")));
        assertThat(emptied.getString("version")).isNotEqualTo(kept.json().getString("version"));
    }

    /**
     * Two clients change the version that both read: the second is refused. A client that names no version overwrites
     * the current one.
     */
    @Test
    void aSafetyOfficerIsNotReplacedUnseen() {
        String path = "/api/v1/cafes/36048110000009/safety";
        put("36048110000009", cafe());
        String police = api.regulator("public-security", "360400");
        String nobody = api.get(path, police).json().getString("version");
        JsonObject first = named("甲", nobody);
        JsonObject second = named("乙", nobody);

        JsonObject kept = api.call("PUT", path, police, first).json();
        Answer late = api.call("PUT", path, police, second);
        Answer read = api.call("PUT", path, police, named("丙", kept.getString("version")));
        Answer stale = api.call("PUT", path, police, named("丁", kept.getString("version")));

        assertThat(late.status()).isEqualTo(409);
        assertThat(read.status()).isEqualTo(200);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(api.get(path, police).json()).isEqualTo(read.json());
        assertThat(api.call("PUT", path, police, named("戊", null)).status()).isEqualTo(200);
        assertThat(api.call("PUT", path, police, named("己", "zz" + SECRET)).status())
                .isEqualTo(400);
    }

    private static JsonObject named(String officer, String version) {
        return new JsonObject()
                .put("officer", new JsonObject().put("name", officer))
                .put("version", version);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"trainedOn\":[\"2026-07-01\",\"2099-01-01\"]} | /trainedOn/1",
                "{\"trainedOn\":[\"2026-02-30\"]} | /trainedOn/0",
                "{\"responsibilityLetterOn\":\"2099-01-01\"} | /responsibilityLetterOn",
                "{\"officer\":{\"name\":\"a\",\"phone\":\"zzSecretValue\"}} | /officer/phone",
                "{\"officer\":{\"phone\":\"12345\"}} | /officer"
            })
    void refusesWhatIsNoSafetyOfficerOrADayAhead(String body, String pointer) {
        put("36048110000008", cafe());

        Answer refused = api.call(
                "PUT", "/api/v1/cafes/36048110000008/safety", api.regulator("culture", "360400"), new JsonObject(body));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().encode()).contains(pointer).doesNotContain(SECRET);
    }

    @Test
    void replacesWhatIsLeftOutByItsDefault() {
        put("36048110000002", cafe().put("region", "360402").put("terminals", 5).put("address", "somewhere"));

        JsonObject replaced = put("36048110000002", cafe()).json();

        assertThat(replaced.getString("region")).isEqualTo("360481");
        assertThat(replaced.getInteger("terminals")).isNull();
        assertThat(replaced.getString("address")).isNull();
    }

    @Test
    void tellsWhoAnswersForACafeToThoseWhoMaySeeIt() {
        String cafe = "36048110000011";
        String principal = "欧阳" + SECRET;
        JsonObject body = cafe().put("telephone", "+86 (0792) 123-4567").put("principal", principal);

        Answer created = put(cafe, body);

        assertThat(created.json().getString("telephone")).isEqualTo("+86 (0792) 123-4567");
        assertThat(created.json().getString("principal")).isEqualTo(principal);
        for (String reader : List.of(api.regulator("culture", "360400"), api.operator(cafe), ADMIN)) {
            JsonObject read = api.get("/api/v1/cafes/" + cafe, reader).json();
            assertThat(read.getString("telephone")).isEqualTo("+86 (0792) 123-4567");
            assertThat(read.getString("principal")).isEqualTo(principal);
        }
        assertThat(api.get("/api/v1/cafes?placeCodes=" + cafe, ADMIN).text())
                .contains("123-4567")
                .doesNotContain(SECRET);
        assertThat(api.value("SELECT count(*) FROM access_log WHERE access_log::text LIKE '%" + SECRET + "%'"))
                .isEqualTo("0");
        assertThat(put(cafe, cafe()).json().getString("principal")).isNull();
        assertThat(put(cafe, body.put("principal", "𠮷".repeat(100))).status()).isEqualTo(200);
    }

    @Test
    void aLicenceMayHaveNoEndAndOptionalFieldsMayBeNull() {
        JsonObject body = cafe().put(
                        "licence", new JsonObject().put("number", "1").putNull("validUntil"))
                .putNull("region")
                .putNull("terminals")
                .putNull("staffTerminals")
                .putNull("timeZone")
                .putNull("measures");

        assertThat(put("36048110000003", body).status()).isEqualTo(201);
    }

    @Test
    void onlyAChangeCountsAsChangeOfFacts() {
        String before = api.value("SELECT facts_version FROM head");
        put("36048110000004", cafe());
        assertThat(api.value("SELECT facts_version FROM head")).isEqualTo(before);

        put("36048110000004", cafe().put("terminals", 7));
        assertThat(api.value("SELECT facts_version - " + before + " FROM head")).isEqualTo("1");
    }

    @Test
    void tellsOthersAfterASuccessfulChangeOnly() {
        int before = api.factsChanges.get();
        put("36048110000005", cafe());
        assertThat(api.factsChanges.get()).isEqualTo(before + 1);

        put("36048110000005", new JsonObject());
        assertThat(api.factsChanges.get()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/name                | {'name':7}",
                "/name                | {'name':''}",
                "/name                | {'name':null}",
                "/name                | {'name':'zzSecretValue\\u0000'}",
                "/name                | {'name':'zzSecretValue\\u202E'}",
                "/name                | {'name':'\\u200BzzSecretValue'}",
                "/name                | {'name':'zzSecretValue\\uDB40\\uDC41'}",
                "/name                | {'name':'zzSecretValue\\uD80D\\uDC30'}",
                "/name                | {'name':'zzSecretValue\\uFFF9'}",
                "/address             | {'address':'zzSecretValue\\u2067'}",
                "/address             | {'address':'zzSecretValue\\uDB40\\uDD00'}",
                "/principal           | {'principal':'zzSecretValue\\uDB40\\uDC41'}",
                "/principal           | {'principal':'zzSecretValue\\uFEFF'}",
                "/licence             | {'licence':'zzSecretValue'}",
                "/licence/number      | {'licence':{'validUntil':null}}",
                "/licence/validUntil  | {'licence':{'number':'1'}}",
                "/licence/validUntil  | {'licence':{'number':'1','validUntil':'zzSecretValue'}}",
                "/licence/validUntil  | {'licence':{'number':'1','validUntil':'2026-02-30'}}",
                "/region              | {'region':'zzSecretValue'}",
                "/region              | {'region':'36048'}",
                "/terminals           | {'terminals':-4711}",
                "/terminals           | {'terminals':1.5}",
                "/terminals           | {'terminals':'zzSecretValue'}",
                "/staffTerminals      | {'staffTerminals':'zzSecretValue'}",
                "/staffTerminals/1    | {'staffTerminals':['a','zzSecretValue b']}",
                "/staffTerminals/0    | {'staffTerminals':['zzSecretValue\\n']}",
                "/staffTerminals/0    | {'staffTerminals':['终端zzSecretValue']}",
                "/latitude            | {'latitude':4711}",
                "/longitude           | {'longitude':-181}",
                "/address             | {'address':['zzSecretValue']}",
                "/telephone           | {'telephone':'zzSecretValue'}",
                "/telephone           | {'telephone':'471100000000000000000000000000000'}",
                "/principal           | {'principal':'zzSecretValue\\u0007'}",
                "/principal           | {'principal':'zzSecretValue-01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678'}",
                "/timeZone            | {'timeZone':'zzSecretValue'}",
                "/timeZone            | {'timeZone':'UTC+8'}",
                "/measures            | {'measures':'zzSecretValue'}",
            })
    void namesWhereABodyIsWrongAndNoValue(String place, String fields) {
        JsonObject body = cafe().mergeIn(new JsonObject(fields.replace('\'', '"')));

        Answer answer = put("36048110000006", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.places()).contains(place).allMatch(place::equals);
        assertThat(answer.json().getInteger("status")).isEqualTo(400);
        assertThat(answer.json().getString("detail")).startsWith(place + ": ");
        assertThat(answer.text()).doesNotContain(SECRET).doesNotContain("4711").doesNotContain("181");
    }

    /** It is not seen, so it has to be said. */
    @Test
    void saysThatANameHasSomethingInvisible() {
        Answer answer = put("36048110000006", cafe().put("name", "晨光\u202E网吧"));

        assertThat(answer.json().getString("detail")).contains("marks of direction or other invisible characters");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        Answer answer = put("36048110000006", new JsonObject().put("name", 1));

        assertThat(answer.places()).containsExactlyInAnyOrder("/name", "/licence");
        assertThat(answer.text()).contains("expected string", "is required");
    }

    @Test
    void namesThePlaceCodeOfThePath() {
        Answer answer = put("zzSecretValue", cafe());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("?placeCode");
        assertThat(answer.text()).doesNotContain(SECRET);
        assertThat(put("36048120000001", cafe()).status()).isEqualTo(400);
        assertThat(put("36048110000001%0A", cafe()).status()).isEqualTo(400);
    }

    @Test
    void theTimeAfterALicenceRanOutStaysOnRecordWhenItIsRenewed() {
        put("36048110000010", licensedUntil("2026-07-01"));

        assertThat(put("36048110000010", licensedUntil("2030-07-01")).status()).isEqualTo(200);

        UUID id = LicenceExpiry.id(new PlaceCode("36048110000010"), LocalDate.parse("2026-07-01"));
        assertThat(api.value("SELECT document || ' ' || (begins_at = '2026-07-01T16:00:00Z') || ' ' || (ends_at = '"
                        + NOW + "') FROM suspension WHERE id = '" + id + "'"))
                .isEqualTo("licence expired true true");
    }

    @Test
    void aLicenceThatStillHoldsLeavesNothingBehind() {
        put("36048110000011", licensedUntil("2026-07-10"));
        put("36048110000011", licensedUntil("2027-07-10"));

        assertThat(api.value("SELECT count(*) FROM suspension WHERE place_code = '36048110000011'"))
                .isEqualTo("0");
    }

    @Test
    void aLicenceCannotRunOutBeforeWhatWasJudged() {
        put("36048110000012", licensedUntil("2030-07-01"));
        judgedUntil("36048110000012", "2026-07-09T16:00:01Z");
        String facts = api.value("SELECT facts_version FROM head");

        Answer refused = put("36048110000012", licensedUntil("2026-07-09"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("judgedUntil")).isEqualTo("2026-07-10T00:00:01+08:00");
        assertThat(api.value("SELECT licence_valid_until FROM cafe WHERE place_code = '36048110000012'"))
                .isEqualTo("2030-07-01");
        assertThat(api.value("SELECT facts_version FROM head")).isEqualTo(facts);
        assertThat(put("36048110000012", licensedUntil("2026-07-10")).status()).isEqualTo(200);
    }

    @Test
    void anExpiredCafeCanStillBeChangedOtherwise() {
        put("36048110000013", licensedUntil("2026-07-01"));
        judgedUntil("36048110000013", "2026-07-09T16:00:01Z");

        assertThat(put("36048110000013", licensedUntil("2026-07-01").put("terminals", 3))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void showsTheStateOfACafe() {
        api.createCafe("50010110000001");
        connected("50010110000001", UUID.randomUUID(), "now()");
        judgedUntil("50010110000001", "2026-07-10T03:00:00Z");

        JsonObject state = api.get("/api/v1/cafes/50010110000001", api.regulator("culture", "500000"))
                .json();

        assertThat(state.getBoolean("connected")).isTrue();
        assertThat(state.getString("lastHeard")).isEqualTo("2026-07-10T11:00:00+08:00");
        assertThat(state.getInteger("openSessions")).isEqualTo(4);
        assertThat(state.getJsonArray("hours"))
                .containsExactly(
                        new JsonObject()
                                .put("opens", "2026-07-10T12:00:00+08:00")
                                .put("closes", "2026-07-11T00:00:00+08:00"),
                        new JsonObject()
                                .put("opens", "2026-07-11T08:00:00+08:00")
                                .put("closes", "2026-07-12T00:00:00+08:00"),
                        new JsonObject()
                                .put("opens", "2026-07-12T08:00:00+08:00")
                                .put("closes", "2026-07-12T12:00:00+08:00"));
        assertThat(state.getJsonObject("violations").getJsonObject("open"))
                .isEqualTo(new JsonObject().put("fact", 0).put("suspicion", 0).put("lead", 0));
    }

    @Test
    void aCafeThatWasNeverHeardHasAStateToo() {
        api.createCafe("50010110000002");

        JsonObject state = api.get("/api/v1/cafes/50010110000002", api.operator("50010110000002"))
                .json();

        assertThat(state.getBoolean("connected")).isFalse();
        assertThat(state.getString("lastHeard")).isNull();
        assertThat(state.getInteger("openSessions")).isZero();
    }

    @Test
    void aNodeThatNoLongerRenewsItsLeaseConnectsNobody() {
        api.createCafe("51010110000001");
        api.createCafe("51010110000002");
        String reader = api.regulator("culture", "510101");
        connected("51010110000001", UUID.randomUUID(), "now() - interval '20 seconds'");

        assertThat(api.get("/api/v1/cafes/51010110000001", reader).json().getBoolean("connected"))
                .isFalse();
        assertThat(api.get("/api/v1/cafes/tally", reader).json().getInteger("connected"))
                .isZero();

        connected("51010110000001", UUID.randomUUID(), "now()");
        assertThat(api.get("/api/v1/cafes/51010110000001", reader).json().getBoolean("connected"))
                .isTrue();
        judgedUntil("51010110000002", "2026-07-01T02:00:00Z");
        assertThat(api.get("/api/v1/cafes/tally?heardSince=2026-07-01T02:00:00Z", reader)
                        .json())
                .isEqualTo(new JsonObject()
                        .put("cafes", 2)
                        .put("connected", 1)
                        .put("open", 1)
                        .put("sessions", 4)
                        .put("silentSessions", 4)
                        .put("overtime", 0)
                        .put("neverHeard", 1)
                        .put("heard", 1));
        assertThat(api.get("/api/v1/cafes/tally?heardSince=2026-07-01T02:00:01Z", reader)
                        .json()
                        .getInteger("heard"))
                .isZero();
    }

    @Test
    void listsTheCafesInScopeByPlaceCodePageByPage() {
        List.of("53010310000003", "53010310000001", "53010210000001", "53020210000001")
                .forEach(api::createCafe);
        String reader = api.regulator("public-security", "530100");

        JsonObject first = api.get("/api/v1/cafes?limit=2", reader).json();
        assertThat(placeCodes(first)).containsExactly("53010210000001", "53010310000001");
        assertThat(first.getString("position")).isEqualTo("0");

        JsonObject second = api.get("/api/v1/cafes?limit=2&cursor=" + first.getString("next"), reader)
                .json();
        assertThat(placeCodes(second)).containsExactly("53010310000003");
        assertThat(second.getString("next")).isNull();

        assertThat(placeCodes(api.get("/api/v1/cafes?region=530103", reader).json()))
                .containsExactly("53010310000001", "53010310000003");
        assertThat(placeCodes(api.get("/api/v1/cafes?region=530200", reader).json()))
                .isEmpty();
    }

    @Test
    void aCafeHasAHundredStaffTerminalsAtMost() {
        Answer answer = put("36048110000021", cafe().put("staffTerminals", staffTerminals(101)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("detail")).isEqualTo("/staffTerminals: expected at most 100 items");
        assertThat(put("36048110000021", cafe().put("staffTerminals", staffTerminals(100)))
                        .status())
                .isEqualTo(201);
    }

    /** For each reader, in each kind of order; ordinary cafés fill a page. */
    @Test
    void aPageOfLongCafesEndsAtAMegabyte() {
        longCafes("570102", 400);
        String reader = api.regulator("culture", "570100");
        for (String sort : List.of("place-code", "name", "cases")) {
            assertThat(pages("region=570102&sort=" + sort, reader))
                    .as(sort)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(page -> assertThat(page.toBuffer().length()).isLessThan(3 << 19))
                    .flatExtracting(CafesIT::placeCodes)
                    .hasSize(400)
                    .doesNotHaveDuplicates();
        }
        assertThat(pages("region=570102", ADMIN))
                .hasSizeGreaterThan(1)
                .allSatisfy(page -> assertThat(page.toBuffer().length()).isLessThan(3 << 19))
                .flatExtracting(CafesIT::placeCodes)
                .hasSize(400)
                .doesNotHaveDuplicates();

        api.sql("INSERT INTO cafe (place_code, name, region, licence_number, address, created_at)"
                + " SELECT '57010310' || (100000 + i), '星河网吧', '570103', 'L' || i, '湓城街道建设路 8 号', now()"
                + " FROM generate_series(1, 1000) AS i");
        assertThat(pages("region=570103", reader)).hasSize(1);
        assertThat(pages("region=570103", ADMIN)).hasSize(1);
    }

    /** Here there is no worker, so whatever is left to one fails. */
    @Test
    void aLongPageOfCafesIsWrittenOnAWorkerAndAShortOneAtOnce() {
        Vertx closed = Vertx.vertx();
        await(closed.close());

        assertThat(await(CafeEndpoints.written(closed, Collections.nCopies(20, 1), one -> new JsonObject())))
                .hasSize(20);
        assertThatThrownBy(() ->
                        await(CafeEndpoints.written(closed, Collections.nCopies(100, 1), one -> new JsonObject())))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static JsonArray staffTerminals(int count) {
        return new JsonArray(IntStream.range(0, count)
                .mapToObj(i -> "STAFF-%026d".formatted(i))
                .toList());
    }

    /** Cafés whose texts are as long as they may be. */
    private static void longCafes(String region, int count) {
        api.createCafe(
                region + "10100000",
                cafe().put("name", "长".repeat(200))
                        .put("address", "路".repeat(500))
                        .put("staffTerminals", staffTerminals(100)));
        api.sql("INSERT INTO cafe (place_code, name, region, licence_number, address, staff_terminals, created_at)"
                + " SELECT '" + region
                + "10' || (100000 + i), name, region, licence_number, address, staff_terminals, now()"
                + " FROM cafe, generate_series(1, " + (count - 1) + ") AS i WHERE place_code = '" + region
                + "10100000'");
    }

    /** All pages, each as long as a page may be. */
    private static List<JsonObject> pages(String asked, String reader) {
        var pages = new ArrayList<JsonObject>();
        String next = "";
        while (next != null) {
            pages.add(
                    api.get("/api/v1/cafes?limit=1000&" + asked + next, reader).json());
            String cursor = pages.getLast().getString("next");
            next = cursor == null ? null : "&cursor=" + cursor;
        }
        return pages;
    }

    @Test
    void findsCafesByAnyPart() {
        api.createCafe("55010210000001", cafe().put("name", "Star 星河网吧").put("address", "解放路100%号 \"3.5\""));
        api.createCafe(
                "55010210000002",
                cafe().put("name", "蓝天")
                        .put(
                                "licence",
                                new JsonObject().put("number", "闽网文55-77").putNull("validUntil")));
        String reader = api.regulator("culture", "550100");

        assertThat(found(reader, "河网")).containsExactly("55010210000001");
        assertThat(found(reader, "sTAR")).containsExactly("55010210000001");
        assertThat(found(reader, "100%")).containsExactly("55010210000001");
        assertThat(found(reader, "%")).containsExactly("55010210000001"); // no wildcard
        assertThat(found(reader, "3.5")).containsExactly("55010210000001"); // no number, nor any other JSON
        assertThat(found(reader, "\"3.5\"")).containsExactly("55010210000001");
        assertThat(found(reader, "\"3")).containsExactly("55010210000001");
        assertThat(found(reader, "\"5\"")).isEmpty();
        assertThat(found(reader, "[]")).isEmpty();
        assertThat(found(reader, "55-7")).containsExactly("55010210000002");
        assertThat(found(reader, "0210000002")).containsExactly("55010210000002");
        assertThat(found(reader, " ")).hasSize(2);
        assertThat(found(reader, "nothing")).isEmpty();
        assertThat(found(ADMIN, "星河")).containsExactly("55010210000001");
        assertThat(found(api.regulator("culture", "550200"), "星河")).isEmpty();
    }

    @Test
    void filtersAndSortsCafesByWhatThereIsToDo() {
        String one = "56010210000001";
        String two = "56010210000002";
        String three = "56010210000003";
        api.createCafe(one, cafe().put("name", "乙").put("terminals", 10));
        api.createCafe(two, licensedUntil("2026-07-20").put("name", "甲"));
        api.createCafe(three, cafe().put("name", "丙"));
        connected(one, UUID.randomUUID(), "now()");
        judgedUntil(one, "2026-07-10T03:00:00Z");
        String reader = api.regulator("culture", "560100");
        String police = api.regulator("public-security", "560100");
        assertThat(api.call("POST", "/api/v1/cases", reader, new JsonObject().put("placeCode", three))
                        .status())
                .isEqualTo(201);

        assertThat(listed(reader, "state=quiet")).containsExactly(one);
        assertThat(listed(reader, "state=offline"))
                .as("a case hides no silence")
                .containsExactly(two, three);
        assertThat(listed(reader, "state=open-case")).containsExactly(three);
        assertThat(listed(police, "state=open-case")).isEmpty();
        assertThat(listed(reader, "openCases=true")).containsExactly(three);
        assertThat(listed(reader, "silentHours=8000")).containsExactly(two, three); // never heard
        assertThat(listed(reader, "licenceUntil=2026-07-20")).containsExactly(two);
        assertThat(listed(reader, "coverageBelow=50")).containsExactly(one); // the others have no number of terminals
        assertThat(listed(reader, "sort=silence")).containsExactly(two, three, one);
        assertThat(listed(reader, "sort=licence")).first().isEqualTo(two);
        assertThat(listed(reader, "sort=cases")).first().isEqualTo(three);

        JsonObject page = api.get("/api/v1/cafes?sort=cases&limit=2", reader).json();
        assertThat(page.getInteger("total")).isEqualTo(3);
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("state"))
                .isEqualTo("open-case");
        assertThat(page.getJsonArray("items").getJsonObject(0).getInteger("openCases"))
                .isEqualTo(1);
        assertThat(listed(reader, "sort=cases&limit=2&cursor=" + page.getString("next")))
                .containsExactly(two);
        assertThat(listed(reader, "offset=2")).containsExactly(three);
        for (String asked : List.of("state=quiet", "openCases=true", "sort=cases")) {
            assertThat(api.get("/api/v1/cafes?" + asked, api.operator(one)).status())
                    .isEqualTo(400);
        }
        assertThat(api.get("/api/v1/cafes/" + three, api.operator(three)).json().containsKey("openCases"))
                .isFalse();
    }

    private static List<String> listed(String reader, String asked) {
        return placeCodes(api.get("/api/v1/cafes?" + asked, reader).json());
    }

    private static List<String> found(String reader, String part) {
        return placeCodes(api.get("/api/v1/cafes?q=" + URLEncoder.encode(part, StandardCharsets.UTF_8), reader)
                .json());
    }

    @Test
    void anAdministratorSeesTheConfigurationAlone() {
        api.createCafe("54010210000001");
        api.createCafe("54010210000002");

        JsonObject one = api.get("/api/v1/cafes/54010210000001", ADMIN).json();
        assertThat(one.getString("name")).isEqualTo("晨光网吧");
        JsonObject page = api.get("/api/v1/cafes?region=540100&limit=1", ADMIN).json();
        assertThat(placeCodes(page)).containsExactly("54010210000001");
        assertThat(placeCodes(api.get("/api/v1/cafes?region=540100&cursor=" + page.getString("next"), ADMIN)
                        .json()))
                .containsExactly("54010210000002");
        for (JsonObject shown : List.of(one, page.getJsonArray("items").getJsonObject(0))) {
            assertThat(shown.fieldNames())
                    .contains("licence", "terminals", "timeZone")
                    .doesNotContain(
                            "connected", "lastHeard", "openSessions", "beyondQuotaSince", "hours", "violations");
        }
        assertThat(api.get("/api/v1/cafes/54010210000009", ADMIN).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/cafes/tally", ADMIN).status()).isEqualTo(403);
    }

    @Test
    void aMisspeltFilterIsNamedWithTheKnownOnes() {
        String reader = api.regulator("culture", "530100");

        Answer misspelt = api.get("/api/v1/cafes?regoin=530103", reader);
        assertThat(misspelt.status()).isEqualTo(400);
        assertThat(misspelt.json().getJsonArray("errors"))
                .containsExactly(new JsonObject()
                        .put("parameter", "regoin")
                        .put(
                                "detail",
                                "is unknown here; known: condition, coverageBelow, cursor, licenceUntil, limit, offset, openCases,"
                                        + " placeCodes, q, region, silentHours, sort, state"));

        Answer personal = api.get("/api/v1/cafes?360481196208080015=1", reader);
        assertThat(personal.status()).isEqualTo(400);
        assertThat(personal.text()).doesNotContain("360481196208080015");
        assertThat(api.get("/api/v1/violations/feed?place=36048110000001", reader)
                        .text())
                .contains("authority, code, events, from, region, standing");
    }

    @Test
    void aCafeBelongsToItsRegionNotToItsPlaceCode() {
        api.createCafe("52010210000001", cafe().put("region", "510104"));

        assertThat(api.get("/api/v1/cafes/52010210000001", api.regulator("culture", "520000"))
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/cafes/52010210000001", api.regulator("culture", "510100"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theExpiryOfALicenceIsAUuidOfVersion5() {
        UUID id = LicenceExpiry.id(new PlaceCode("36048110000010"), LocalDate.parse("2026-07-01"));

        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id).isNotEqualTo(LicenceExpiry.id(new PlaceCode("36048110000010"), LocalDate.parse("2026-07-02")));
        assertThat(LicenceExpiry.at(LocalDate.parse("2026-07-01"), ZoneId.of("Asia/Shanghai")))
                .isEqualTo(Instant.parse("2026-07-01T16:00:00Z"));
    }

    private static Answer put(String placeCode, JsonObject body) {
        return api.call("PUT", "/api/v1/cafes/" + placeCode, ADMIN, body);
    }

    private static JsonObject licensedUntil(String date) {
        return cafe().put("licence", new JsonObject().put("number", "1").put("validUntil", date));
    }

    private static void connected(String placeCode, UUID node, String renewedAt) {
        api.sql("INSERT INTO live_node VALUES ('%s', %s)".formatted(node, renewedAt));
        api.sql("INSERT INTO connected_cafe VALUES ('%s', '%s')".formatted(placeCode, node));
    }

    private static void judgedUntil(String placeCode, String instant) {
        api.sql("INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)"
                + " VALUES ('%s', 1, '%s', '%s', 4, '')".formatted(placeCode, instant, instant));
    }

    private static List<String> placeCodes(JsonObject list) {
        return list.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("placeCode"))
                .toList();
    }
}
