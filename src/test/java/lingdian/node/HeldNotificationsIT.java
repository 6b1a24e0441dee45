package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * PostgreSQL commits the notifications of all sessions one after another, and every role that may connect can commit very many: those of
 * the service wait meanwhile, and nothing else of it does.
 */
class HeldNotificationsIT {
    private static final int LOGINS = 12;
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    /** Held from before the commit to its end. The class is pg_database; the object 0 is no database. */
    private static final String HOLDS =
            "SELECT FROM pg_locks WHERE granted AND locktype = 'object' AND classid = 1262 AND objid = 0 AND pid = ";

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void verdictsAndAnswersGoOn() throws Exception {
        try (RunningService service = RunningService.start();
                var agent =
                        TestAgent.connect(service.vertx(), service.url(), service.cafe("36048110000001", List.of()));
                var held = new HeldNotification(service.database())) {
            agent.hello(STREAM, 0);
            for (int seq = 1; seq <= LOGINS; seq++) {
                agent.send(minor(seq));
                assertThat(agent.verdict(seq).getBoolean("allow")).isFalse();
            }
            assertThat(service.violations().values())
                    .filteredOn(one -> one.getString("code").equals("MINOR_ADMITTED"))
                    .hasSize(LOGINS);
            assertThat(held.isHeld()).isTrue();
        }
    }

    /** Each opens a violation, of which the other nodes are notified. */
    private static JsonObject minor(int seq) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", "login")
                .put("at", Instant.now().toString())
                .put("session", "s" + seq)
                .put("terminal", "T" + seq)
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "p-" + seq)
                                .put("name", "某某")
                                .put("birthDate", "2020-01-01")
                                .put("read", "manual"));
    }

    /** A session of a role that may only connect, stopped in the middle of the commit of its notifications. */
    private static final class HeldNotification implements AutoCloseable {
        private final Connection watch;
        private final Connection session;
        private final long process;
        private final Thread thread;

        HeldNotification(DatabaseAddress database) throws Exception {
            watch = TestDatabase.superuser(database);
            session = TestDatabase.superuser(database);
            try (var statement = session.createStatement();
                    var row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                process = row.getLong(1);
            }
            thread = Thread.ofVirtual().start(this::commit);
            Await.until("the notifications are committed", () -> {
                signal("STOP");
                Await.until("it has stopped", this::isStopped);
                if (!isHeld()) {
                    signal("CONT");
                    return false;
                }
                return true;
            });
        }

        private void commit() {
            try (var statement = session.createStatement()) {
                statement.execute("SET ROLE grafana_reader");
                while (true) {
                    statement.execute(
                            "SELECT count(pg_notify('nobody', n::text)) FROM generate_series(1, 300000) AS n");
                }
            } catch (SQLException closed) {
                // the test is over
            }
        }

        boolean isHeld() throws SQLException {
            try (var statement = watch.createStatement();
                    var rows = statement.executeQuery(HOLDS + process)) {
                return rows.next();
            }
        }

        private boolean isStopped() throws IOException {
            return Files.readString(Path.of("/proc/" + process + "/stat")).contains(") T ");
        }

        private void signal(String name) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process))
                            .start()
                            .waitFor())
                    .isZero();
        }

        @Override
        public void close() throws Exception {
            signal("CONT");
            session.abort(Runnable::run);
            thread.join();
            watch.close();
        }
    }
}
