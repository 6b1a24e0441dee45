package lingdian.office.document;

import static lingdian.testing.RunningApi.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handbook, documents.md#the-office. */
class OfficeIT {
    private static RunningApi api;
    private static String county;
    private static String city;
    private static String police;
    private static String otherCounty;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        county = api.regulator("culture", "360481");
        city = api.regulator("culture", "360400");
        police = api.regulator("public-security", "360481");
        otherCounty = api.regulator("culture", "360482");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aProfileIsReadAsItWasEntered() {
        JsonObject profile = new JsonObject()
                .put("name", "瑞昌市文化广电新闻出版旅游局")
                .put("sealName", "瑞昌市文化广电新闻出版旅游局（行政处罚专用章）")
                .put("telephone", "0792-4220000")
                .put("address", "人民北路1号")
                .put("bank", "工商银行")
                .put("reviewBody", "瑞昌市人民政府")
                .put("court", "瑞昌市人民法院")
                .put("area", "瑞")
                .put("numberWord", "文综")
                .put("digits", 6)
                .put("words", new JsonObject().put("decision", "文综执罚"));

        JsonObject entered = put("360481", "culture", county, profile).json();

        for (String field : profile.fieldNames()) {
            assertThat(entered.getValue(field)).as(field).isEqualTo(profile.getValue(field));
        }
        assertThat(entered.getString("changedAt")).isEqualTo("2026-07-10T12:00:00+08:00");
        assertThat(get("360481", "culture", county).json()).isEqualTo(entered);
        assertThat(get("360481", "culture", city).json()).isEqualTo(entered);
    }

    @Test
    void theNumberingIsAsUsualWhereNothingIsSaid() {
        JsonObject entered = put("360481", "public-security", police, new JsonObject().put("name", "瑞昌市公安局"))
                .json();

        assertThat(entered.getString("area")).isEmpty();
        assertThat(entered.getString("numberWord")).isEqualTo("公网安");
        assertThat(entered.getInteger("digits")).isZero();
        assertThat(entered.getJsonObject("words")).isEmpty();
        assertThat(entered.getValue("court")).isNull();
    }

    @Test
    void onlyOnesOwnAuthorityAndRegionAndBelow() {
        JsonObject profile = new JsonObject().put("name", "n");

        for (String stranger : List.of(police, otherCounty)) {
            assertThat(put("360481", "culture", stranger, profile).status()).isEqualTo(404);
            assertThat(get("360481", "culture", stranger).status()).isEqualTo(404);
        }
        assertThat(put("360400", "culture", county, profile).status()).isEqualTo(404);
        assertThat(put("360483", "culture", city, profile).status()).isEqualTo(200);
        assertThat(get("360484", "culture", city).status())
                .as("nobody entered it")
                .isEqualTo(404);
        for (String other : List.of(ADMIN, api.auditor())) {
            assertThat(put("360481", "culture", other, profile).status()).isEqualTo(403);
        }
    }

    @Test
    void anEntryOverAnotherOneIsRefused() {
        String region = "360425";
        JsonObject profile = new JsonObject().put("name", "n");

        assertThat(put(region, "culture", city, profile.copy().put("version", 0))
                        .status())
                .isEqualTo(200);
        assertThat(put(region, "culture", city, profile.copy().put("version", 0))
                        .status())
                .isEqualTo(409);
        assertThat(put(region, "culture", city, profile.copy().put("version", 1))
                        .status())
                .isEqualTo(200);
        assertThat(put(region, "culture", city, profile).json().getInteger("version"))
                .isEqualTo(3);
    }

    @Test
    void aWordHasNoBracketsAndNoSpaces() {
        JsonObject wrong =
                new JsonObject().put("name", "n").put("numberWord", "文 综").put("area", "（瑞）");

        assertThat(put("360481", "culture", county, wrong).places()).contains("/area");
        assertThat(put("360481", "culture", county, new JsonObject()).status()).isEqualTo(400);
    }

    /** Each would have numbers of its own, which read as those of 文综罚. */
    @ParameterizedTest
    @ValueSource(strings = {"文综罚\u200B", "文综罚\u00AD", "文综罚\uFE00", "文综罚\u3164", "文综罚\uDB40\uDC41", "\u2F42综罚", "文综罚."})
    void noWordLooksAsAnother(String word) {
        JsonObject wrong = new JsonObject().put("name", "n").put("words", new JsonObject().put("decision", word));

        assertThat(put("360481", "culture", county, wrong).places()).contains("/words/decision");
    }

    @Test
    void whatWasEnteredIsNeverChangedAndIsInTheAccessLog() {
        put("360481", "culture", county, new JsonObject().put("name", "n"));

        for (String change : List.of(
                "UPDATE office_profile SET name = 'x'", "DELETE FROM office_profile", "TRUNCATE office_profile")) {
            assertThatThrownBy(() -> api.sql(change)).as(change).isInstanceOf(IllegalStateException.class);
        }
        assertThat(api.get("/api/v1/access-log?action=change-office&limit=1000", api.auditor())
                        .text())
                .contains("360481/culture");
    }

    private static Answer put(String region, String authority, String token, JsonObject profile) {
        return api.call("PUT", "/api/v1/offices/" + region + "/" + authority, token, profile);
    }

    private static Answer get(String region, String authority, String token) {
        return api.get("/api/v1/offices/" + region + "/" + authority, token);
    }
}
