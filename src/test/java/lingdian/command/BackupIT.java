package lingdian.command;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.Backoff;
import lingdian.agent.spool.SpoolSettings;
import lingdian.agent.spool.SpooledAgent;
import lingdian.agent.spool.UplinkState;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.work.SystemClock;
import lingdian.record.journal.Verification;
import lingdian.testing.Await;
import lingdian.testing.Cafes;
import lingdian.testing.DumpedPostgres;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * operations.md, "Backup" and "Restore", step by step: the database is dumped while the service runs, lost, and
 * restored with the copy of the key ring. The record is whole, and the café's agent sends again the events that the
 * backup lacks.
 */
class BackupIT {
    private static final String CAFE = "36048110000001";
    private static final String RECORD = "SELECT seq || ' ' || body FROM journal ORDER BY seq";
    private static final int BEFORE = 20;
    private static final int AFTER = 10;

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();

    @Test
    void whatIsRestoredIsWholeAndAgentsGoOn() throws Exception {
        DumpedPostgres.missing().ifPresent(what -> Assumptions.assumeTrue(System.getenv("CI") != null, what));
        Path ring = directory.resolve("keys.json");
        Path dump = directory.resolve("lingdian.dump");
        try (var postgres = DumpedPostgres.start()) {
            String key;
            List<String> lost;
            try (var service = RunningService.with()
                    .database(postgres.migrated("lingdian"))
                    .start()) {
                Cafes.openDayAndNight(service.admin());
                key = service.cafe(CAFE, List.of());
                SpooledAgent agent = agent(service, key);
                record(agent, BEFORE);
                DumpedPostgres.backUp(service.database(), dump);
                Files.copy(service.keyRing(), ring);
                Files.copy(dayKeys(service.keyRing()), dayKeys(ring));
                record(agent, AFTER);
                lost = service.rows(RECORD);
                agent.close().await(PATIENCE_SECONDS, SECONDS);
            }
            DatabaseAddress restored = postgres.restored(dump, "lingdian_restored");
            try (var service =
                    RunningService.with().database(restored).keyRing(ring).start()) {
                assertWhole(service.verify(), BEFORE);
                SpooledAgent agent = agent(service, key);
                record(agent, 1);
                assertThat(agent.state())
                        .extracting(UplinkState::setAside, UplinkState::stopped)
                        .containsExactly(List.of(), null);
                agent.close().await(PATIENCE_SECONDS, SECONDS);
                assertWhole(service.verify(), BEFORE + AFTER + 1);
                assertThat(service.rows(RECORD))
                        .startsWith(lost.toArray(String[]::new))
                        .hasSize(lost.size() + 1);
                assertThat(service.rows("SELECT code FROM violation")).isEmpty();
            }
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private static void assertWhole(Verification.Result verified, long records) {
        assertThat(verified.firstBroken()).isNull();
        assertThat(verified.records()).isEqualTo(records);
    }

    private SpooledAgent agent(RunningService service, String key) throws Exception {
        var settings = new SpoolSettings(
                "test/1", 100, 60, 1 << 20, 100_000, 10_000, new Backoff(5, 30, Integer.MAX_VALUE, 60), 300);
        return SpooledAgent.start(
                        vertx,
                        new AgentEndpoint(service.url(), key),
                        directory.resolve("spool"),
                        settings,
                        SystemClock.MICROSECONDS,
                        new Random(1),
                        AgentListener.NONE)
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** Logs in guests who stay, and waits until the service has acknowledged all events. */
    private static void record(SpooledAgent agent, int guests) throws Exception {
        for (int i = 0; i < guests; i++) {
            agent.record((seq, at) -> new AgentEvent.Login(
                            seq,
                            at,
                            "s-" + seq,
                            "T" + seq,
                            new Document("990", "P-" + seq, "旅客", null, "1990-01-01", ReadMethod.MANUAL),
                            true))
                    .await(PATIENCE_SECONDS, SECONDS);
        }
        Await.until("all is safe", () -> agent.state().unsent() == 0);
    }

    private static Path dayKeys(Path ring) {
        return ring.resolveSibling(ring.getFileName() + ".days");
    }
}
