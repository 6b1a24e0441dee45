package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lingdian.platform.database.Migrations;
import lingdian.testing.ServiceProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A city on two nodes and one PostgreSQL, connected by {@link FaultyWire}s, with one fault after another: in the end
 * record, answers and findings equal those of the same city without faults.
 *
 * <p>By default a sixth of the faults happen once each, drawn with their order from the seed, so that a few builds try most
 * of them. {@code mvn verify -Dit.test=FaultsIT -Dlingdian.faults=500 -Dlingdian.fault.seconds=60} runs for hours, with
 * faults of up to a minute. A failure names the seed; {@code -Dlingdian.seed=…} repeats its streams and order. A full
 * disk needs root; otherwise this fault is skipped with a warning.
 */
class FaultsIT {
    private static final Logger LOG = LoggerFactory.getLogger(FaultsIT.class);
    private static final int FAULTS = Integer.getInteger("lingdian.faults", Fault.values().length / 6);
    private static final int SECONDS_MAX = Integer.getInteger("lingdian.fault.seconds", 0);
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);
    private static final int CAFES = 10;
    private static final int EVENTS_OF_EACH = 50;
    private static final int EVENTS_MEANWHILE = 100;
    private static final Duration STILL = Duration.ofMillis(300);
    private static final int DISK_MEGABYTES = 400;

    private enum Fault {
        DATABASE_STOPPED,
        DATABASE_KILLED,
        DATABASE_SESSIONS_ENDED,
        DATABASE_CONNECTIONS_TAKEN,
        DATABASE_DISK_FULL,
        HEAD_LOCKED,
        DATABASE_WIRE_CUT,
        DATABASE_WIRE_DEAD,
        DATABASE_WIRE_DEAD_ONE_WAY,
        DATABASE_WIRE_SLOW,
        NODE_KILLED,
        NODE_FROZEN,
        AGENTS_WIRE_CUT,
        AGENTS_WIRE_DEAD,
        AGENTS_WIRE_DEAD_ONE_WAY,
        AGENTS_WIRE_SLOW,
        /** The nodes keep connections whose other end no longer exists. */
        AGENTS_LOST,
        /** All agents reconnect at once, several times. */
        AGENTS_RECONNECT
    }

    private final Random random = new Random(SEED);
    private final List<StreamScript> scripts = StreamScript.city(SEED, CAFES, (FAULTS + 3) * EVENTS_OF_EACH);
    private final Map<Fault, List<Long>> recovered = new EnumMap<>(Fault.class);
    private final List<ServiceProcess> nodes = new ArrayList<>();
    private SmallDisk disk;
    private OwnPostgres postgres;
    private FaultyWire toDatabase;
    private FaultyWire toNodes;
    private StreamingCity city;

    @TempDir
    private Path directory;

    @Test
    void leaveNoTrace() throws Exception {
        try {
            long began = System.nanoTime();
            Told disturbed = disturbed();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            long lost =
                    disturbed.agents().stream().mapToLong(ScriptedAgent::lost).sum();
            long unheard = disturbed.agents().stream()
                    .mapToLong(ScriptedAgent::unheard)
                    .sum();
            LOG.info(
                    "{} faults, {} events: {} had to be sent again, {} were recorded unheard; verdicts again after, in ms: {}",
                    recovered.values().stream().mapToInt(List::size).sum(),
                    scripts.stream().mapToInt(StreamScript::length).sum(),
                    lost,
                    unheard,
                    recovered);
            if (FAULTS >= Fault.values().length) { // the few of a build may all be ones that cost no event
                assertThat(lost).isPositive();
                assertThat(unheard).isPositive();
            }
            disturbed.isLike(Told.undisturbed(scripts, SEED, directory.resolve("keys.json")));
            LOG.info(
                    "seed {}, {} faults of up to {} s in {} s: all as in the undisturbed city",
                    SEED,
                    FAULTS,
                    SECONDS_MAX,
                    seconds);
        } catch (AssertionError | Exception failed) {
            throw new AssertionError(
                    "with -Dlingdian.seed=" + SEED + " -Dlingdian.faults=" + FAULTS + ": " + failed.getMessage(),
                    failed);
        }
    }

    private Told disturbed() throws Exception {
        try {
            disk = SmallDisk.isPossible() ? SmallDisk.ofMegabytes(DISK_MEGABYTES) : null;
            postgres = disk == null ? OwnPostgres.create() : OwnPostgres.create(disk.directory());
            Migrations.run(postgres.address());
            toDatabase = new FaultyWire(postgres.address().port());
            for (int node = 0; node < 2; node++) {
                nodes.add(ServiceProcess.start(
                        postgres.addressBehind(toDatabase.port()), directory.resolve("keys.json")));
            }
            toNodes = new FaultyWire(ports(Set.of()).toArray(Integer[]::new));
            city = StreamingCity.of(URI.create("http://127.0.0.1:" + toNodes.port()), scripts, SEED);
            List<Fault> faults = faults();
            for (int i = 0; i < faults.size(); i++) {
                Fault fault = faults.get(i);
                city.allow((i + 2) * EVENTS_OF_EACH); // so that no agent ends before the last fault
                if (i == 0) {
                    city.begin();
                }
                city.awaitAcknowledged((long) i * CAFES * EVENTS_OF_EACH + EVENTS_MEANWHILE);
                LOG.info("{} after {} events", fault, city.acknowledged());
                strike(fault);
                city.allow((i + 3) * EVENTS_OF_EACH); // agents may have sent all permitted events meanwhile
                long nanos = city.awaitMore(CAFES);
                recovered.computeIfAbsent(fault, first -> new ArrayList<>()).add(TimeUnit.NANOSECONDS.toMillis(nanos));
            }
            city.allow(Integer.MAX_VALUE);
            city.finish();
            return new Told(city.agents(), new WrittenRecord(postgres.address()), city.violations());
        } finally {
            close();
        }
    }

    private List<Fault> faults() {
        var possible = EnumSet.allOf(Fault.class);
        if (disk == null) {
            LOG.warn("without DATABASE_DISK_FULL: only root can make a small disk");
            possible.remove(Fault.DATABASE_DISK_FULL);
        }
        var faults = new ArrayList<Fault>();
        while (faults.size() < FAULTS) {
            var round = new ArrayList<>(possible);
            Collections.shuffle(round, random);
            faults.addAll(round);
        }
        return faults.subList(0, Math.min(FAULTS, faults.size()));
    }

    private void strike(Fault fault) throws Exception {
        switch (fault) {
            case DATABASE_STOPPED -> {
                postgres.stop();
                felt();
                postgres.start();
            }
            case DATABASE_KILLED -> {
                postgres.kill();
                felt();
                postgres.start();
            }
            case DATABASE_SESSIONS_ENDED ->
                assertThat(postgres.terminateBackends()).isPositive();
            case DATABASE_CONNECTIONS_TAKEN -> takeAllConnections();
            case DATABASE_DISK_FULL -> fillTheDisk();
            case HEAD_LOCKED -> lockHead();
            case DATABASE_WIRE_CUT -> wire(toDatabase, FaultyWire.State.CUT);
            case DATABASE_WIRE_DEAD -> wire(toDatabase, FaultyWire.State.DEAD);
            case DATABASE_WIRE_DEAD_ONE_WAY -> wire(toDatabase, oneWay());
            case AGENTS_WIRE_CUT -> wire(toNodes, FaultyWire.State.CUT);
            case AGENTS_WIRE_DEAD -> wire(toNodes, FaultyWire.State.DEAD);
            case AGENTS_WIRE_DEAD_ONE_WAY -> wire(toNodes, oneWay());
            case DATABASE_WIRE_SLOW -> slow(toDatabase);
            case AGENTS_WIRE_SLOW -> slow(toNodes);
            case NODE_KILLED -> killANode();
            case NODE_FROZEN -> freezeANode();
            case AGENTS_LOST -> toNodes.loseCallers();
            case AGENTS_RECONNECT -> {
                for (int i = 0; i < 5; i++) {
                    toNodes.breakAll();
                    city.awaitMore(1);
                }
            }
        }
    }

    private void takeAllConnections() throws Exception {
        List<Connection> stranger = postgres.takeAllConnections();
        felt();
        for (Connection connection : stranger) {
            connection.close();
        }
    }

    private void fillTheDisk() throws Exception {
        disk.fill();
        felt();
        disk.empty();
        if (!postgres.isAlive()) { // it exited because it could not write its log
            postgres.stop();
            postgres.start();
        }
    }

    private void lockHead() throws Exception {
        try (Connection stranger = postgres.superuser();
                var statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("SELECT * FROM head FOR UPDATE");
            city.awaitStill(STILL.plusSeconds(SECONDS_MAX)); // for the whole requested time
            stranger.rollback();
        }
    }

    private void killANode() throws Exception {
        int killed = random.nextInt(nodes.size());
        nodes.get(killed).kill();
        city.awaitMore(EVENTS_MEANWHILE);
        nodes.get(killed).restart();
        toNodes.lead(ports(Set.of()));
    }

    private void freezeANode() throws Exception {
        ServiceProcess frozen = nodes.get(random.nextInt(nodes.size()));
        signal(frozen, "STOP");
        toNodes.lead(ports(Set.of(frozen))); // like a balancer that checks the nodes' health
        toNodes.breakAll();
        city.awaitMore(EVENTS_MEANWHILE);
        signal(frozen, "CONT");
        toNodes.lead(ports(Set.of()));
    }

    private void wire(FaultyWire wire, FaultyWire.State state) throws Exception {
        wire.is(state);
        felt();
        wire.is(FaultyWire.State.SOUND);
    }

    private void slow(FaultyWire wire) throws Exception {
        wire.is(FaultyWire.State.SLOW);
        city.awaitMore(EVENTS_MEANWHILE);
        wire.is(FaultyWire.State.SOUND);
    }

    private FaultyWire.State oneWay() {
        return random.nextBoolean() ? FaultyWire.State.DEAD_TO_SERVERS : FaultyWire.State.DEAD_TO_CALLERS;
    }

    /** Waits until all activity has ended, and then for the requested time. */
    private void felt() throws Exception {
        city.awaitStill(STILL.plus(Duration.ofMillis(SECONDS_MAX == 0 ? 0 : random.nextInt(SECONDS_MAX * 1_000))));
    }

    private List<Integer> ports(Set<ServiceProcess> without) {
        return nodes.stream()
                .filter(node -> !without.contains(node))
                .map(node -> node.url().getPort())
                .collect(Collectors.toList());
    }

    private static void signal(ServiceProcess node, String signal) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(node.process().pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    private void close() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {city, toNodes, toDatabase}) {
            if (one != null) {
                one.close();
            }
        }
        for (ServiceProcess node : nodes) {
            node.close();
        }
    }
}
