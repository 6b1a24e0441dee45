package lingdian.feed.notification;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.agent.link.AdminClient;
import lingdian.platform.database.ClocksDifferException;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose clock is wrong does nothing in the background that goes by it: what is due, expired or over is so for all nodes. */
class WrongClockJobsIT {
    private static final String SIGNED_IN = """
            INSERT INTO account (id, name, role, created_at, sign_in_name)
            VALUES ('00000000-0000-4000-8000-000000000001', 'A', 'admin', now(), 'somebody');
            INSERT INTO sign_in_session (id_hash, account, began_at, seen_at, expires_at)
            SELECT sha256('session'), '00000000-0000-4000-8000-000000000001', now(), now(), now() + interval '12 hours';
            INSERT INTO invitation (token_hash, account, made_at, expires_at)
            SELECT sha256('invitation'), '00000000-0000-4000-8000-000000000001', now(), now() + interval '7 days';
            INSERT INTO known_device (id_hash, account, used_at, expires_at)
            SELECT sha256('device'), '00000000-0000-4000-8000-000000000001', now(), now() + interval '90 days'
            """;
    private static final String CAFE = "36048110000001";

    private final AtomicReference<Duration> wrongBy = new AtomicReference<>(Duration.ZERO);
    private final FakeReceiver receiver;
    private RunningService service;

    WrongClockJobsIT() throws Exception {
        receiver = new FakeReceiver();
    }

    @BeforeEach
    void start() throws Exception {
        service = RunningService.with()
                .database(TestDatabase.migrated())
                .settings("notifications: {insideHosts: [127.0.0.1]}\n")
                .machineClock(() -> Instant.now().plus(wrongBy.get()))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        receiver.close();
    }

    @Test
    void nobodyIsSignedOut() throws Exception {
        sql(SIGNED_IN);
        wrongBy.set(Duration.ofDays(100));
        service.sweepSignIns();
        assertThat(service.rows("SELECT (SELECT count(*) FROM sign_in_session) + (SELECT count(*) FROM invitation)"
                        + " + (SELECT count(*) FROM known_device)"))
                .containsExactly("3");
    }

    @Test
    void whatHappensMeanwhileIsToldAfterwards() throws Exception {
        sql("INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('" + CAFE
                + "', '星海', '360481', 'L', now())");
        AdminClient officer = service.regulator("culture", "360481");
        officer.call(HttpMethod.PUT, "/notifications", new JsonObject("{\"groupMinutes\":0}"))
                .await(PATIENCE_SECONDS, SECONDS);
        officer.call(
                        HttpMethod.POST,
                        "/notifications/targets",
                        new JsonObject().put("format", "standard").put("url", receiver.url("/all")))
                .await(PATIENCE_SECONDS, SECONDS);
        wrongBy.set(Duration.ofDays(100));
        UUID finding = UUID.randomUUID();
        sql(NotifiedCity.change(Instant.now(), CAFE, "opened", "OVERTIME_OPERATION", "fact", finding));
        assertThatThrownBy(service::sendNotifications).isInstanceOf(ClocksDifferException.class);

        wrongBy.set(Duration.ZERO);
        Await.until("it is told", () -> !receiver.on("/all").isEmpty());
        assertThat(receiver.on("/all").getFirst().text()).contains(finding.toString());
    }

    @Test
    void noDayIsSealedThatIsNotOver() throws Exception {
        service.lookAtTheDay();
        List<String> before = service.rows("SELECT day::text FROM checkpoint WHERE day IS NOT NULL");
        wrongBy.set(Duration.ofDays(60));
        service.lookAtTheDay();
        assertThat(service.rows("SELECT day::text FROM checkpoint WHERE day IS NOT NULL"))
                .isEqualTo(before);
    }

    /** A clock that was days ahead has packed today: no event is stored, but the office can go on and see why. */
    @Test
    void aNodeWhoseTodayIsPackedStarts() throws Exception {
        var database = service.database();
        sql(
                "INSERT INTO packed_day SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date + day, now(), 0 FROM generate_series(-1, 2) AS day");
        try (var again = RunningService.with()
                .database(database)
                .keyRing(service.keyRing())
                .start()) {
            assertThat(again.admin().all("/accounts", Map.of()).await(PATIENCE_SECONDS, SECONDS))
                    .isNotNull();
        }
    }

    private void sql(String sql) throws Exception {
        TestDatabase.execute(service.database(), sql);
    }
}
