package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** As {@link ServicesLoginIT}, of cafés whose licence expired, or that move to another county. */
class ServicesLoginCafesIT {
    private static final String OLD = "360481";
    private static final String NEW = "360402";
    private static final String MOVED = NEW + " {\"region\":\"" + NEW + "\"}";
    private static final LocalDate EXPIRED = LocalDate.now(ChinaTime.ZONE).minusDays(3);

    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    private static void put(String cafe, LocalDate validUntil, String region) throws Exception {
        var body = new JsonObject()
                .put("name", "test")
                .put("licence", new JsonObject().put("number", "1").put("validUntil", validUntil.toString()))
                .put("region", region);
        service.admin().putCafe(cafe, body).await(PATIENCE_SECONDS, SECONDS);
    }

    /** Makes a café whose licence has expired, and of which something was judged since. */
    private static void expired(String cafe) throws Exception {
        put(cafe, EXPIRED, OLD);
        String key = service.admin()
                .createAgentKey(cafe)
                .await(PATIENCE_SECONDS, SECONDS)
                .key();
        assertThat(new PostingCafe(cafe, key).send(service.url(), "heartbeat", Instant.now()))
                .isTrue();
    }

    private static List<String> suspensions(String cafe) throws Exception {
        return service.rows(
                "SELECT concat_ws(' ', cause, (begins_at AT TIME ZONE 'Asia/Shanghai')::date, ends_at <= clock_timestamp())"
                        + " FROM suspension WHERE place_code = '" + cafe + "'");
    }

    private static String refusal(String... statements) throws Exception {
        return TestDatabase.refusalOfMember(service.database(), statements);
    }

    @Test
    void aLicenceThatExpiredIsRenewed() throws Exception {
        String cafe = "36048110000001";
        expired(cafe);
        put(cafe, EXPIRED.plusYears(5), OLD);
        assertThat(suspensions(cafe)).containsExactly("licence-expired " + EXPIRED.plusDays(1) + " t");

        String again = "36048110000002";
        expired(again);
        assertThat(Http.to(service)
                        .as(RunningService.ADMIN_TOKEN)
                        .send(
                                "POST",
                                "/api/v1/cafes/import",
                                "text/csv",
                                "placeCode,validUntil\n" + again + "," + EXPIRED.plusYears(5) + "\n")
                        .status())
                .isEqualTo(200);
        assertThat(suspensions(again)).hasSize(1);
    }

    /** What was judged stays: neither is a licence said to have ended then, nor is its end entered without a renewal. */
    @Test
    void noRenewalIsMadeUp() throws Exception {
        String cafe = "36048110000003";
        expired(cafe);
        String expiry =
                "INSERT INTO suspension (id, place_code, begins_at, ends_at, cause, document, entered_at) SELECT gen_random_uuid(),"
                        + " place_code, (licence_valid_until + %s)::timestamp AT TIME ZONE 'Asia/Shanghai', now(), 'licence-expired', 'x', now()"
                        + " FROM cafe WHERE place_code = '" + cafe + "'";
        assertThat(refusal(expiry.formatted("1"))).contains("with the entry of its renewal");
        assertThat(refusal(expiry.formatted("0"))).contains("before what was judged");
        assertThat(refusal("UPDATE cafe SET licence_valid_until = '2020-01-01' WHERE place_code = '" + cafe + "'"))
                .contains("does not end before what was judged");
    }

    @Test
    void aCafeWithFindingsThatEndedMoves() throws Exception {
        String cafe = "36048110000004";
        put(cafe, EXPIRED.plusYears(5), OLD);
        for (String sql : List.of("""
                    INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, ended_at,
                      snapshot)
                    SELECT gen_random_uuid(), 'TERMINAL_UNREGISTERED', '%1$s', '%2$s', 'fact', state, '{culture}', now(), now(), ended_at,
                      '{"region":"%2$s"}'
                    FROM (VALUES ('ended', now()), ('open', NULL)) AS made (state, ended_at) RETURNING id""", """
                    INSERT INTO shadow_violation (id, code, place_code, region, standing, state, rule_version, started_at, detected_at,
                      ended_at, snapshot)
                    VALUES (gen_random_uuid(), 'CLOCK_WRONG', '%1$s', '%2$s', 'lead', 'ended', '1', now(), now(), now(), '{"region":"%2$s"}')
                    RETURNING id""")) {
            service.rows(sql.formatted(cafe, OLD));
        }
        put(cafe, EXPIRED.plusYears(5), NEW);
        assertThat(regions(cafe)).containsExactly(MOVED, MOVED, MOVED);

        // A node that ended has left them behind.
        for (String table : List.of("violation", "shadow_violation")) {
            service.rows("UPDATE " + table + " SET region = '" + OLD + "', snapshot = '{\"region\":\"" + OLD
                    + "\"}' WHERE state = 'ended' RETURNING id");
        }
        put(cafe, EXPIRED.plusYears(5), NEW);
        assertThat(regions(cafe)).containsExactly(MOVED, MOVED, MOVED);
    }

    private static List<String> regions(String cafe) throws Exception {
        return service.rows("SELECT region || ' ' || snapshot FROM (SELECT place_code, region, snapshot FROM violation"
                + " UNION ALL SELECT place_code, region, snapshot FROM shadow_violation) AS found WHERE place_code = '"
                + cafe + "'");
    }
}
