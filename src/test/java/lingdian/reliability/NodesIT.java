package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import lingdian.testing.Stopwatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes on one database behind nginx are stopped (SIGTERM) and restarted one after another, while agents, a poster and
 * a subscriber use any of them: no event is lost or recorded twice, and verdicts hardly pause.
 *
 * <p>By default it does one round over two nodes. The long form, {@code mvn verify -Dit.test=NodesIT -Dlingdian.nodes=3
 * -Dlingdian.rounds=20 -Dlingdian.long=true}, also asserts the longest pause.
 */
class NodesIT {
    private static final Logger LOG = LoggerFactory.getLogger(NodesIT.class);
    private static final int NODES = Integer.getInteger("lingdian.nodes", 2);
    private static final int ROUNDS = Integer.getInteger("lingdian.rounds", 1);
    private static final int CAFES = 6;
    private static final String POSTER = "36040210000001";
    private static final Duration GAP_MAX = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private final List<ServiceProcess> nodes = new ArrayList<>();
    private final Set<Integer> statuses = new ConcurrentSkipListSet<>();
    private volatile boolean enough;

    @Test
    void nodesAreRestartedOneAfterTheOtherAndNobodyNotices() throws Exception {
        Nginx.isNeeded();
        try (var observer = RunningService.start()) {
            start(observer);
            try (var nginx = Nginx.withoutTls(
                            nodes.stream().map(ServiceProcess::url).toList(), directory);
                    var city = BusyCity.behind(nginx.plainUrl(), observer, CAFES);
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var poster = new HonestPoster(nginx.plainUrl(), observer.cafe(POSTER, List.of()));
                Future<Long> posted = threads.submit(() -> post(poster));
                city.begin(20);
                city.awaitVerdicts();
                for (int i = 0; i < ROUNDS * NODES; i++) {
                    restart(nodes.get(i % NODES), city);
                }
                enough = true;
                check(observer, city, posted.get());
            } finally {
                for (ServiceProcess node : nodes) {
                    node.close();
                }
            }
        }
    }

    private void start(RunningService observer) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starting = new ArrayList<Future<ServiceProcess>>();
            for (int i = 0; i < NODES; i++) {
                starting.add(threads.submit((Callable<ServiceProcess>)
                        () -> ServiceProcess.start(observer.database(), observer.keyRing())));
            }
            for (Future<ServiceProcess> node : starting) {
                nodes.add(node.get());
            }
        }
    }

    private static void restart(ServiceProcess node, BusyCity city) throws Exception {
        assertThat(node.terminate()).isZero();
        city.awaitVerdicts();
        node.restartInPlace();
    }

    /** Posts one event after another, and repeats each until it is answered 200. Returns the number of events. */
    private long post(HonestPoster poster) throws InterruptedException {
        UUID stream = UUID.randomUUID();
        long seq = 0;
        while (!enough) {
            try {
                int status =
                        poster.post(stream, Events.event(seq + 1, "opened")).status();
                statuses.add(status);
                seq += status == 200 ? 1 : 0;
            } catch (IOException | RuntimeException brokenOff) {
                statuses.add(0);
            }
        }
        return seq;
    }

    private void check(RunningService observer, BusyCity city, long posted) throws Exception {
        city.audit();
        assertThat(statuses).as("what the poster was answered").contains(200).doesNotContain(409, 410, 500);
        assertThat(observer.rows("SELECT seq FROM journal JOIN stream ON stream.number = stream_number"
                        + " WHERE place_code = '" + POSTER + "' ORDER BY seq"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, posted)
                        .mapToObj(Long::toString)
                        .toList());
        assertThat(city.disconnections()).as("agents changed the node").isGreaterThanOrEqualTo(CAFES);
        LOG.info(
                "{} restarts: {} events of agents and {} posted, {} verdicts, {} reconnections, the feed resumed {}"
                        + " times, answers {}; the longest gap {} ms",
                ROUNDS * NODES,
                city.sent(),
                posted,
                city.verdicts(),
                city.disconnections(),
                city.follower.resumed,
                statuses,
                city.longestGap());
        Stopwatch.assertWithin("the longest pause", Duration.ofMillis(city.longestGap()), GAP_MAX);
    }
}
