package lingdian.reliability;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.journal.Verification;
import lingdian.record.journal.VerificationStore;
import lingdian.testing.Await;
import lingdian.testing.Cafes;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import lingdian.testing.Stopwatch;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand hostile messages to the running program, which logs at the most detailed level: each gets a clear code,
 * no value is returned or logged, the program keeps running within its memory, and other cafés are not affected.
 *
 * <p>The long form: {@code mvn verify -Dit.test=HostileFramesIT -Dlingdian.hostile.frames=500000
 * -Dlingdian.hostile.seed=7}.
 */
class HostileFramesIT {
    private static final int FRAMES = Integer.getInteger("lingdian.hostile.frames", 700);
    private static final long SEED = Long.getLong("lingdian.hostile.seed", 20_260_731);
    private static final int AGENTS = 6;
    private static final int POSTERS = 2;
    private static final int FRAMES_A_TURN = 16;
    private static final long MEBIBYTE = 1024 * 1024;

    private static final String LOG = """
            <configuration>
              <appender name="STDERR" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder><pattern>%d %-5level [%thread] %logger - %msg%n</pattern></encoder>
              </appender>
              <logger name="lingdian" level="TRACE"/>
              <logger name="org.flywaydb" level="INFO"/>
              <root level="DEBUG"><appender-ref ref="STDERR"/></root>
            </configuration>
            """;

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress database = TestDatabase.migrated();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<Bystander> bystanders = new ArrayList<>();
    private ServiceProcess service;
    private AdminClient admin;

    @BeforeEach
    void start() throws Exception {
        Path directory = Files.createTempDirectory("lingdian-hostile");
        Path log = Files.writeString(directory.resolve("logback.xml"), LOG);
        service = ServiceProcess.start(
                List.of("-Dlogback.configurationFile=" + log), database, directory.resolve("keys.json"));
        admin = new AdminClient(vertx, service.url(), RunningService.ADMIN_TOKEN);
        Cafes.openDayAndNight(admin);
        for (int i = 0; i < 2; i++) {
            bystanders.add(Bystander.at(GuestDesk.open(vertx, service.url(), Cafes.placeCode(900 + i), key(900 + i))));
        }
    }

    @AfterEach
    void stop() throws Exception {
        bystanders.forEach(Bystander::close);
        service.close();
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private String key(int cafe) throws Exception {
        return Cafes.create(admin, Cafes.placeCode(cafe)).key();
    }

    @Test
    void eachIsAnsweredByAClearCodeAndHarmsNobody() throws Exception {
        try (var heap = HeapOf.process(service.process())) {
            bystanders.forEach(Bystander::turn);
            long before = heap.usedAfterCollection();
            heap.forgetPeak();
            attack();
            List<List<Duration>> waited = new ArrayList<>();
            for (Bystander bystander : bystanders) {
                waited.add(bystander.served());
            }
            long after = heap.usedAfterCollection();
            report(before, after, heap, waited);
            assertThat(failures).as("seed %d", SEED).isEmpty();
            assertThat(after - before).as("heap that stays in use").isLessThan(64 * MEBIBYTE);
            assertThat(heap.peakOfAllMemory().orElse(0L)).isLessThan(1_100 * MEBIBYTE);
            waited.forEach(times -> Stopwatch.assertWithin(
                    "the slowest verdict of an honest café", times.getLast(), Duration.ofSeconds(5)));
        }
        isAsGoodAsBefore();
        nothingWasLogged();
        Replayed.contradictsNothing(database);
    }

    private void attack() throws Exception {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < AGENTS + POSTERS; i++) {
            int number = i;
            String key = key(i + 1);
            threads.add(Thread.ofVirtual().start(() -> attack(number, key)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void attack(int number, String key) {
        var frames = new HostileFrames(new Random(SEED + number), "s" + number);
        try {
            if (number < AGENTS) {
                overSocket(frames, key);
            } else {
                overHttp(frames, key);
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private void overSocket(HostileFrames frames, String key) throws Exception {
        try (var agent = new HostileAgent(service.url().getPort(), key, this::answered)) {
            HostileFrame frame = frames.sentLongAgo(1);
            while (sent.get() < FRAMES && failures.isEmpty()) {
                check(frame, agent.send(frame), frame.socket());
                frame = frames.next(agent.seq());
            }
        }
    }

    private void overHttp(HostileFrames frames, String key) throws Exception {
        try (var poster = new HostilePoster(service.url(), key, this::answered)) {
            hostileHeads(poster);
            while (sent.get() < FRAMES && failures.isEmpty()) {
                HostileFrame frame = frames.next(poster.seq());
                if (frame.fitsHttp()) {
                    check(frame, poster.send(frame), frame.http());
                }
            }
        }
    }

    private static void hostileHeads(HostilePoster poster) throws Exception {
        String mark = HostileFrames.MARK;
        assertThat(poster.headers(Map.of("Lingdian-Stream", mark))).isEqualTo(400);
        assertThat(poster.headers(Map.of("Lingdian-Sent", mark))).isEqualTo(400);
        assertThat(poster.headers(Map.of("Content-Type", mark + "/" + mark))).isEqualTo(415);
        assertThat(poster.headers(Map.of("Content-Encoding", mark))).isEqualTo(415);
        assertThat(poster.headers(Map.of("Authorization", "Bearer " + mark))).isEqualTo(401);
        assertThat(poster.bomb(64 * 1024 * 1024)).isEqualTo(415);
        assertThat(poster.body(new byte[9 * 1024 * 1024])).isEqualTo(413);
        assertThat(poster.body(HostileFrame.utf8("\n".repeat(20_000) + mark))).isEqualTo(413);
        assertThat(poster.body(HostileFrame.utf8("\n".repeat(5_000) + mark))).isEqualTo(400);
        assertThat(poster.body(new byte[0])).isEqualTo(400);
    }

    private void check(HostileFrame frame, String outcome, Set<String> expected) {
        assertThat(outcome).as("%s", frame).isIn(expected);
        outcomes.computeIfAbsent(outcome, code -> new LongAdder()).increment();
        int count = sent.incrementAndGet();
        if (count % FRAMES_A_TURN == 0) {
            bystanders.get(count / FRAMES_A_TURN % bystanders.size()).turn();
        }
    }

    /** Called on any thread. */
    private void answered(String text) {
        assertThat(text).doesNotContain(HostileFrames.MARK).doesNotContain(HostileFrames.NUMBER_MARK);
    }

    private void isAsGoodAsBefore() throws Exception {
        assertThat(service.process().isAlive()).isTrue();
        try (var desk = GuestDesk.open(vertx, service.url(), Cafes.placeCode(990), key(990))) {
            assertThat(desk.verdict(desk.ask("s-1", "T1", "newcomer")).getBoolean("allow"))
                    .isTrue();
        }
        try (var store = VerificationStore.open(database)) {
            assertThat(Verification.run(store).firstBroken()).isNull();
        }
        for (String authority : List.of("culture", "public-security")) {
            String token = regulator(authority);
            String listed = new AdminClient(vertx, service.url(), token)
                    .all("/violations", Map.of())
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .encode();
            assertThat(listed).contains("RECORDS_BROKEN", "IDENTITY_UNVERIFIED");
            answered(listed);
            answered(feed(token));
        }
    }

    private String regulator(String authority) throws Exception {
        var account = new JsonObject()
                .put("name", "regulator")
                .put("role", "regulator")
                .put("authority", authority)
                .put("region", "000000");
        return admin.createAccount(account)
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .token();
    }

    /** The whole feed, up to its newest message. */
    private String feed(String token) throws Exception {
        var request = HttpRequest.newBuilder(service.url().resolve("/api/v1/violations/feed?from=0"))
                .header("Authorization", "Bearer " + token)
                .timeout(Await.PATIENCE)
                .build();
        String newest = "id: " + newestPosition(token);
        var feed = new StringBuilder();
        try (var client = HttpClient.newHttpClient();
                Stream<String> lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            boolean last = false;
            for (var all = lines.iterator(); all.hasNext(); ) {
                String line = all.next();
                feed.append(line).append('\n');
                last |= line.equals(newest);
                if (last && line.isEmpty()) {
                    client.shutdownNow();
                    return feed.toString();
                }
            }
        }
        throw new AssertionError("the feed ended before its newest message");
    }

    private String newestPosition(String token) throws Exception {
        return new AdminClient(vertx, service.url(), token)
                .get("/violations", Map.of("limit", "1"))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getString("position");
    }

    private void nothingWasLogged() throws Exception {
        String log = service.log();
        assertThat(log).as("the log is talkative").contains("DEBUG");
        assertThat(log.lines()
                        .filter(line -> line.contains(HostileFrames.MARK) || line.contains(HostileFrames.NUMBER_MARK)))
                .isEmpty();
        assertThat(log.lines().filter(line -> line.contains(" ERROR "))).isEmpty();
    }

    private void report(long before, long after, HeapOf heap, List<List<Duration>> waited) throws Exception {
        System.out.printf(
                "hostile frames: seed %d, %d sent, outcomes %s%n"
                        + "  heap in use after collection: %d MiB before, %d MiB after; peak at most %d MiB; all memory %d MiB%n",
                SEED,
                sent.get(),
                new TreeMap<>(outcomes),
                before / MEBIBYTE,
                after / MEBIBYTE,
                heap.peak() / MEBIBYTE,
                heap.peakOfAllMemory().orElse(0L) / MEBIBYTE);
        for (List<Duration> times : waited) {
            System.out.printf(
                    "  an honest café meanwhile: %d verdicts, median %d ms, 99%% %d ms, longest %d ms%n",
                    times.size(),
                    times.get(times.size() / 2).toMillis(),
                    times.get(times.size() * 99 / 100).toMillis(),
                    times.get(times.size() - 1).toMillis());
        }
    }
}
