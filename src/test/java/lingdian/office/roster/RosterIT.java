package lingdian.office.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handbook, rosters.md. */
class RosterIT {
    private static final String SECRET = "whsec_" + "c2VjcmV0".repeat(6);
    private static RunningApi api;
    private static String officer;
    private static String city;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        officer = api.regulator("culture", "360481");
        city = api.regulator("culture", "360400");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void anOfficeEntersItsRosterAndReadsIt() {
        String token = api.regulator("culture", "360482");
        assertThat(get("360482", token).json())
                .isEqualTo(new JsonObject()
                        .put("region", "360482")
                        .put("authority", "culture")
                        .put("version", 0)
                        .put("inForce", false)
                        .put("contactKinds", new JsonArray(List.of("webhook", "wecom", "dingtalk")))
                        .put("duties", new JsonArray())
                        .put("asksPassword", false));

        JsonObject entered = put("360482", token, duty("王勇", webhook())).json();
        JsonObject read = get("360482", token).json();
        assertThat(read).isEqualTo(entered);
        assertThat(read.getInteger("version")).isOne();
        assertThat(read.getBoolean("inForce")).isTrue();
        JsonObject shown = read.getJsonArray("duties").getJsonObject(0);
        assertThat(shown.getString("name")).isEqualTo("王勇");
        assertThat(shown.getJsonArray("contacts").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("kind", "webhook")
                        .put("to", "https://hooks.example/1")
                        .put("signed", true));
        assertThat(get("360482", token).text()).doesNotContain(SECRET);
        assertThat(
                        api.value(
                                "SELECT encode(name, 'escape') || encode(contacts, 'escape') FROM roster_duty WHERE region = '360482'"))
                .doesNotContain("hooks.example", SECRET);
        assertThat(api.value(
                        "SELECT string_agg(action, ' ' ORDER BY position) FROM access_log WHERE subject_id = '360482'"))
                .isEqualTo("read-roster change-roster read-roster read-roster");
    }

    /** One is told once, whatever else changes; and a secret need not be typed again. */
    @Test
    void aDutyKeepsItsIdAndAContactItsSecret() {
        String id = first(put("360481", officer, duty("王勇", webhook()))).getString("id");
        JsonObject unsigned = webhook();
        unsigned.remove("secret");

        Answer second = put("360481", officer, duty("李军", wecom()), duty("王勇", unsigned));
        assertThat(second.json().getJsonArray("duties").getJsonObject(1).getString("id"))
                .isEqualTo(id);
        assertThat(first(second).getString("id")).isNotEqualTo(id);
        assertThat(second.json()
                        .getJsonArray("duties")
                        .getJsonObject(1)
                        .getJsonArray("contacts")
                        .getJsonObject(0)
                        .getBoolean("signed"))
                .isTrue();
        put("360481", officer, duty("李军", wecom()));
        assertThat(api.value("SELECT replaced_at IS NOT NULL FROM roster_duty WHERE id = '" + id + "'"))
                .isEqualTo("t");
    }

    /** Its contacts are for the office alone. */
    @Test
    void noOtherOfficeSeesIt() {
        put("360481", officer, duty("王勇", wecom()));

        assertThat(Stream.of(city, api.regulator("culture", "360482"), api.regulator("culture", "360000"))
                        .map(token -> get("360481", token).status()))
                .containsOnly(404);
        assertThat(put("360481", city, duty("王勇", wecom())).status()).isEqualTo(404);
        assertThat(get("360400", officer).status()).isEqualTo(404);
        assertThat(get("360481", api.regulator("public-security", "360481"))
                        .json()
                        .getJsonArray("duties"))
                .isEmpty();
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        Answer refused = put(
                "360481",
                officer,
                duty(" ", webhook().put("to", "http://hooks.example/1")),
                duty("王勇", wecom()).put("to", "2026-07-09T00:00:00Z"),
                duty("李军", wecom()).put("to", "2026-07-10T18:00:00+08:00"),
                duty("赵磊", new JsonObject().put("kind", "sms").put("to", "13900000000")),
                duty("赵磊", new JsonObject().put("kind", "wecom-app").put("to", "zhao")),
                duty("陈刚", wecom().put("secret", "x"), webhook().put("secret", "x"), dingtalk()),
                duty("孙丽", wecom()).put("to", "2026-07-30T00:00:00Z"),
                duty("周明", wecom()).put("from", "2027-07-30T00:00:00Z").put("to", "2027-07-30T08:00:00Z"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places())
                .containsExactly(
                        "/duties/0/name",
                        "/duties/0/contacts/0/to",
                        "/duties/1/to",
                        "/duties/2/to",
                        "/duties/3/contacts/0/to",
                        "/duties/4/contacts/0/to",
                        "/duties/4",
                        "/duties/5/contacts/0/secret",
                        "/duties/5/contacts/1/secret",
                        "/duties/5/contacts/2/secret",
                        "/duties/6/to",
                        "/duties/7/to");
        assertThat(refused.text()).doesNotContain("王勇", "13900000000");
    }

    /** A private address must not be reached through the service. */
    @Test
    void addressesInsideTheNetworkAreRefused() {
        for (String address :
                List.of("https://user@h.example/", "https://h.example/#x", "ftp://h.example/", "http://10.0.0.1/")) {
            assertThat(put("360481", officer, duty("王勇", wecom().put("to", address)))
                            .places())
                    .as(address)
                    .containsExactly("/duties/0/contacts/0/to");
        }
    }

    @Test
    void whoWasSlowerIsTold() {
        int version = put("360481", officer, duty("王勇", wecom())).json().getInteger("version");
        assertThat(post(version).status()).isEqualTo(200);
        Answer slower = post(version);
        assertThat(slower.status()).isEqualTo(409);
        assertThat(slower.json().getString("code")).isEqualTo("moved");
    }

    private static Answer post(int version) {
        return api.call(
                "PUT",
                "/api/v1/regions/360481/roster",
                officer,
                new JsonObject().put("version", version).put("duties", new JsonArray()));
    }

    private static JsonObject first(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getJsonArray("duties").getJsonObject(0);
    }

    private static JsonObject duty(String name, JsonObject... contacts) {
        return new JsonObject()
                .put("name", name)
                .put("from", "2026-07-10T18:00:00+08:00")
                .put("to", "2026-07-11T08:00:00+08:00")
                .put("contacts", new JsonArray(List.of(contacts)));
    }

    private static JsonObject webhook() {
        return new JsonObject()
                .put("kind", "webhook")
                .put("to", "https://hooks.example/1")
                .put("secret", SECRET);
    }

    private static JsonObject wecom() {
        return new JsonObject().put("kind", "wecom").put("to", "https://hooks.example/2");
    }

    private static JsonObject dingtalk() {
        return new JsonObject().put("kind", "dingtalk").put("to", "https://hooks.example/3");
    }

    private static Answer get(String region, String token) {
        return api.get("/api/v1/regions/" + region + "/roster", token);
    }

    private static Answer put(String region, String token, JsonObject... duties) {
        return api.call(
                "PUT",
                "/api/v1/regions/" + region + "/roster",
                token,
                new JsonObject().put("duties", new JsonArray(List.of(duties))));
    }
}
