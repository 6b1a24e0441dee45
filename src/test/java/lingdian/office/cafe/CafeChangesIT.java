package lingdian.office.cafe;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.cafe;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator cannot take a café out of its county's sight, nor change what is found of it, unnoticed. */
class CafeChangesIT {
    private static final String CAFE = "36048110000001";
    private static final String CHANGES = "/api/v1/cafe-changes";

    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private List<String> told(String token, String query) {
        return api.get(CHANGES + query, token).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(one -> "%s %s: %s > %s%s"
                        .formatted(
                                one.getString("placeCode"),
                                one.getString("change"),
                                one.getString("former"),
                                one.getString("present"),
                                one.getBoolean("visible") ? "" : " (gone)"))
                .toList();
    }

    private List<String> told(String token) {
        return told(token, "");
    }

    private static JsonObject elsewhere() {
        return cafe().put("region", "999999");
    }

    /** Also to a region that no list of divisions has: nobody but who sees the whole country would look there. */
    @Test
    void aCafeThatLeavesIsToldToBothRegions() {
        String operator = api.operator(CAFE);
        api.createCafe(CAFE, elsewhere());

        String moved = CAFE + " region: 360481 > 999999";
        for (String region : List.of("360481", "360400", "360000")) {
            for (String authority : List.of("culture", "public-security")) {
                String office = api.regulator(authority, region);
                assertThat(told(office)).as(authority + " " + region).containsExactly(moved + " (gone)");
                assertThat(api.get("/api/v1/cafes/" + CAFE, office).status()).isEqualTo(404);
            }
        }
        for (String region : List.of("999999", "000000")) {
            assertThat(told(api.regulator("culture", region))).as(region).containsExactly(moved);
        }
        assertThat(told(operator)).containsExactly(moved);
        for (String region : List.of("360482", "110101", "990101")) {
            assertThat(told(api.regulator("culture", region))).as(region).isEmpty();
        }
        assertThat(api.get(CHANGES, ADMIN).status()).isEqualTo(403);
        assertThat(api.get(CHANGES, api.auditor()).status()).isEqualTo(403);
        JsonObject one = api.get(CHANGES, operator).json().getJsonArray("items").getJsonObject(0);
        assertThat(one.getString("name")).isEqualTo("晨光网吧");
        assertThat(one.getString("at")).isEqualTo("2026-07-10T12:00:00+08:00");
    }

    @Test
    void aCafeThatWasMovedAndMovedBackWasToldOfTwice() {
        String county = api.regulator("culture", "360481");
        api.createCafe(CAFE, elsewhere());
        api.createCafe(CAFE);

        assertThat(told(county)).containsExactly(CAFE + " region: 999999 > 360481", CAFE + " region: 360481 > 999999");
    }

    /** What decides whether a night is overtime, and which terminals nobody need register at. */
    @Test
    void anotherZoneAndFurtherSeatsOfTheStaffAreTold() {
        String county = api.regulator("public-security", "360481");
        api.createCafe(
                CAFE,
                cafe().put("timeZone", "Asia/Karachi")
                        .put("staffTerminals", new JsonArray().add("B01").add("B02"))
                        .put("measures", "security"));

        String zone = CAFE + " time-zone: Asia/Shanghai > Asia/Karachi";
        assertThat(told(county))
                .containsExactlyInAnyOrder(
                        zone, CAFE + " staff-terminals:  > B01 B02", CAFE + " measures: management > security");
        assertThat(told(county, "?change=time-zone")).containsExactly(zone);
        assertThat(told(county, "?placeCode=36048110000002")).isEmpty();

        api.createCafe(CAFE, elsewhere());
        assertThat(told(county, "?limit=100"))
                .as("as it was when it was the county's, and as it left")
                .hasSize(7)
                .allMatch(one -> one.endsWith(" (gone)"));
        assertThat(told(api.regulator("culture", "999999")))
                .as("whose it is now")
                .hasSize(7);
        assertThat(told(api.regulator("culture", "360482"))).isEmpty();
    }

    @Test
    void whatIsNoneOfTheseIsNotTold() {
        api.createCafe(CAFE, cafe().put("name", "新名").put("terminals", 40));

        assertThat(told(api.regulator("culture", "360481"))).isEmpty();
    }

    @Test
    void aWeekLaterItIsToldToWhoAsks() {
        String county = api.regulator("culture", "360481");
        api.createCafe(CAFE, elsewhere());
        api.sql("UPDATE cafe_change SET at = at - interval '8 days'");

        assertThat(told(county)).isEmpty();
        assertThat(told(county, "?from=2026-01-01T00:00:00Z")).hasSize(1);
    }
}
