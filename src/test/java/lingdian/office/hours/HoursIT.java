package lingdian.office.hours;

import static lingdian.testing.RunningApi.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.record.accesslog.VerificationOfAccessStore;
import lingdian.record.accesslog.VerificationOfChanges;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules, orders, suspensions and closures, as changed over HTTP (handbook, hours.md). */
class HoursIT {
    private static RunningApi api;
    private static String culture;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        culture = api.regulator("culture", "360000");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aScheduleOfACafeShowsInItsHours() {
        api.createCafe("36048110000001");
        int changes = api.factsChanges.get();

        Answer answer = api.call("PUT", "/api/v1/cafes/36048110000001/hours", ADMIN, schedule("2026-07-01"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(schedule("2026-07-01").putNull("to"));
        assertThat(api.factsChanges.get()).isEqualTo(changes + 1);
        assertThat(opens("36048110000001")).isEqualTo("2026-07-10T20:00:00+08:00");
    }

    @Test
    void aScheduleOfARegionShowsInItsCafes() {
        api.createCafe("36058110000001");

        api.call("PUT", "/api/v1/regions/360500/hours", culture, schedule("2026-07-01"));

        assertThat(opens("36058110000001")).isEqualTo("2026-07-10T20:00:00+08:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/weekly        | {'weekly':{'zzSecretValue':[]}}",
                "/weekly/mon    | {'weekly':{'mon':'zzSecretValue'}}",
                "/weekly/mon/1  | {'weekly':{'mon':['08:00-24:00','zzSecretValue']}}",
                "/weekly/fri/0  | {'weekly':{'fri':['08:00-08:00']}}",
                "/weekly/fri/0  | {'weekly':{'fri':['24:00-08:00']}}",
                "/from          | {'from':'2026-13-01'}",
                "/to            | {'to':'2026-06-30'}",
                "/to            | {'to':'zzSecretValue'}",
                "/document      | {'document':null}",
            })
    void namesWhereAScheduleIsWrongAndNoValue(String place, String fields) {
        JsonObject body = schedule("2026-07-01").mergeIn(new JsonObject(fields.replace('\'', '"')));

        Answer answer = api.call("PUT", "/api/v1/regions/360600/hours", ADMIN, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly(place);
        assertThat(answer.text()).doesNotContain("zzSecretValue").doesNotContain("08:00-08:00");
    }

    @Test
    void aRegionIsACountyCityOrProvince() {
        Answer answer = api.call("PUT", "/api/v1/regions/000000/hours", ADMIN, schedule("2026-07-01"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("?code");
    }

    @Test
    void aScheduleCannotBeginBeforeWhatWasJudged() {
        api.createCafe("36078110000001");
        api.createCafe("36078110000002");
        judgedUntil("36078110000001", "2026-07-08T15:59:59Z");
        judgedUntil("36078110000002", "2026-07-09T16:00:01Z");
        int changes = api.factsChanges.get();

        Answer refused = api.call("PUT", "/api/v1/regions/360700/hours", ADMIN, schedule("2026-07-10"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.json().getString("judgedUntil")).isEqualTo("2026-07-10T00:00:01+08:00");
        assertThat(api.factsChanges.get()).isEqualTo(changes);
        assertThat(api.call("PUT", "/api/v1/cafes/36078110000001/hours", ADMIN, schedule("2026-07-09"))
                        .status())
                .isEqualTo(200);
        assertThat(api.call("PUT", "/api/v1/regions/360700/hours", ADMIN, schedule("2026-07-11"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anOrderClosesACafeUntilItIsEnded() {
        api.createCafe("36088110000001");
        JsonObject order = order().put("placeCode", "36088110000001");

        Answer created = api.call("POST", "/api/v1/orders", culture, order);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().getString("from")).startsWith("2026-07-10T12:00:00");
        assertThat(created.json().getString("to")).isEqualTo("2026-08-01T00:00:00+08:00");
        assertThat(created.json().getString("kind")).isEqualTo("closed");
        assertThat(hours("36088110000001")).isEmpty();

        String path = "/api/v1/orders/" + created.json().getString("id");
        assertThat(api.call("DELETE", path, api.regulator("culture", "500000"), null)
                        .status())
                .isEqualTo(404);
        assertThat(api.call("DELETE", path, culture, null).status()).isEqualTo(204);
        assertThat(hours("36088110000001")).isNotEmpty();
        assertThat(api.call("DELETE", path, culture, null).status()).isEqualTo(404);
    }

    /** RFC 3339 has years of four digits, and PostgreSQL has no year 0. Whatever zone a time is shown in, it must be readable. */
    @ParameterizedTest
    @CsvSource({
        "/to,   9999-12-31T00:00:00Z,      suspensions",
        "/to,   9999-12-31T23:59:59Z,      suspensions",
        "/to,   9999-12-31T23:59:59-23:59, closures",
        "/to,   9999-12-31T23:59:59Z,      orders",
        "/from, 0001-01-01T23:59:59Z,      suspensions",
        "/from, 0000-01-01T00:00:00+23:59, orders",
    })
    void noTimeIsTakenThatATimeZoneCannotWrite(String place, String at, String kind) {
        String path = kind.equals("orders") ? "/api/v1/orders" : "/api/v1/cafes/36018110000009/" + kind;
        api.createCafe("36018110000009");
        JsonObject body = order().put("placeCode", "36018110000009").put(place.substring(1), at);
        if (kind.equals("closures")) {
            body.put("kind", "temporary");
        }

        Answer refused = api.call("POST", path, culture, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.places()).containsExactly(place);
        assertThat(refused.text()).contains("0001-01-02T00:00:00Z", "9999-12-31T00:00:00Z");
    }

    /** What an officer writes who means for ever. */
    @Test
    void theLastTimeThatIsTakenIsWrittenWithFourDigits() {
        api.createCafe("36018110000008");

        Answer made = api.call(
                "POST",
                "/api/v1/cafes/36018110000008/suspensions",
                culture,
                order().put("to", "9999-12-30T23:59:59.999999Z"));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().getString("to")).isEqualTo("9999-12-31T07:59:59.999999+08:00");
    }

    /** The access log has times as Java writes them: years before 1 and after 9999, which PostgreSQL reads in another spelling. */
    @ParameterizedTest
    @CsvSource({
        "2026-08-01T00:00:00Z, +10000-01-01T04:59:59Z",
        "-0001-12-31T00:01:00Z, +10000-01-01T04:59:59Z",
        "0000-02-29T00:00:00Z, 2026-08-01T00:00:00Z",
        "2026-08-01T00:00:00Z, never",
    })
    void everyYearOfAnEntryOfTheLogIsCompared(String from, String to) throws Exception {
        assertThat(unloggedChange()).isNull();
        api.createCafe("36018110000007");
        api.call("PUT", "/api/v1/cafes/36018110000007/hours", ADMIN, schedule("0000-01-01"));
        String id = api.call("POST", "/api/v1/orders", culture, order().put("placeCode", "36018110000007"))
                .json()
                .getString("id");
        boolean readable = !to.equals("never");
        String row = "UPDATE hours_order SET begins_at = '%s', ends_at = '%s' WHERE id = '%s';"
                .formatted(sql(from), readable ? sql(to) : "2026-09-01Z", id);
        String entry = "UPDATE access_log SET details = (details::jsonb || '{\"from\":\"%s\",\"to\":\"%s\"}')::text"
                + " WHERE subject_id = '%s';";
        String free = "SET LOCAL session_replication_role = replica; ";

        api.sql(free + row + entry.formatted(from, to, id));

        if (readable) {
            assertThat(unloggedChange()).isNull();
            api.sql(free + "UPDATE hours_order SET ends_at = ends_at + interval '1 s' WHERE id = '" + id + "'");
        }
        assertThat(unloggedChange()).isEqualTo("order " + id + ": no entry of the access log says that it ends then");
        api.sql(free + "DELETE FROM hours_order WHERE id = '" + id + "'");
    }

    /** In PostgreSQL's spelling. */
    private static String sql(String time) {
        return time.startsWith("-0001")
                ? time.replace("-0001", "0002") + " BC"
                : time.startsWith("0000") ? time.replace("0000", "0001") + " BC" : time.replace("+", "");
    }

    private static @Nullable String unloggedChange() throws Exception {
        try (var store = VerificationOfAccessStore.open(api.database)) {
            return VerificationOfChanges.run(store).firstBroken();
        }
    }

    @Test
    void anOrderForARegionIsEndedByItsGovernorAlone() {
        String id = api.call("POST", "/api/v1/orders", ADMIN, order().put("region", "360900"))
                .json()
                .getString("id");

        assertThat(api.call("DELETE", "/api/v1/orders/" + id, api.regulator("culture", "360981"), null)
                        .status())
                .isEqualTo(404);
        assertThat(api.call("DELETE", "/api/v1/orders/" + id, culture, null).status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''         | {'region':null}",
                "''         | {'region':'360400','placeCode':'36088110000001'}",
                "/region    | {'region':'000000'}",
                "/region    | {'region':'zzSecretValue'}",
                "/kind      | {'kind':'zzSecretValue'}",
                "/from      | {'from':'2026-07-20T00:00:00'}",
                "/to        | {'to':null}",
                "/to        | {'to':'2026-07-20T24:00:00+08:00'}",
                "/to        | {'from':'2026-08-20T00:00:00+08:00'}",
                "/document  | {'document':''}",
            })
    void namesWhereAnOrderIsWrongAndNoValue(String place, String fields) {
        JsonObject body = order().put("region", "360400").mergeIn(new JsonObject(fields.replace('\'', '"')));

        Answer answer = api.call("POST", "/api/v1/orders", ADMIN, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsOnly(place);
        assertThat(answer.text())
                .doesNotContain("zzSecretValue")
                .doesNotContain("2026-07-20")
                .doesNotContain("2026-08-20");
    }

    @Test
    void anOrderCannotBeginBeforeWhatWasJudged() {
        api.createCafe("36098110000001");
        judgedUntil("36098110000001", "2026-07-09T16:00:01Z");

        Answer refused = api.call(
                "POST",
                "/api/v1/orders",
                ADMIN,
                order().put("placeCode", "36098110000001").put("from", "2026-07-10T00:00:00+08:00"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("judgedUntil")).isEqualTo("2026-07-10T00:00:01+08:00");
    }

    @Test
    void aSuspensionHoldsUntilItIsEnded() {
        api.createCafe("36108110000001");

        Answer created = api.call(
                "POST",
                "/api/v1/cafes/36108110000001/suspensions",
                culture,
                new JsonObject().put("document", "罚字1号").put("from", "2026-07-09T00:00:00+08:00"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().getString("placeCode")).isEqualTo("36108110000001");
        assertThat(created.json().getString("from")).isEqualTo("2026-07-09T00:00:00+08:00");
        assertThat(created.json().getString("to")).isNull();
        assertThat(created.json().getString("cause")).isEqualTo("suspension");
        assertThat(created.json().getString("orderedBy")).isEqualTo("culture");

        UUID id = UUID.fromString(created.json().getString("id"));
        String path = "/api/v1/cafes/36108110000001/suspensions/" + id;
        assertThat(api.call("DELETE", path, culture, null).status()).isEqualTo(204);
        assertThat(api.value("SELECT ends_at = '" + RunningApi.NOW + "' FROM suspension WHERE id = '" + id + "'"))
                .isEqualTo("t");
        assertThat(api.call("DELETE", path, culture, null).status()).isEqualTo(404);
    }

    @Test
    void anOrderOfThePoliceThatClosesACafeIsTheirs() {
        api.createCafe("36108110000005");
        String path = "/api/v1/cafes/36108110000005/suspensions";
        var body = new JsonObject().put("document", "公令1号").put("cause", "closing-order");
        String police = api.regulator("public-security", "361081");

        Answer created = api.call("POST", path, police, body);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().getString("cause")).isEqualTo("closing-order");
        assertThat(created.json().getString("orderedBy")).isEqualTo("public-security");
        assertThat(api.value("SELECT cause || ' ' || ordered_by FROM suspension WHERE place_code = '36108110000005'"))
                .isEqualTo("closing-order public-security");
        assertThat(api.call("POST", path, police, body.put("cause", "whim")).status())
                .isEqualTo(400);
    }

    @Test
    void whatOneAuthorityOrderedTheOtherDoesNotEnd() {
        api.createCafe("36108110000006");
        String path = "/api/v1/cafes/36108110000006/suspensions";
        String id = api.call("POST", path, culture, suspension("2026-07-12T00:00:00+08:00", null))
                .json()
                .getString("id");

        Answer refused = api.call("DELETE", path + "/" + id, api.regulator("public-security", "361081"), null);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().getString("code")).isEqualTo("other-authority");
        assertThat(api.value("SELECT ends_at IS NULL FROM suspension WHERE id = '" + id + "'"))
                .isEqualTo("t");
        assertThat(api.call("DELETE", path + "/" + id, culture, null).status()).isEqualTo(204);
    }

    @Test
    void aSuspensionCannotBeginBeforeWhatWasJudged() {
        api.createCafe("36118110000001");
        judgedUntil("36118110000001", "2026-07-09T16:00:01Z");

        Answer refused = api.call(
                "POST",
                "/api/v1/cafes/36118110000001/suspensions",
                culture,
                new JsonObject().put("document", "罚字1号").put("from", "2026-07-10T00:00:00+08:00"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("judgedUntil")).isEqualTo("2026-07-10T00:00:01+08:00");
    }

    @Test
    void aClosureIsShownAndEndsWhenItIsEnded() {
        api.createCafe("36118110000002");
        String cafe = "/api/v1/cafes/36118110000002";
        int changes = api.factsChanges.get();

        Answer created = api.call("POST", cafe + "/closures", ADMIN, closure("temporary", null));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().getString("kind")).isEqualTo("temporary");
        assertThat(created.json().getString("from")).startsWith("2026-07-10T12:00:00");
        assertThat(created.json().getString("to")).isNull();
        assertThat(api.factsChanges.get()).isEqualTo(changes + 1);
        assertThat(api.get(cafe, culture).json().getJsonObject("closure").getString("id"))
                .isEqualTo(created.json().getString("id"));
        assertThat(granted("cafes/36118110000002")
                        .getJsonArray("closures")
                        .getJsonObject(0)
                        .getString("document"))
                .isEqualTo("歇业报告1号");
        assertThat(hours("36118110000002")).as("a closure changes no hours").isNotEmpty();

        String path = cafe + "/closures/" + created.json().getString("id");
        assertThat(api.call("DELETE", path, api.regulator("culture", "500000"), null)
                        .status())
                .isEqualTo(404);
        assertThat(api.call("DELETE", path, culture, null).status()).isEqualTo(204);
        assertThat(api.get(cafe, culture).json().getValue("closure")).isNull();
        assertThat(api.call("DELETE", path, culture, null).status()).isEqualTo(404);
    }

    @Test
    void oneThatHasNotBegunIsShownAndMayBeCancelled() {
        api.createCafe("36118110000003");
        String cafe = "/api/v1/cafes/36118110000003";
        String id = api.call(
                        "POST",
                        cafe + "/closures",
                        culture,
                        closure("permanent", null).put("from", "2026-08-01T00:00:00Z"))
                .json()
                .getString("id");

        assertThat(api.get(cafe, culture).json().getJsonObject("closure").getString("kind"))
                .isEqualTo("permanent");
        assertThat(api.call("DELETE", cafe + "/closures/" + id, culture, null).status())
                .isEqualTo(204);
        assertThat(granted("cafes/36118110000003").getJsonArray("closures")).isEmpty();
    }

    @Test
    void oneForGoodMayHaveAnEndAndIsOverThen() {
        api.createCafe("36118110000006");

        Answer created = api.call(
                "POST",
                "/api/v1/cafes/36118110000006/closures",
                culture,
                closure("permanent", "2026-08-01T00:00:00+08:00"));

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().getString("kind")).isEqualTo("permanent");
        assertThat(created.json().getString("to")).startsWith("2026-08-01T00:00:00");
        assertThat(granted("cafes/36118110000006")
                        .getJsonArray("closures")
                        .getJsonObject(0)
                        .getString("to"))
                .startsWith("2026-08-01T00:00:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | /kind     | {'kind':'zzSecretValue'}",
                "400 | /kind     | {'kind':null}",
                "400 | /to       | {'to':'2026-07-09T00:00:00+08:00'}",
                "400 | /to       | {'kind':'permanent','to':'2026-07-09T00:00:00+08:00'}",
                "400 | /document | {'document':null}",
            })
    void namesWhereAClosureIsWrong(int status, String place, String fields) {
        api.createCafe("36118110000004");
        JsonObject body = closure("temporary", null).mergeIn(new JsonObject(fields.replace('\'', '"')));

        Answer answer = api.call("POST", "/api/v1/cafes/36118110000004/closures", culture, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.places()).containsExactly(place);
        assertThat(answer.text()).doesNotContain("zzSecretValue");
    }

    @Test
    void aClosureCannotBeginBeforeWhatWasJudged() {
        api.createCafe("36118110000005");
        judgedUntil("36118110000005", "2026-07-09T16:00:01Z");
        String path = "/api/v1/cafes/36118110000005/closures";

        Answer refused =
                api.call("POST", path, culture, closure("temporary", null).put("from", "2026-07-10T00:00:00+08:00"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("judgedUntil")).isEqualTo("2026-07-10T00:00:01+08:00");
        assertThat(api.call("POST", path, culture, closure("temporary", null).put("from", "2026-07-10T00:00:01+08:00"))
                        .status())
                .isEqualTo(201);
        assertThat(api.call("POST", path, api.regulator("public-security", "360000"), closure("temporary", null))
                        .status())
                .isEqualTo(403);
    }

    private static JsonObject closure(String kind, @Nullable String to) {
        return new JsonObject().put("kind", kind).put("to", to).put("document", "歇业报告1号");
    }

    /** Of three cafés one has hours of its own, which take precedence over those of its county. */
    @Test
    void tellsWhatAScheduleWouldDoAndDoesNothing() {
        for (int i = 1; i <= 3; i++) {
            api.createCafe("3612811000000" + i);
        }
        api.call("PUT", "/api/v1/cafes/36128110000003/hours", ADMIN, schedule("2026-07-01"));
        int changes = api.factsChanges.get();
        JsonObject wanted = schedule("2026-07-13"); // a Monday, closed from then on

        JsonObject effect = api.call("PUT", "/api/v1/regions/361281/hours?preview=true", culture, wanted)
                .json();

        assertThat(effect.encode())
                .isEqualTo(
                        "{\"begins\":\"2026-07-13T00:00:00+08:00\",\"cafes\":3,\"changed\":2,\"complete\":true,\"differences\":["
                                + "{\"from\":\"2026-07-13T08:00:00+08:00\",\"to\":\"2026-07-14T00:00:00+08:00\",\"permitted\":false,\"cafes\":2}]}");
        assertThat(api.factsChanges.get()).isEqualTo(changes);
        assertThat(granted("regions/361281").getJsonArray("schedules")).isEmpty();
        assertThat(granted("cafes/36128110000003").getJsonArray("schedules")).hasSize(1);
    }

    @Test
    void tellsWhatAnOrderAndItsEndWouldDo() {
        api.createCafe("36138110000001");
        JsonObject order = order().put("placeCode", "36138110000001").put("from", "2026-07-20T22:00:00+08:00");

        JsonObject begin =
                api.call("POST", "/api/v1/orders?preview=true", culture, order).json();
        String id = api.call("POST", "/api/v1/orders", culture, order).json().getString("id");
        JsonObject end = api.call("DELETE", "/api/v1/orders/" + id + "?preview=true", culture, null)
                .json();

        assertThat(difference(begin)).isEqualTo("2026-07-20T22:00:00+08:00 2026-07-21T00:00:00+08:00 false");
        assertThat(difference(end)).isEqualTo("2026-07-20T22:00:00+08:00 2026-07-21T00:00:00+08:00 true");
        JsonObject kept = granted("cafes/36138110000001").getJsonArray("orders").getJsonObject(0);
        assertThat(kept.getString("document")).isEqualTo("文号");
        assertThat(kept.getString("to")).isEqualTo("2026-08-01T00:00:00+08:00");
    }

    /** A second suspension stays in force: the preview reports the hours that remain after the first is ended. */
    @Test
    void tellsWhatTheEndOfASuspensionWouldDo() {
        api.createCafe("36138110000002");
        String path = "/api/v1/cafes/36138110000002/suspensions";
        String id = api.call("POST", path, culture, suspension("2026-07-12T00:00:00+08:00", null))
                .json()
                .getString("id");
        api.call("POST", path, culture, suspension("2026-07-13T00:00:00+08:00", "2026-07-15T00:00:00+08:00"));

        JsonObject end = api.call("DELETE", path + "/" + id + "?preview=true", culture, null)
                .json();

        assertThat(difference(end)).isEqualTo("2026-07-12T08:00:00+08:00 2026-07-13T00:00:00+08:00 true");
        assertThat(end.getInteger("changed")).isOne();
        assertThat(granted("cafes/36138110000002").getJsonArray("suspensions")).hasSize(2);
        assertThat(api.call("DELETE", path + "/" + id, culture, null).status()).isEqualTo(204);
        assertThat(api.call("DELETE", path + "/" + id + "?preview=true", culture, null)
                        .status())
                .isEqualTo(404);
    }

    /** What the change itself would refuse. */
    @Test
    void refusesToForetellWhatComesTooLate() {
        api.createCafe("36148110000001");
        judgedUntil("36148110000001", "2026-07-09T16:00:01Z");

        Answer refused =
                api.call("PUT", "/api/v1/cafes/36148110000001/hours?preview=true", ADMIN, schedule("2026-07-10"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("judgedUntil")).isEqualTo("2026-07-10T00:00:01+08:00");
    }

    private static JsonObject granted(String of) {
        return api.get("/api/v1/" + of + "/hours", culture).json();
    }

    private static String difference(JsonObject effect) {
        JsonObject first = effect.getJsonArray("differences").getJsonObject(0);
        return first.getString("from") + " " + first.getString("to") + " " + first.getBoolean("permitted");
    }

    private static JsonObject schedule(String from) {
        var evenings = new JsonArray().add("20:00-24:00");
        return new JsonObject()
                .put(
                        "weekly",
                        new JsonObject()
                                .put("thu", evenings)
                                .put("fri", evenings)
                                .put("sat", evenings)
                                .put("sun", new JsonArray().add("08:00-02:00")))
                .put("from", from)
                .put("document", "文号");
    }

    private static JsonObject suspension(String from, @Nullable String to) {
        return new JsonObject().put("from", from).put("to", to).put("document", "文号");
    }

    private static JsonObject order() {
        return new JsonObject()
                .put("kind", "closed")
                .put("to", "2026-08-01T00:00:00+08:00")
                .put("document", "文号");
    }

    private static JsonArray hours(String placeCode) {
        return api.get("/api/v1/cafes/" + placeCode, culture).json().getJsonArray("hours");
    }

    private static String opens(String placeCode) {
        return hours(placeCode).getJsonObject(0).getString("opens");
    }

    private static void judgedUntil(String placeCode, String instant) {
        api.sql("INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)"
                + " VALUES ('%s', 1, '%s', '%s', 0, '')".formatted(placeCode, instant, instant));
    }
}
