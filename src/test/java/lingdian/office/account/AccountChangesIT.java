package lingdian.office.account;

import static lingdian.testing.RunningApi.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account that somebody makes, or takes over, to approve as a second person does not stay unnoticed. */
class AccountChangesIT {
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static JsonObject regulator(String name, String authority, String region) {
        return api.call(
                        "POST",
                        "/api/v1/accounts",
                        ADMIN,
                        new JsonObject()
                                .put("name", name)
                                .put("role", "regulator")
                                .put("authority", authority)
                                .put("region", region))
                .json();
    }

    private static List<String> seenBy(JsonObject reader) {
        return api.get("/api/v1/account-changes", reader.getString("token")).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getString("name") + " " + one.getString("change"))
                .sorted()
                .toList();
    }

    @Test
    void colleaguesWhoseRegionMeetsOnesOwnAreTold() {
        JsonObject county = regulator("county", "culture", "360481");
        JsonObject province = regulator("province", "culture", "360000");
        JsonObject elsewhere = regulator("elsewhere", "culture", "110101");
        JsonObject police = regulator("police", "public-security", "360481");

        assertThat(seenBy(county)).containsExactly("province created");
        assertThat(seenBy(province)).containsExactly("county created");
        assertThat(seenBy(elsewhere)).isEmpty();
        assertThat(seenBy(police)).isEmpty();
        assertThat(api.get("/api/v1/account-changes", ADMIN).status()).isEqualTo(403);

        String id = county.getString("id");
        api.sql("UPDATE account SET created_at = created_at - interval '8 days'");
        assertThat(seenBy(province)).isEmpty();
        api.sql("INSERT INTO second_factor (account, sealed, confirmed_at) VALUES ('" + id + "', '', now())");
        assertThat(api.call("DELETE", "/api/v1/accounts/" + id + "/second-factor", ADMIN, null)
                        .status())
                .isEqualTo(204);
        assertThat(seenBy(province)).containsExactly("county changed");
        assertThat(api.value("SELECT count(*) FROM access_log WHERE action = 'list-accounts'"))
                .isNotEqualTo("0");

        api.call("DELETE", "/api/v1/accounts/" + id, ADMIN, null);
        assertThat(seenBy(province)).as("an account that has ended").isEmpty();
    }
}
