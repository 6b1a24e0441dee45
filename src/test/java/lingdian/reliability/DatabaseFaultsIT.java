package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import lingdian.platform.database.Migrations;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.Stopwatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL fails in every way that it can, under load from twenty cafés: no acknowledged event is lost, no event is
 * recorded twice, and verdicts resume within two seconds of its return.
 *
 * <p>The long form, {@code mvn verify -Dit.test=DatabaseFaultsIT -Dlingdian.long=true}, repeats each fault, and ends
 * with a hundred random faults.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseFaultsIT {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFaultsIT.class);
    private static final boolean LONG = Boolean.getBoolean("lingdian.long");
    private static final int CAFES = 20;
    private static final int EVERY_MILLIS = 100;
    private static final Duration RESUMED_MAX = Duration.ofSeconds(2);

    private OwnPostgres postgres;
    private RunningService service;
    private BusyCity city;
    private Probe probe;
    private ErrorLog log;
    private int faults;
    private long slowestMillis;

    @BeforeAll
    void start() throws Exception {
        postgres = OwnPostgres.create();
        Migrations.run(postgres.address());
        log = ErrorLog.begin();
        service = RunningService.with().database(postgres.address()).start();
        city = new BusyCity(service, CAFES);
        probe = new Probe(service.url(), service.regulatorToken("culture", "000000"));
    }

    @AfterAll
    void stop() throws Exception {
        LOG.info(
                "{} faults under load: {} events, {} verdicts, {} disconnections; the last café had verdicts again after at most {} ms",
                faults,
                city.sent(),
                city.verdicts(),
                city.disconnections(),
                slowestMillis);
        log.close();
        probe.close();
        city.close();
        service.close();
        postgres.close();
    }

    @BeforeEach
    void load() throws Exception {
        city.begin(EVERY_MILLIS);
        city.awaitVerdicts();
        probe.awaitReady(true);
        probe.statuses();
    }

    @AfterEach
    void audit() throws Exception {
        probe.awaitReady(true);
        city.audit();
        var statuses = probe.statuses();
        assertThat(statuses).doesNotContainKey("broken");
        if (statuses.containsKey("/health/live")) { // a test without a fault may end before the first request
            assertThat(statuses.get("/health/live")).containsExactly(200);
        }
        statuses.forEach((path, seen) -> assertThat(Set.of(200, 503)).as(path).containsAll(seen));
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void aStoppedDatabaseIsWaitedFor() throws Exception {
        for (int round = 0; round < (LONG ? 20 : 1); round++) {
            postgres.stop();
            away("stop");
        }
    }

    @Test
    void aKilledDatabaseIsWaitedFor() throws Exception {
        for (int round = 0; round < (LONG ? 20 : 2); round++) {
            postgres.kill();
            away("kill -9");
        }
    }

    private void away(String how) throws Exception {
        probe.awaitReady(false);
        int before = city.verdicts();
        awaitEvents(3); // of each café, which then wait
        assertThat(city.verdicts()).as("verdicts without a database").isEqualTo(before);
        resumed(how, postgres.start());
        probe.awaitReady(true);
    }

    private void resumed(String how, long returned) throws Exception {
        List<Long> millis = city.resumed(returned);
        faults++;
        slowestMillis = Math.max(slowestMillis, millis.getLast());
        System.out.printf(
                "%s: verdicts again after %d ms, for the last café after %d ms; %d disconnections so far%n",
                how, millis.getFirst(), millis.getLast(), city.disconnections());
        Stopwatch.assertWithin("verdicts after: " + how, Duration.ofMillis(millis.getLast()), RESUMED_MAX);
    }

    @Test
    void terminatedSessionsAreReplaced() throws Exception {
        for (int round = 0; round < (LONG ? 200 : 10); round++) {
            long now = System.nanoTime();
            // Those of the round before may not be replaced yet.
            Await.until("there are sessions to end", () -> postgres.terminateBackends() > 0);
            resumed("pg_terminate_backend", now);
        }
    }

    @Test
    void aStrangerThatTakesAllConnectionsIsOutlasted() throws Exception {
        for (int round = 0; round < (LONG ? 10 : 1); round++) {
            List<Connection> stranger = postgres.takeAllConnections();
            probe.awaitReady(false);
            int before = city.verdicts();
            awaitEvents(3);
            assertThat(city.verdicts()).as("verdicts without a connection").isEqualTo(before);
            for (Connection connection : stranger) {
                connection.close();
            }
            resumed("out of connections", System.nanoTime());
        }
    }

    @Test
    void aFullPoolOfOurOwnHoldsUpNoVerdict() throws Exception {
        try (Connection stranger = postgres.superuser();
                var statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("LOCK TABLE account IN ACCESS EXCLUSIVE MODE");
            var asked = new ArrayList<CompletableFuture<Integer>>();
            for (int i = 0; i < 50; i++) {
                asked.add(CompletableFuture.supplyAsync(this::list, Thread::startVirtualThread));
            }
            probe.awaitReady(false);
            city.awaitVerdicts();
            stranger.rollback();
            probe.awaitReady(true);
            for (CompletableFuture<Integer> answer : asked) {
                assertThat(answer.get(PATIENCE_SECONDS, SECONDS)).isIn(200, 503);
            }
        }
    }

    private int list() {
        try {
            return probe.get("/api/v1/cafes?limit=1");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLockOnTheHeadDelaysAndBreaksNothing() throws Exception {
        int disconnections = city.disconnections();
        try (Connection stranger = postgres.superuser();
                var statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("SELECT * FROM head FOR UPDATE");
            int before = city.verdicts();
            awaitEvents(LONG ? 200 : 30); // less than half a minute, after which an agent without answers reconnects
            assertThat(city.verdicts() - before)
                    .as("verdicts of batches that were ahead")
                    .isLessThan(CAFES * 5);
            stranger.rollback();
            resumed("head locked", System.nanoTime());
        }
        assertThat(city.disconnections()).isEqualTo(disconnections);
    }

    @Test
    void oneFaultAfterTheOther() throws Exception {
        var random = new Random(20_260_101);
        for (int round = 0; round < (LONG ? 100 : 0); round++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    postgres.stop();
                    postgres.start();
                }
                case 1 -> {
                    postgres.kill();
                    postgres.start();
                }
                default -> postgres.terminateBackends();
            }
            faults++;
            awaitEvents(random.nextInt(10));
        }
    }

    /** Waits until about {@code ofEach} further events of each café have been sent. */
    private void awaitEvents(int ofEach) throws Exception {
        int enough = city.sent() + ofEach * CAFES;
        Await.until("the cafés go on sending", () -> city.sent() >= enough);
    }
}
