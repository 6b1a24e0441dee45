package lingdian.intake.silence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lingdian.agent.link.AdminClient;
import lingdian.intake.silence.SilenceOracle.Expected;
import lingdian.intake.silence.SilenceOracle.Gap;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.text.Rfc3339;
import lingdian.testing.Await;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes on one database, one killed at random, over and over, while cafés talk, fall silent, close and come back:
 * no silence is missed, and none is found twice.
 *
 * <p>From half past seven in the evening on, six hundred times as fast as real time, until nodes were killed so often
 * and cafés were silent so often that it says something. A short night here; about ten minutes of nights by {@code mvn
 * verify -Dit.test=TwoNodesSilenceIT -Dlingdian.silence.kills=54}. The seed is said where it fails.
 */
class TwoNodesSilenceIT {
    private static final Logger LOG = LoggerFactory.getLogger(TwoNodesSilenceIT.class);
    private static final int KILLS = Integer.getInteger("lingdian.silence.kills", 1);
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);
    private static final double SPEED = 600;
    private static final int CAFES = 24;
    private static final String EVENING = "2026-07-01T11:30:00Z";

    private final Random random = new Random(SEED);
    private final List<FastNode> nodes = new ArrayList<>();
    private SharedClock clock;
    private final CountDownLatch over = new CountDownLatch(1);
    private Instant end;
    private int kills;

    @TempDir
    private Path directory;

    @Test
    void noSilenceIsMissedAndNoneIsFoundTwice() throws Exception {
        DatabaseAddress address = TestDatabase.migrated();
        Path keyRing = KeyRing.create(directory.resolve("keys.json")).file();
        clock = SharedClock.from(EVENING, SPEED);
        Vertx vertx = Vertx.vertx();
        try (var first = FastNode.start(address, keyRing, clock);
                var second = FastNode.start(address, keyRing, clock);
                Connection database = TestDatabase.superuser(address)) {
            nodes.addAll(List.of(first, second));
            var admin = new AdminClient(vertx, first.url(), RunningService.ADMIN_TOKEN);
            live(cafes(admin), database);
            check(vertx, first, database);
        } catch (AssertionError failed) {
            throw new AssertionError("with -Dlingdian.seed=" + SEED, failed);
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private List<PostingCafe> cafes(AdminClient admin) throws Exception {
        var cafes = new ArrayList<PostingCafe>();
        for (int i = 0; i < CAFES; i++) {
            String placeCode = (i % 2 == 0 ? "360481" : "360402") + "10" + String.format("%06d", i + 1);
            var licence = new JsonObject().put("number", "1").put("validUntil", "2099-12-31");
            admin.putCafe(placeCode, new JsonObject().put("name", "test").put("licence", licence))
                    .await(PATIENCE_SECONDS, SECONDS);
            cafes.add(new PostingCafe(
                    placeCode,
                    admin.createAgentKey(placeCode)
                            .await(PATIENCE_SECONDS, SECONDS)
                            .key()));
        }
        return cafes;
    }

    private void live(List<PostingCafe> cafes, Connection database) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var living = new ArrayList<Future<Void>>();
            for (PostingCafe cafe : cafes) {
                var habit = new Random(random.nextLong());
                living.add(threads.submit((Callable<Void>) () -> live(cafe, habit)));
            }
            killAtRandom(database);
            for (Future<Void> one : living) {
                one.get();
            }
        }
    }

    /** Talks for a while, then says nothing for a while: sometimes after closing, sometimes for long. */
    private Void live(PostingCafe cafe, Random habit) throws Exception {
        if (habit.nextInt(3) > 0) {
            send(cafe, habit, "opened");
        }
        while (!isOver()) {
            for (int i = habit.nextInt(20); i > 0 && !isOver(); i--) {
                send(cafe, habit, "heartbeat");
                pass(Duration.ofSeconds(60 + habit.nextInt(120)));
            }
            switch (habit.nextInt(6)) {
                case 0 -> send(cafe, habit, "closed");
                case 1, 2 -> send(cafe, habit, "opened");
                default -> {}
            }
            pass(Duration.ofMinutes(habit.nextInt(3) == 0 ? habit.nextInt(200) : habit.nextInt(35)));
        }
        return null;
    }

    /** Sends to either node, and to the other one if the first does not answer. */
    private void send(PostingCafe cafe, Random habit, String type) throws Exception {
        int node = habit.nextInt(2);
        while (!cafe.send(nodes.get(node).url(), type, clock.instant())) {
            node = 1 - node;
            Thread.sleep(50);
        }
    }

    private void pass(Duration clockTime) throws InterruptedException {
        if (over.await((long) (clockTime.toMillis() / SPEED), TimeUnit.MILLISECONDS)) {
            LOG.debug("the night is over");
        }
    }

    private boolean isOver() {
        return over.getCount() == 0;
    }

    private void killAtRandom(Connection database) throws Exception {
        while (kills < KILLS || silences(SilenceOracle.gaps(database, clock.instant())) < CAFES) {
            Thread.sleep(500 + random.nextInt(4_000));
            FastNode node = nodes.get(random.nextInt(2));
            node.kill();
            kills++;
            Thread.sleep(random.nextInt(1_500));
            node.begin();
        }
        end = clock.instant();
        over.countDown();
    }

    private static long silences(List<Gap> gaps) {
        return gaps.stream().filter(gap -> gap.expected() == Expected.SILENCE).count();
    }

    private void check(Vertx vertx, FastNode node, Connection database) throws Exception {
        var found = new TreeMap<String, JsonObject>();
        var admin = new AdminClient(vertx, node.url(), RunningService.ADMIN_TOKEN);
        var account = new JsonObject()
                .put("name", "regulator")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "000000");
        var regulator = new AdminClient(
                vertx,
                node.url(),
                admin.createAccount(account).await(PATIENCE_SECONDS, SECONDS).token());
        Await.until("every node that was killed is taken to be gone", () -> gone(database));
        List<Gap> gaps = SilenceOracle.gaps(database, end);
        Set<String> missed = new HashSet<>();
        Await.until("every silence that the oracle expects", () -> {
            regulator.all("/violations", Map.of("code", "MEASURES_STOPPED")).await(PATIENCE_SECONDS, SECONDS).stream()
                    .map(JsonObject.class::cast)
                    .forEach(one -> found.put(key(one), one));
            missed.clear();
            gaps.stream()
                    .filter(gap -> gap.expected() == Expected.SILENCE && !found.containsKey(key(gap)))
                    .forEach(gap -> missed.add(key(gap)));
            return missed.isEmpty();
        });
        LOG.info(
                "{} kills, {} gaps, {} silences, {} of them in doubt",
                kills,
                gaps.size(),
                found.size(),
                gaps.stream().filter(gap -> gap.expected() == Expected.EITHER).count());
        assertThat(silences(gaps)).isGreaterThanOrEqualTo(CAFES);
        noneIsMadeUp(gaps, found);
        noneIsToldTwice(database);
    }

    private static void noneIsMadeUp(List<Gap> gaps, Map<String, JsonObject> found) {
        Map<String, Gap> may = gaps.stream()
                .filter(gap -> gap.expected() != Expected.NONE)
                .collect(Collectors.toMap(TwoNodesSilenceIT::key, gap -> gap, (one, same) -> one));
        found.forEach((key, silence) -> {
            assertThat(may).containsKey(key);
            assertThat(instant(silence, "endedAt")).isEqualTo(may.get(key).to());
        });
    }

    private static void noneIsToldTwice(Connection database) throws Exception {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT violation_id, event, count(*) FROM feed"
                        + " WHERE code = 'MEASURES_STOPPED' AND event IN ('opened', 'ended')"
                        + " GROUP BY 1, 2 HAVING count(*) > 1")) {
            assertThat(rows.next()).isFalse();
        }
    }

    /** Two rows are of nodes that run; of the others, what was received until their end is known for good. */
    private static boolean gone(Connection database) throws Exception {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM listening WHERE NOT over AND renewed_at"
                        + " >= (SELECT max(renewed_at) FROM listening) - interval '1 hour'")) {
            rows.next();
            return rows.getInt(1) == 2;
        }
    }

    private static String key(Gap gap) {
        return gap.placeCode() + " " + gap.from();
    }

    private static String key(JsonObject silence) {
        return silence.getString("placeCode") + " " + instant(silence, "startedAt");
    }

    private static Instant instant(JsonObject violation, String field) {
        String text = violation.getString(field);
        return text == null ? null : Rfc3339.parse(text).orElseThrow();
    }
}
