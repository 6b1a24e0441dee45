package lingdian.regulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.regulator.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A campaign and its report over real sockets, with the figures of a county's real summer of 2013; and the rules' precision. */
class CampaignIT {
    private static final String RUICHANG = "36048110000001";
    private static RunningApi api;
    private static MadeUpViolations violations;
    private static String culture;
    private static String police;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(RUICHANG);
        violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360481");
        police = api.regulator("public-security", "360481");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void theReportStatesARealSummer() {
        String campaign = campaign();
        String summer = enter(culture, campaign, """
                {"type":"activity","unit":"文化局","officers":{"number":208},"vehicles":{"number":52},
                 "visits":{"internet-cafe":{"number":156},"game-hall":{"number":72},"bookshop":{"number":33}}}""");
        String nights = enter(culture, campaign, """
                {"type":"activity","unit":"文化局","nightRounds":5,"officers":{"number":82},"vehicles":{"number":22},
                 "visits":{"internet-cafe":{"number":54},"entertainment-venue":{"number":50}},"within":"%s"}""".formatted(summer));
        String visits = enter(police, campaign, """
                {"type":"activity","unit":"公安局","visits":{"premises":{"number":100,"lowerBound":true}}}""");
        String training = enter(police, campaign, """
                {"type":"training","unit":"公安局","kind":"网吧安全员和业主培训","date":"2013-07-10","cafes":{"number":30,"lowerBound":true}}""");
        String letters = enter(police, campaign, """
                {"type":"letters","unit":"公安局","date":"2013-07-10"}""");

        JsonObject report = report(police, campaign);

        assertThat(report).isEqualTo(report(culture, campaign));
        JsonObject total = report.getJsonObject("total");
        assertThat(total.getJsonObject("officers")).isEqualTo(count(208, false));
        assertThat(total.getJsonObject("vehicles")).isEqualTo(count(52, false));
        assertThat(total.getJsonObject("visits").getJsonObject("internet-cafe")).isEqualTo(count(156, false));
        assertThat(total.getJsonObject("visits").getJsonObject("entertainment-venue"))
                .isEqualTo(count(72, false));
        assertThat(total.getJsonObject("visits").getJsonObject("bookshop")).isEqualTo(count(33, false));
        assertThat(total.getJsonObject("visits").getJsonObject("premises")).isEqualTo(count(361, true));
        assertThat(total.getJsonArray("rows")).containsExactlyInAnyOrder(summer, visits);
        JsonObject night = report.getJsonObject("nightRounds");
        assertThat(night.getInteger("rounds")).isEqualTo(5);
        assertThat(night.getJsonObject("officers")).isEqualTo(count(82, false));
        assertThat(night.getJsonObject("visits").getJsonObject("internet-cafe")).isEqualTo(count(54, false));
        assertThat(night.getJsonObject("visits").getJsonObject("entertainment-venue"))
                .isEqualTo(count(50, false));
        assertThat(night.getJsonArray("rows")).containsExactly(nights);
        assertThat(report.getJsonObject("trainings"))
                .isEqualTo(new JsonObject()
                        .put("held", 1)
                        .put("cafes", count(30, true))
                        .put("rows", new JsonArray().add(training)));
        assertThat(report.getJsonObject("letters"))
                .isEqualTo(new JsonObject()
                        .put("signed", true)
                        .putNull("number")
                        .put("rows", new JsonArray().add(letters)));
        assertThat(report.getJsonArray("contradictions")).isEmpty();
    }

    @Test
    void aClosedInspectionCountsWithWhatItConfirmed() {
        String campaign = campaign();
        String violation = violations.add("OVERTIME_OPERATION", RUICHANG, "{culture}");
        act(violation, "acknowledge");
        String inspection = act(violation, "dispatch")
                .getJsonArray("steps")
                .getJsonObject(1)
                .getString("inspection");
        act(violation, "confirm");
        var entry = new JsonObject().put("type", "inspection").put("inspection", inspection);
        assertThat(post(culture, campaign, entry).places()).as("still open").containsExactly("/inspection");
        Answer closed = api.call("PUT", "/api/v1/inspections/" + inspection, culture, new JsonObject("""
                        {"kind":"night-round","unit":"文化局","officerCount":4,"vehicles":1,"closed":true,"version":1,
                         "premises":[{"kind":"internet-cafe","placeCode":"36048110000001"}]}"""));
        assertThat(closed.status()).as(closed.text()).isEqualTo(200);

        enter(culture, campaign, entry.encode());
        assertThat(post(culture, campaign, entry).status()).as("twice").isEqualTo(409);

        JsonObject report = report(culture, campaign);
        assertThat(report.getJsonObject("nightRounds").getInteger("rounds")).isEqualTo(1);
        assertThat(report.getJsonObject("total").getJsonObject("officers")).isEqualTo(count(4, false));
        assertThat(report.getJsonObject("confirmed")
                        .getJsonObject("OVERTIME_OPERATION")
                        .getJsonArray("rows"))
                .containsExactly(violation);
        assertThat(report(police, campaign).getJsonObject("confirmed"))
                .as("not of the police's authority")
                .isEmpty();
    }

    @Test
    void anEntryIsWithdrawnByItsOwnAuthorityAndNotUnderItsParts() {
        String campaign = campaign();
        String whole = enter(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\"}");
        String part = enter(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\",\"within\":\"" + whole + "\"}");

        assertThat(withdraw(police, campaign, part)).isEqualTo(404);
        assertThat(withdraw(culture, campaign, whole)).isEqualTo(409);
        assertThat(withdraw(culture, campaign, part)).isEqualTo(204);
        assertThat(withdraw(culture, campaign, part)).isEqualTo(404);
        assertThat(withdraw(culture, campaign, whole)).isEqualTo(204);
        assertThat(report(culture, campaign).getJsonObject("total").getJsonArray("rows"))
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsNamed() {
        String campaign = campaign();

        assertThat(post(
                                culture,
                                campaign,
                                "{\"type\":\"activity\",\"unit\":\"u\",\"visits\":{\"theatre\":{\"number\":1}}}")
                        .places())
                .containsExactly("/visits");
        assertThat(post(culture, campaign, "{\"type\":\"activity\"}").places()).containsExactly("/unit");
        assertThat(post(culture, campaign, "{\"type\":\"training\",\"unit\":\"u\",\"date\":\"2013-07-01\"}")
                        .places())
                .containsExactly("/kind");
        assertThat(post(culture, campaign, "{\"type\":\"letters\",\"unit\":\"u\"}")
                        .places())
                .containsExactly("/date");
        assertThat(post(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\",\"within\":\"" + campaign + "\"}")
                        .places())
                .containsExactly("/within");
        assertThat(post(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\",\"officers\":{\"number\":-1}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whoTakesNoPartDoesNotSeeIt() {
        String ours =
                api.call("POST", "/api/v1/campaigns", culture, body()).json().getString("id");

        for (String stranger : List.of(police, api.regulator("culture", "360482"))) {
            assertThat(api.get("/api/v1/campaigns/" + ours, stranger).status()).isEqualTo(404);
            assertThat(api.get("/api/v1/campaigns/" + ours + "/report", stranger)
                            .status())
                    .isEqualTo(404);
            assertThat(post(stranger, ours, "{\"type\":\"activity\",\"unit\":\"u\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(api.get("/api/v1/campaigns", stranger).text()).doesNotContain(ours);
        }
        assertThat(api.get("/api/v1/campaigns", api.regulator("culture", "360000"))
                        .text())
                .contains(ours);
        assertThat(api.get("/api/v1/campaigns/" + ours, api.operator(RUICHANG)).status())
                .isEqualTo(403);
        assertThat(api.call("POST", "/api/v1/campaigns", culture, body().put("to", "2013-06-01"))
                        .places())
                .containsExactly("/to");
    }

    @Test
    void theRulesPrecisionIsShownToAllRegulators() {
        for (int i = 0; i < 3; i++) {
            String id = violations.add("MINOR_ADMITTED", RUICHANG, "{culture}", "p-1");
            act(id, "acknowledge");
            act(id, i == 0 ? "dismiss" : "dispatch");
            act(id, i == 1 ? "confirm" : "mark-unverifiable");
        }

        JsonObject minors = api
                .get("/api/v1/rules/precision", api.regulator("public-security", "500000"))
                .json()
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .filter(item -> item.getString("ruleVersion").equals("p-1"))
                .findFirst()
                .orElseThrow();

        assertThat(minors.getMap())
                .containsEntry("code", "MINOR_ADMITTED")
                .containsEntry("confirmed", 1)
                .containsEntry("dismissed", 1)
                .containsEntry("precision", 0.5)
                .containsEntry("poor", false);
        assertThat(api.get("/api/v1/rules/precision", api.operator(RUICHANG)).status())
                .isEqualTo(403);
    }

    private static JsonObject body() {
        return new JsonObject().put("name", "暑期专项整治").put("from", "2013-07-01").put("to", "2013-08-31");
    }

    private static String campaign() {
        Answer created = api.call(
                "POST",
                "/api/v1/campaigns",
                culture,
                body().put("authorities", new JsonArray(List.of("culture", "public-security"))));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().getString("id");
    }

    private static Answer post(String token, String campaign, String body) {
        return post(token, campaign, new JsonObject(body));
    }

    private static Answer post(String token, String campaign, JsonObject body) {
        return api.call("POST", "/api/v1/campaigns/" + campaign + "/entries", token, body);
    }

    /** @return the entry's id */
    private static String enter(String token, String campaign, String body) {
        Answer entered = post(token, campaign, body);
        assertThat(entered.status()).as(entered.text()).isEqualTo(201);
        String known = api.value("SELECT id FROM campaign_entry ORDER BY ctid DESC LIMIT 1");
        assertThat(entered.text()).contains(known);
        return known;
    }

    private static int withdraw(String token, String campaign, String entry) {
        return api.call("DELETE", "/api/v1/campaigns/" + campaign + "/entries/" + entry, token, null)
                .status();
    }

    private static JsonObject act(String violation, String action) {
        return api.call(
                        "POST",
                        "/api/v1/violations/" + violation + "/actions",
                        culture,
                        new JsonObject().put("action", action).put("note", "n"))
                .json();
    }

    private static JsonObject report(String token, String campaign) {
        Answer report = api.get("/api/v1/campaigns/" + campaign + "/report", token);
        assertThat(report.status()).as(report.text()).isEqualTo(200);
        return report.json();
    }

    private static JsonObject count(int number, boolean lowerBound) {
        return new JsonObject().put("number", number).put("lowerBound", lowerBound);
    }
}
