package lingdian.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A city in one process, in virtual time, with faults drawn from a seed: lost, repeated, overtaken and late messages,
 * broken connections, storms of reconnections, nodes and agents that end between any two steps, clocks that jump,
 * commits that fail or succeed without an answer, full disks, readers of the feed that stop reading.
 *
 * <p>All code that decides is real: the café's agent with its spool, numbering and resending, the sockets' state
 * machines of both sides, the answers to posts, the intake with its inboxes, shards and batches, the judge, the
 * transactions, the fan-out of the feed with its ring and pages, and the stores with their statements. The layers below
 * are modelled: time, event loops, the network, PostgreSQL (the effect of each statement, the lock on {@code head},
 * constraints, transactions) and the disk (its state after a power cut). The simulation does not cover the encoding of
 * HTTP and SSE, the scope of readers, and the detection of silences.
 *
 * <p>A failure names its seed: {@code -Dlingdian.simulation.first=SEED -Dlingdian.simulation.seeds=1} runs it again.
 * Many hours of seeds: {@code -Dlingdian.simulation.seeds=14000}.
 */
class SimulationIT {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationIT.class);
    private static final long FIRST = Long.getLong("lingdian.simulation.first", 1);
    private static final long SEEDS = Long.getLong("lingdian.simulation.seeds", 100);
    private static final int SEEDS_TO_NOTICE = 200;

    /** Silences the programs' logs unless a single seed runs: many seeds would log thousands of lines. */
    @BeforeAll
    static void quiet() {
        level(SEEDS == 1 ? null : Level.OFF);
    }

    @AfterAll
    static void loud() {
        level(null);
    }

    private static void level(@Nullable Level level) {
        for (String programs : List.of("lingdian.intake", "lingdian.agent", "lingdian.client", "lingdian.feed")) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(programs)).setLevel(level);
        }
    }

    @Test
    void everyPromiseHoldsWhateverGoesWrong() throws InterruptedException {
        var simulation = new Simulation();
        simulation.runAll(FIRST, SEEDS);
        LOG.info("{}", simulation);
        assertThat(simulation.seeds()).isEqualTo(SEEDS);
    }

    /** Each breakage must be detected, or its promise is not tested. Only with {@code -Dlingdian.long=true}: it takes a minute. */
    @EnabledIfSystemProperty(named = "lingdian.long", matches = "true")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatIsBrokenIsFound(Breakage breakage) throws IOException {
        var simulation = new Simulation();
        for (long seed = 1; seed <= SEEDS_TO_NOTICE; seed++) {
            try {
                simulation.run(seed, breakage);
            } catch (AssertionError found) {
                assertThat(found).as("%s", breakage).hasCauseInstanceOf(BrokenPromise.class);
                LOG.info("{} is found: {}", breakage, found.getMessage());
                return;
            }
        }
        fail("%s is not found in %s seeds", breakage, SEEDS_TO_NOTICE);
    }
}
