package lingdian.feed.notification;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.agent.link.AdminClient;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;

/**
 * A service on a clock that the test moves, a receiver of its messages, and a writer of the feed in place of the judge.
 */
final class NotifiedCity implements AutoCloseable {
    /** Noon in China. */
    static final Instant NOON = Instant.parse("2026-07-10T04:00:00Z");

    static final String SETTINGS = "notifications: {insideHosts: [127.0.0.1], timeoutMillis: 2000, maximumHours: 2}\n";

    final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    final FakeReceiver receiver = new FakeReceiver();
    final RunningService service =
            RunningService.with().settings(SETTINGS).clock(now::get).start();
    private int cafes;

    NotifiedCity() throws Exception {}

    /** A person with an account, and the account's id. */
    record Person(UUID id, AdminClient client) {
        JsonObject get(String path) throws Exception {
            return call(HttpMethod.GET, path, null);
        }

        JsonObject call(HttpMethod method, String path, JsonObject body) throws Exception {
            return client.call(method, path, body).await(PATIENCE_SECONDS, SECONDS);
        }

        /** Adds a path of the receiver as a target of this account, and returns the service's answer. */
        JsonObject target(String format, String url) throws Exception {
            return target(format, url, format.equals("dingtalk") ? "SEC0123456789" : null);
        }

        JsonObject target(String format, String url, String secret) throws Exception {
            JsonObject target = new JsonObject().put("format", format).put("url", url);
            return call(
                    HttpMethod.POST, "/notifications/targets", secret == null ? target : target.put("secret", secret));
        }

        void wants(String json) throws Exception {
            call(HttpMethod.PUT, "/notifications", new JsonObject(json));
        }

        List<JsonObject> messages() throws Exception {
            return get("/notifications/messages").getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .toList();
        }
    }

    Person person(JsonObject account) throws Exception {
        var made =
                service.admin().createAccount(account.put("name", "somebody")).await(PATIENCE_SECONDS, SECONDS);
        return new Person(UUID.fromString(made.id()), new AdminClient(service.vertx(), service.url(), made.token()));
    }

    Person culture(String region) throws Exception {
        return person(new JsonObject()
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", region));
    }

    /** A new café of a county. */
    String cafe(String county) throws Exception {
        String placeCode = county + "10" + "%06d".formatted(++cafes);
        sql(
                "INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('%s', '星海%d', '%s', 'L', now())"
                        .formatted(placeCode, cafes, county));
        return placeCode;
    }

    void opened(String cafe) throws Exception {
        change(cafe, "opened", "OVERTIME_OPERATION", "fact", UUID.randomUUID());
    }

    /** A silence that looks like an outage of the county's network. */
    void cutOff(String cafe) throws Exception {
        JsonObject snapshot = new JsonObject()
                .put("startedAt", now.get().minusSeconds(900).toString())
                .put("explained", "probable-outage");
        sql(change(now.get(), cafe, "opened", "MEASURES_STOPPED", "suspicion", UUID.randomUUID(), snapshot));
    }

    /** Writes one message of the feed, as the journal does. */
    void change(String cafe, String event, String code, String standing, UUID violation) throws Exception {
        sql(change(now.get(), cafe, event, code, standing, violation));
    }

    /** Likewise, of a violation that was found late. */
    void late(String cafe, String event, String code, String standing, UUID violation) throws Exception {
        sql(change(now.get(), cafe, event, code, standing, violation)
                + ";UPDATE feed SET late = true WHERE position = (SELECT position FROM head)");
    }

    /** The SQL that writes one message of the feed. */
    static String change(Instant at, String cafe, String event, String code, String standing, UUID violation) {
        JsonObject snapshot = new JsonObject()
                .put("startedAt", at.minusSeconds(600).toString())
                .put("terminal", "SEAT-OF-SOMEBODY");
        return change(at, cafe, event, code, standing, violation, snapshot);
    }

    private static String change(
            Instant at, String cafe, String event, String code, String standing, UUID violation, JsonObject snapshot) {
        return """
                WITH moved AS (UPDATE head SET position = position + 1 RETURNING position)
                INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot)
                SELECT position, '%s', '%s', '%s', '%s', '%s', '%s', '{culture}', '%s' FROM moved
                """.formatted(at, event, violation, cafe, code, standing, snapshot.encode());
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /**
     * Sends until the condition holds, and moves the clock meanwhile, as targets require an interval between two
     * messages.
     */
    void until(String what, Callable<Boolean> condition) throws Exception {
        Await.until(what, () -> {
            service.sendNotifications();
            pass(Duration.ofMillis(200));
            return condition.call();
        });
    }

    void sql(String sql) throws Exception {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws Exception {
        service.close();
        receiver.close();
    }
}
