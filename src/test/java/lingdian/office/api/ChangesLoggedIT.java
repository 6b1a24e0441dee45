package lingdian.office.api;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.await;
import static lingdian.testing.RunningApi.cafe;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.record.accesslog.RefusalLimit;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every change and every refusal is in the access log before it is answered; a change that cannot be logged is not
 * made.
 */
class ChangesLoggedIT {
    private static final String HERE = "36048110000001";
    private static final String ELSEWHERE = "50010110000001";
    private static final String THE_ADMIN = "account 00000000-0000-0000-0000-000000000000 ";
    private static RunningApi api;
    private static String culture;
    private static String cultureId;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(HERE);
        api.createCafe(ELSEWHERE);
        JsonObject account =
                api.call("POST", "/api/v1/accounts", ADMIN, regulator()).json();
        culture = account.getString("token");
        cultureId = account.getString("id");
    }

    @AfterEach
    void mendTheLog() {
        api.sql("DROP TRIGGER IF EXISTS full_disk ON access_log");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void cafes() {
        api.createCafe("36048110000077");
        JsonObject changed = cafe().put("name", "新名")
                .put("timeZone", "Asia/Karachi")
                .put("staffTerminals", new JsonArray().add("B01").add("B02"))
                .put("terminals", 40);
        api.createCafe("36048110000077", changed);
        api.createCafe("36048110000077", changed);

        assertThat(newest(3))
                .containsExactly(
                        THE_ADMIN + "create-cafe done cafe 36048110000077 360481 {}",
                        THE_ADMIN + "change-cafe done cafe 36048110000077 360481"
                                + " {\"changed\":\"timeZone+staffTerminals+terminals+name\",\"staffTerminalsFrom\":\"0\","
                                + "\"staffTerminalsTo\":\"2\",\"terminalsTo\":\"40\",\"timeZoneFrom\":\"Asia/Shanghai\","
                                + "\"timeZoneTo\":\"Asia/Karachi\"}",
                        THE_ADMIN + "change-cafe done cafe 36048110000077 360481 {}");
    }

    /** Otherwise who reads what happened in a region would not learn that a café was taken out of it. */
    @Test
    void aCafeThatMovesIsInTheLogOfBothRegions() {
        api.createCafe("36048110000078");
        api.createCafe("36048110000078", cafe().put("region", "360482"));

        String moved = " {\"changed\":\"region\",\"regionFrom\":\"360481\",\"regionTo\":\"360482\"}";
        assertThat(newest(2))
                .containsExactly(
                        THE_ADMIN + "change-cafe done cafe 36048110000078 360482" + moved,
                        THE_ADMIN + "change-cafe done cafe 36048110000078 360481" + moved);
    }

    @Test
    void accounts() {
        String id =
                api.call("POST", "/api/v1/accounts", ADMIN, regulator()).json().getString("id");
        api.call("DELETE", "/api/v1/accounts/" + id, ADMIN, null);

        assertThat(newest(2))
                .containsExactly(
                        THE_ADMIN + "create-account attempted account " + id + " 360400 {\"role\":\"regulator\"}",
                        THE_ADMIN + "end-account attempted account " + id + " {}");
    }

    @Test
    void agentKeys() {
        String id = api.call("POST", "/api/v1/cafes/" + HERE + "/agent-keys", ADMIN, null)
                .json()
                .getString("id");
        api.call("DELETE", "/api/v1/cafes/" + HERE + "/agent-keys/" + id, ADMIN, null);

        assertThat(newest(2))
                .containsExactly(
                        THE_ADMIN + "create-agent-key done agent-key " + id + " {\"for\":\"" + HERE + "\"}",
                        THE_ADMIN + "end-agent-key done agent-key " + id + " {\"for\":\"" + HERE + "\"}");
    }

    @Test
    void hours() {
        var schedule = new JsonObject()
                .put("weekly", new JsonObject().put("mon", new JsonArray().add("08:00-24:00")))
                .put("from", "2026-08-01")
                .put("document", "瑞文审1号");
        assertThat(api.call("PUT", "/api/v1/cafes/" + HERE + "/hours", culture, schedule)
                        .status())
                .isEqualTo(200);
        assertThat(api.call("PUT", "/api/v1/regions/360481/hours", culture, schedule)
                        .status())
                .isEqualTo(200);

        assertThat(newest(2))
                .satisfiesExactly(
                        cafe -> assertThat(cafe)
                                .matches("account " + cultureId + " set-hours done cafe " + HERE
                                        + " 360481 \\{\"entered\":\\d+,\"from\":\"2026-08-01\"}"),
                        region -> assertThat(region)
                                .matches("account " + cultureId + " set-hours done region 360481 360481 .*"));
        assertThat(api.value("SELECT count(*) FROM access_log WHERE action = 'set-hours' AND reason IS NOT NULL"))
                .isEqualTo("2");
    }

    @Test
    void ordersSuspensionsAndClosures() {
        var order = new JsonObject()
                .put("placeCode", HERE)
                .put("kind", "closed")
                .put("from", "2026-08-01T00:00:00+08:00")
                .put("to", "2026-08-02T00:00:00+08:00")
                .put("document", "文号");
        String orderId =
                api.call("POST", "/api/v1/orders", culture, order).json().getString("id");
        api.call("DELETE", "/api/v1/orders/" + orderId, culture, null);
        String path = "/api/v1/cafes/" + HERE + "/suspensions";
        String suspensionId = api.call("POST", path, culture, new JsonObject().put("document", "文号"))
                .json()
                .getString("id");
        api.call("DELETE", path + "/" + suspensionId, culture, null);

        String closures = "/api/v1/cafes/" + HERE + "/closures";
        String closureId = api.call(
                        "POST",
                        closures,
                        culture,
                        new JsonObject().put("kind", "permanent").put("document", "文号"))
                .json()
                .getString("id");
        api.call("DELETE", closures + "/" + closureId, culture, null);

        assertThat(newest(6))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .endsWith("create-order done order " + orderId + " 360481 {\"for\":\"" + HERE
                                        + "\",\"from\":\"2026-07-31T16:00:00Z\",\"kind\":\"closed\","
                                        + "\"to\":\"2026-08-01T16:00:00Z\"}"),
                        one -> assertThat(one).contains("end-order done order " + orderId + " 360481"),
                        one -> assertThat(one)
                                .contains("create-suspension done suspension " + suspensionId + " 360481"),
                        one -> assertThat(one).contains("end-suspension done suspension " + suspensionId + " 360481"),
                        one -> assertThat(one)
                                .contains("create-closure done closure " + closureId + " 360481")
                                .contains("\"kind\":\"permanent\""),
                        one -> assertThat(one).contains("end-closure done closure " + closureId + " 360481"));
    }

    /** A disk that is full, a database that is gone: nothing is changed, and the caller is told to try again. */
    @Test
    void whatCannotBeWrittenDoesNotHappen() {
        String before = facts();
        api.sql("""
                CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$;
                CREATE TRIGGER full_disk BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION full_disk()
                """);
        var document = new JsonObject().put("document", "文号");

        assertThat(List.of(
                        api.call("PUT", "/api/v1/cafes/36048110000088", ADMIN, cafe()),
                        api.call("PUT", "/api/v1/cafes/" + HERE, ADMIN, cafe().put("name", "another")),
                        api.call("POST", "/api/v1/accounts", ADMIN, regulator()),
                        api.call("DELETE", "/api/v1/accounts/" + cultureId, ADMIN, null),
                        api.call("POST", "/api/v1/cafes/" + HERE + "/agent-keys", ADMIN, null),
                        api.call("POST", "/api/v1/cafes/" + HERE + "/suspensions", culture, document),
                        api.get("/api/v1/violations/" + UUID.randomUUID(), culture),
                        api.get("/api/v1/violations", "wrong")))
                .extracting(Answer::status)
                .containsOnly(503);
        assertThat(facts()).isEqualTo(before);
    }

    @Test
    void whatARoleMayNotDo() {
        api.call("POST", "/api/v1/accounts", culture, regulator());

        assertThat(newest(1).getFirst())
                .isEqualTo("account " + cultureId + " call refused"
                        + " {\"address\":\"127.0.0.1\",\"operation\":\"createAccount\",\"status\":403}");
    }

    @Test
    void guessingTheIdsOfAnotherCounty() {
        UUID guessed = UUID.randomUUID();
        api.get("/api/v1/violations/" + guessed, culture);
        api.get("/api/v1/cafes/" + ELSEWHERE, culture);

        assertThat(newest(2))
                .containsExactly(
                        "account " + cultureId + " call refused {\"address\":\"127.0.0.1\",\"id\":\"" + guessed
                                + "\",\"operation\":\"getViolation\",\"status\":404}",
                        "account " + cultureId + " call refused {\"address\":\"127.0.0.1\",\"operation\":\"getCafe\","
                                + "\"placeCode\":\"" + ELSEWHERE + "\",\"status\":404}");
    }

    @Test
    void aTokenThatHasEndedNamesItsAccount() {
        JsonObject ended =
                api.call("POST", "/api/v1/accounts", ADMIN, regulator()).json();
        api.call("DELETE", "/api/v1/accounts/" + ended.getString("id"), ADMIN, null);
        assertThat(api.get("/api/v1/violations", ended.getString("token")).status())
                .isEqualTo(401);

        assertThat(newest(1).getFirst())
                .isEqualTo(
                        "account " + ended.getString("id")
                                + " use-token refused {\"address\":\"127.0.0.1\",\"operation\":\"listViolations\",\"status\":401}");
    }

    /** Of a minute only so many are written, and how many were not is told by the next. */
    @Test
    void aFloodOfWrongTokensDoesNotFillTheDisk() {
        var flood = new ArrayList<Future<?>>();
        for (int i = 0; i < 500; i++) {
            flood.add(api.client()
                    .get("/api/v1/cafes")
                    .putHeader("Authorization", "Bearer wrong" + i)
                    .send());
        }
        await(Future.all(flood));

        assertThat(Integer.parseInt(String.valueOf(api.value(
                        "SELECT count(*) FROM access_log WHERE action = 'use-token' AND actor_kind = 'nobody'"))))
                .isBetween(RefusalLimit.A_MINUTE / 2, RefusalLimit.A_MINUTE); // other tests are refused, too
    }

    private static JsonObject regulator() {
        return new JsonObject()
                .put("name", "王警官")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360400");
    }

    private static String facts() {
        return api.value(
                "SELECT concat((SELECT count(*) FROM cafe WHERE name = 'another'), (SELECT count(*) FROM account),"
                        + " (SELECT count(*) FROM account WHERE ended_at IS NULL), (SELECT count(*) FROM agent_key),"
                        + " (SELECT count(*) FROM suspension), (SELECT count(*) FROM cafe))");
    }

    /** The newest entries, oldest first. */
    private static List<String> newest(int count) {
        String all = api.value(
                "SELECT string_agg(concat_ws(' ', actor_kind, actor_id, action, outcome, subject_kind, subject_id,"
                        + " region, details), '\n' ORDER BY position) FROM access_log"
                        + " WHERE position > (SELECT position - " + count + " FROM access_log_head)");
        return List.of(String.valueOf(all).split("\n"));
    }
}
