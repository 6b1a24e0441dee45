package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills the service with SIGKILL in mid-stream, repeatedly: no acknowledged event is lost, no event is counted twice,
 * and the results show no trace of the kills.
 *
 * <p>Ten cafés send their streams to the real program on a real database, and the same streams to another one that runs
 * undisturbed. Not in a build, where {@link FaultsIT} kills nodes, too: {@code mvn verify -Dit.test=KillIT
 * -Dlingdian.long=true} makes two kills, {@code -Dlingdian.kills=200} more. The seed is random, and a failure names it;
 * {@code -Dlingdian.seed=…} repeats its streams and order of kills.
 */
@EnabledIfSystemProperty(named = "lingdian.long", matches = "true")
class KillIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillIT.class);
    private static final int KILLS = Integer.getInteger("lingdian.kills", 2);
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);
    private static final int CAFES = 10;
    private static final int EVENTS_BETWEEN_KILLS = 600;
    private static final int UNDER_WAY_MIN = 20;
    private static final int LONGEST_DELAY_MICROS = 40_000;

    private final Random random = new Random(SEED);
    private final List<StreamScript> scripts =
            StreamScript.city(SEED, CAFES, KILLS * EVENTS_BETWEEN_KILLS / CAFES + 200);
    private final List<Long> underWay = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void leavesNoTrace() throws Exception {
        try {
            Told undisturbed = Told.undisturbed(scripts, SEED, directory.resolve("keys.json"));
            Told killed = killed();
            hitInMidStream(killed);
            killed.isLike(undisturbed);
        } catch (AssertionError | Exception failed) {
            throw new AssertionError("with -Dlingdian.seed=" + SEED + " -Dlingdian.kills=" + KILLS, failed);
        }
    }

    /** The whole city on a new database, with the same keys. */
    private Told killed() throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        var written = new WrittenRecord(database);
        try (var service = ServiceProcess.start(database, directory.resolve("keys.json"));
                var city = StreamingCity.of(service.url(), scripts, SEED)) {
            city.begin();
            for (int kill = 1; kill <= KILLS; kill++) {
                city.awaitAcknowledged(moment(city.length(), kill));
                city.awaitUnderWay(UNDER_WAY_MIN);
                awaitMoment(kill, city, written);
                service.kill();
                underWay.add(city.underWay());
                service.restart();
                city.moved(service.url());
            }
            city.finish();
            return new Told(city.agents(), written, city.violations());
        }
    }

    /** The moments of a kill: just after a commit, just after an acknowledgement, or at random. */
    private void awaitMoment(int kill, StreamingCity city, WrittenRecord written) throws Exception {
        switch (kill % 3) {
            case 0 -> written.awaitCommit();
            case 1 -> city.awaitAcknowledgement();
            default -> LockSupport.parkNanos(1_000L * random.nextInt(LONGEST_DELAY_MICROS));
        }
    }

    /** The number of acknowledged events after which a kill is due: a random one within its share of all events. */
    private long moment(long length, int kill) {
        long share = length / (KILLS + 1);
        return kill * share - random.nextLong(share / 2);
    }

    /**
     * Checks that the test is meaningful: events were under way at almost every kill, and some of them were committed.
     */
    private void hitInMidStream(Told killed) {
        long unheard =
                killed.agents().stream().mapToLong(ScriptedAgent::unheard).sum();
        long lost = killed.agents().stream().mapToLong(ScriptedAgent::lost).sum();
        LOG.info(
                "seed {}, {} kills: {} events were under way, {} of them committed, {} sent again",
                SEED,
                KILLS,
                underWay.stream().mapToLong(events -> events).sum(),
                unheard,
                lost);
        assertThat(underWay.stream().filter(events -> events > 0)).hasSizeGreaterThan(KILLS * 9 / 10 - 1);
        assertThat(lost).isPositive();
        assertThat(unheard).isPositive();
        assertThat(killed.agents().stream()
                        .flatMap(agent -> agent.closeCodes().stream())
                        .distinct())
                .containsExactly(AgentWire.BROKEN);
    }
}
