package lingdian.feed.notification;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import lingdian.agent.link.AdminClient;
import lingdian.feed.notification.FakeReceiver.Got;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message sent by a process that is killed before it has recorded the delivery. */
class NotificationKillIT {
    private static final String CAFE = "36048110000001";
    /** Longer than the lease of a dead node's attempt. */
    private static final Duration LATER = Duration.ofMinutes(2);

    @Test
    void isSentAgainByAnotherUnderTheSameIdAndNotLost(@TempDir Path directory) throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        Path keyRing = directory.resolve("keys.json");
        Files.writeString(directory.resolve("lingdian.yaml"), NotifiedCity.SETTINGS);
        Vertx vertx = Vertx.vertx();
        try (var receiver = new FakeReceiver();
                var first = ServiceProcess.start(database, keyRing, "--config", directory.toString())) {
            receiver.on("/killed", request -> first.process().destroyForcibly());
            enter(vertx, first, receiver.url("/killed"));
            TestDatabase.execute(
                    database,
                    "INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('" + CAFE
                            + "', '星海', '360481', 'L', now())");
            TestDatabase.execute(
                    database,
                    NotifiedCity.change(
                            Instant.now(), CAFE, "opened", "OVERTIME_OPERATION", "fact", UUID.randomUUID()));
            assertThat(first.process().waitFor(PATIENCE_SECONDS, SECONDS)).isTrue();
            assertThat(receiver.on("/killed")).hasSize(1);
            assertThat(state(database)).isEqualTo("waiting 1");

            receiver.on("/killed", FakeReceiver.saying(204, ""));
            try (var another = RunningService.with()
                    .database(database)
                    .keyRing(keyRing)
                    .settings(NotifiedCity.SETTINGS)
                    .clock(() -> Instant.now().plus(LATER))
                    .start()) {
                Await.until("it is delivered", () -> state(database).equals("delivered 2"));
            }
            assertThat(receiver.on("/killed"))
                    .hasSize(2)
                    .extracting(Got::id)
                    .containsOnly(receiver.on("/killed").getFirst().id());
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    /** Creates an account that is notified at once. */
    private static void enter(Vertx vertx, ServiceProcess service, String url) throws Exception {
        var admin = new AdminClient(vertx, service.url(), RunningService.ADMIN_TOKEN);
        var officer = admin.createAccount(new JsonObject()
                        .put("name", "somebody")
                        .put("role", "regulator")
                        .put("authority", "culture")
                        .put("region", "360481"))
                .await(PATIENCE_SECONDS, SECONDS);
        var own = new AdminClient(vertx, service.url(), officer.token());
        own.call(HttpMethod.PUT, "/notifications", new JsonObject().put("groupMinutes", 0))
                .await(PATIENCE_SECONDS, SECONDS);
        own.call(
                        HttpMethod.POST,
                        "/notifications/targets",
                        new JsonObject().put("format", "standard").put("url", url))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** The state of the only message, and the number of attempts. */
    private static String state(DatabaseAddress database) throws Exception {
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT state || ' ' || attempts FROM notification_delivery")) {
            row.next();
            return row.getString(1);
        }
    }
}
