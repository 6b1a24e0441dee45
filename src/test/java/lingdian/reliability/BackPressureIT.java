package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lingdian.agent.link.AgentConnection;
import lingdian.platform.database.Migrations;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/**
 * One café sends as fast as its window permits, while two hundred others send at their usual pace.
 *
 * <p>Counts are asserted: no commit has more than a portion of the fast café's events. Latencies are printed, and
 * asserted only in the long form on an idle machine, {@code mvn verify -Dit.test=BackPressureIT -Dlingdian.long=true}:
 * verdicts of the others within 1.5 times their undisturbed 99th percentile.
 */
class BackPressureIT {
    private static final boolean LONG = Boolean.getBoolean("lingdian.long");
    private static final int CAFES = 200;
    private static final String FAST = BusyCity.placeCode(999);
    /**
     * The most events of one café in one commit: half of it if few events wait, all of it if very many do, as after a
     * pause of the machine.
     */
    private static final int PORTION = 64;
    /** The permitted heap growth of the whole test process, including the agents and their books. */
    private static final long HEAP_GROWTH_MAX = 64 * 1024 * 1024;

    private static final int EVERY_MILLIS = 1_000;
    private static final Duration PHASE = Duration.ofSeconds(LONG ? 10 : 2);
    private static final int ROUNDS = LONG ? 6 : 1;

    @Test
    void theOthersDoNotWaitForTheFastOne() throws Exception {
        try (var postgres = OwnPostgres.create()) {
            Migrations.run(postgres.address());
            try (var service =
                            RunningService.with().database(postgres.address()).start();
                    var city = new BusyCity(service, CAFES)) {
                String key = service.cafe(FAST, List.of());
                var fast = new FastCafe(city.vertx, AgentConnection.sockets(city.vertx, 1), service.url(), FAST, key);
                fast.connect().await(PATIENCE_SECONDS, SECONDS);
                city.begin(EVERY_MILLIS);
                city.awaitVerdicts();
                phase(city); // warms up
                fast.begin();
                phase(city);
                Compared compared = compare(city, fast);
                System.out.println(compared);
                fast.begin();
                long heap = usedHeap();
                phase(city);
                Await.until("the fast one is slowed by its window", () -> windowStalls(service) > 0);
                assertThat(usedHeap() - heap).as("growth of the heap").isLessThan(HEAP_GROWTH_MAX);
                fast.pause().await(PATIENCE_SECONDS, SECONDS);
                city.audit();
                assertThat(fast.disconnections).as("slowed, not cut").isEmpty();
                assertThat(fast.stopped).isNull();
                assertThat(fast.rejects).isEmpty();
                assertThat(mostInOneCommit(postgres)).isBetween(1, PORTION);
                if (LONG) {
                    assertThat(compared.times()).isLessThan(1.5);
                }
                fast.close().await(PATIENCE_SECONDS, SECONDS);
            }
        }
    }

    /** The most events of the fast café that one transaction wrote. */
    private static int mostInOneCommit(OwnPostgres postgres) throws Exception {
        try (Connection connection = postgres.superuser();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(events) FROM (SELECT count(*) AS events FROM journal"
                        + " JOIN stream ON number = stream_number WHERE place_code = '" + FAST
                        + "' GROUP BY journal.xmin) AS batch")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static double windowStalls(RunningService service) throws Exception {
        return Http.to(service).meter("lingdian_window_stalls_total");
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record Compared(Percentiles undisturbed, Percentiles disturbed, long fastEventsPerSecond) {
        double times() {
            return disturbed.times(undisturbed);
        }

        @Override
        public String toString() {
            return "undisturbed %s; beside one that sends %d events/s %s: p99 %.2f times as long"
                    .formatted(undisturbed, fastEventsPerSecond, disturbed, times());
        }
    }

    /** Alternates between both phases, so that other load affects both. */
    private static Compared compare(BusyCity city, FastCafe fast) throws Exception {
        var alone = new ArrayList<Long>();
        var beside = new ArrayList<Long>();
        long events = 0;
        for (int round = 0; round < ROUNDS; round++) {
            fast.pause().await(PATIENCE_SECONDS, SECONDS);
            alone.addAll(phase(city));
            fast.begin();
            Await.until("the fast one's agent has filled its window", () -> fast.ahead() > 4_000);
            long before = fast.acked();
            beside.addAll(phase(city));
            events += fast.acked() - before;
        }
        return new Compared(Percentiles.of(alone), Percentiles.of(beside), events / (ROUNDS * PHASE.toSeconds()));
    }

    /** Waits for the length of a phase, and until each café has got a verdict in it, and returns their latencies. */
    private static List<Long> phase(BusyCity city) throws Exception {
        city.cafes.forEach(cafe -> cafe.latencies.clear());
        long end = System.nanoTime() + PHASE.toNanos();
        Await.until("the phase is over", () -> System.nanoTime() > end);
        Await.until("each café gets a verdict", () -> city.cafes.stream().noneMatch(cafe -> cafe.latencies.isEmpty()));
        return city.cafes.stream().flatMap(cafe -> cafe.latencies.stream()).toList();
    }
}
