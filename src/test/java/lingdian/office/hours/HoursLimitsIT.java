package lingdian.office.hours;

import static lingdian.testing.RunningApi.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many schedules, orders, suspensions and closures a café or region may have (handbook, hours.md#limits). */
class HoursLimitsIT {
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

    @ParameterizedTest
    @CsvSource({"360481,region", "36048210000001,placeCode"})
    void ordersInForceOrToComeAreLimitedUntilOneIsEnded(String area, String named) {
        if (named.equals("placeCode")) {
            api.createCafe(area);
        }
        orders(named.equals("region") ? "region" : "place_code", area, 200, "'2026-08-01'", "'2026-07-01'");
        JsonObject order = order().put(named, area);

        Answer refused = api.call("POST", "/api/v1/orders", culture, order);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail")).contains("200", "End one");
        assertThat(api.call("POST", "/api/v1/orders?preview=true", culture, order)
                        .status())
                .isEqualTo(409);
        assertThat(api.call("POST", "/api/v1/orders", culture, order().put("region", "360400"))
                        .status())
                .as("another region")
                .isEqualTo(201);
        String one =
                api.value("SELECT id FROM hours_order WHERE coalesce(place_code, region) = '" + area + "' LIMIT 1");
        assertThat(api.call("DELETE", "/api/v1/orders/" + one, culture, null).status())
                .isEqualTo(204);
        assertThat(api.call("POST", "/api/v1/orders", culture, order).status()).isEqualTo(201);
        assertThat(api.call("POST", "/api/v1/orders", culture, order).status()).isEqualTo(409);
    }

    /** All verdicts wait for the lock, and there is no end of requests to end again what is over. */
    @Test
    void whatIsOverWaitsForNoLock() throws SQLException {
        String cafe = "36048710000001";
        api.createCafe(cafe);
        List<String> paths = List.of(
                made("/api/v1/orders", order().put("region", "360487")),
                made("/api/v1/cafes/" + cafe + "/suspensions", new JsonObject().put("document", "文号")),
                made(
                        "/api/v1/cafes/" + cafe + "/closures",
                        new JsonObject().put("kind", "temporary").put("document", "文号")));
        paths.forEach(path ->
                assertThat(api.call("DELETE", path, culture, null).status()).isEqualTo(204));

        try (var holder = TestDatabase.superuser(api.database);
                var held = holder.createStatement()) {
            holder.setAutoCommit(false);
            held.execute("SELECT FROM head FOR UPDATE");

            paths.forEach(path ->
                    assertThat(api.call("DELETE", path, culture, null).status()).isEqualTo(404));
        }
    }

    private static String made(String path, JsonObject body) {
        Answer answer = api.call("POST", path, culture, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return path + "/" + answer.json().getString("id");
    }

    @Test
    void ordersThatAreOverCountForAYear() {
        orders("region", "360483", 499, "'2026-02-01'", "'2026-01-31'");
        orders("region", "360483", 500, "'2025-02-01'", "'2025-01-31'");
        JsonObject order = order().put("region", "360483");

        assertThat(api.call("POST", "/api/v1/orders", culture, order).status()).isEqualTo(201);
        Answer refused = api.call("POST", "/api/v1/orders", culture, order);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("detail")).contains("500", "365 days");
    }

    @Test
    void schedulesAreLimitedByTheYear() {
        api.sql("INSERT INTO schedule (region, weekly, valid_from, document, entered_at) "
                + "SELECT '360484', '{}', '2026-01-01', 'x', '2026-01-01' FROM generate_series(1, 500)");
        JsonObject schedule = new JsonObject()
                .put("weekly", new JsonObject("{\"mon\":[\"08:00-24:00\"]}"))
                .put("from", "2026-07-20")
                .put("document", "文号");

        assertThat(api.call("PUT", "/api/v1/regions/360484/hours", culture, schedule)
                        .status())
                .isEqualTo(429);
        assertThat(api.call("PUT", "/api/v1/regions/360484/hours?preview=true", culture, schedule)
                        .status())
                .isEqualTo(429);
        assertThat(api.call("PUT", "/api/v1/regions/360400/hours", culture, schedule)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void suspensionsAndClosuresOfACafeAreLimited() {
        api.createCafe("36048510000001");
        api.createCafe("36048510000002");
        api.sql("INSERT INTO suspension (place_code, id, begins_at, ends_at, cause, ordered_by, document, entered_at) "
                + "SELECT '36048510000001', gen_random_uuid(), '2026-07-01', NULL, 'suspension', 'culture', 'x', '2026-07-01' "
                + "FROM generate_series(1, 200)");
        api.sql("INSERT INTO closure (place_code, id, kind, begins_at, ends_at, document, entered_at) "
                + "SELECT '36048510000001', gen_random_uuid(), 'temporary', '2026-07-01', NULL, 'x', '2026-07-01' "
                + "FROM generate_series(1, 200)");
        JsonObject suspension = new JsonObject().put("document", "罚字1号");
        JsonObject closure = suspension.copy().put("kind", "temporary");
        String cafe = "/api/v1/cafes/36048510000001";

        assertThat(api.call("POST", cafe + "/suspensions", culture, suspension).status())
                .isEqualTo(409);
        assertThat(api.call("POST", cafe + "/suspensions?preview=true", culture, suspension)
                        .status())
                .isEqualTo(409);
        assertThat(api.call("POST", cafe + "/closures", culture, closure).status())
                .isEqualTo(409);
        String other = "/api/v1/cafes/36048510000002";
        assertThat(api.call("POST", other + "/suspensions", culture, suspension).status())
                .isEqualTo(201);
        assertThat(api.call("POST", other + "/closures", culture, closure).status())
                .isEqualTo(201);
    }

    /** Entries that were cancelled count for a year, so one officer could keep all others from suspending a café. */
    @Test
    void anOfficerLeavesRoomForOthers() {
        String cafe = "36048810000001";
        api.createCafe(cafe);
        String officer = api.regulator("culture", "360488");
        String police = api.regulator("public-security", "360488");
        cancelled(officer, cafe, 250);

        Answer own = suspend(officer, cafe);
        assertThat(own.status()).isEqualTo(429);
        assertThat(own.json().getString("detail")).contains("250", "colleague");
        assertThat(api.call("POST", "/api/v1/cafes/" + cafe + "/suspensions?preview=true", officer, suspension())
                        .status())
                .isEqualTo(429);
        cancelled(api.regulator("culture", "360488"), cafe, 250);

        assertThat(suspend(api.regulator("culture", "360488"), cafe).status())
                .as("the authority has entered all")
                .isEqualTo(429);
        assertThat(suspend(police, cafe).status()).isEqualTo(201);
    }

    @Test
    void anOfficerLeavesRoomForOrdersAndClosuresOfOthers() {
        String cafe = "36048810000002";
        api.createCafe(cafe);
        String officer = api.regulator("culture", "360488");
        String colleague = api.regulator("culture", "360488");
        JsonObject order = order().put("placeCode", cafe);
        JsonObject closure = new JsonObject().put("kind", "temporary").put("document", "文号");
        assertThat(api.call("POST", "/api/v1/orders", officer, order).status()).isEqualTo(201);
        api.copy("hours_order", "place_code = '" + cafe + "'", 99);
        assertThat(api.call("POST", "/api/v1/cafes/" + cafe + "/closures", officer, closure)
                        .status())
                .isEqualTo(201);
        api.copy("closure", "place_code = '" + cafe + "'", 99);

        assertThat(api.call("POST", "/api/v1/orders", officer, order).status()).isEqualTo(409);
        assertThat(api.call("POST", "/api/v1/cafes/" + cafe + "/closures", officer, closure)
                        .status())
                .isEqualTo(409);
        assertThat(api.call("POST", "/api/v1/orders", colleague, order).status())
                .isEqualTo(201);
        assertThat(api.call("POST", "/api/v1/cafes/" + cafe + "/closures", colleague, closure)
                        .status())
                .isEqualTo(201);
    }

    /** One that an officer enters and cancels, and as if they had done so so many times. */
    private static void cancelled(String officer, String cafe, int number) {
        String id = suspend(officer, cafe).json().getString("id");
        String path = "/api/v1/cafes/" + cafe + "/suspensions/" + id;
        assertThat(api.call("DELETE", path, officer, null).status()).isEqualTo(204);
        api.copy("suspension", "id = '" + id + "'", number - 1);
    }

    private static Answer suspend(String officer, String cafe) {
        return api.call("POST", "/api/v1/cafes/" + cafe + "/suspensions", officer, suspension());
    }

    private static JsonObject suspension() {
        return new JsonObject().put("document", "罚字1号").put("from", "2027-01-01T00:00:00+08:00");
    }

    /** Refused ones too: each takes the lock under which verdicts are committed. */
    @Test
    void anAccountMakesSoManyOrdersForOneRegionInADay() {
        JsonObject order = order().put("region", "360486").put("to", "2026-07-10T12:00:00+08:00"); // not after now
        for (int i = 0; i < 100; i++) {
            assertThat(api.call("POST", "/api/v1/orders", culture, order).status())
                    .isEqualTo(400);
        }

        Answer refused = api.call("POST", "/api/v1/orders", culture, order);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("detail")).contains("100", "tomorrow");
        assertThat(api.call("POST", "/api/v1/orders", ADMIN, order().put("region", "360486"))
                        .status())
                .isEqualTo(201);
    }

    private static void orders(String column, String area, int number, String endsAt, String enteredAt) {
        api.sql("INSERT INTO hours_order (" + column + ", id, kind, begins_at, ends_at, document, entered_at) SELECT '"
                + area + "', gen_random_uuid(), 'closed', " + enteredAt + ", " + endsAt + ", 'x', " + enteredAt
                + " FROM generate_series(1, " + number + ")");
    }

    private static JsonObject order() {
        return new JsonObject()
                .put("kind", "closed")
                .put("to", "2026-08-01T00:00:00+08:00")
                .put("document", "文号");
    }
}
