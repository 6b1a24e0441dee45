package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One café, one stranger without a login and one officer, each with twenty requests a second: every other café gets its
 * verdicts meanwhile, nothing is lost, no request ends in an internal error, and a node with a small heap stays alive.
 *
 * <p>Counts and conditions are asserted. Latencies are printed, and asserted only in the long form on an idle machine,
 * {@code mvn verify -Dit.test=AttackersIT -Dlingdian.long=true -Dtest.jvm="-Xmx6g -Xmn5g -XX:+UseSerialGC"}: a minute of
 * attacks, and the others' 99th percentile within 1.5 times that of a minute without. The two minutes take turns, ten seconds
 * each: a machine that is slow for a while is slow in both, and one stall is not the 99th percentile of a minute. The
 * measuring process has room for all that it makes: its own pauses would be counted as the node's. {@code -Dlingdian.attackers=CAFE} lets only one of them attack.
 */
class AttackersIT {
    private static final Logger LOG = LoggerFactory.getLogger(AttackersIT.class);
    private static final boolean LONG = Boolean.getBoolean("lingdian.long");
    private static final List<Attackers.Kind> ATTACKING = Arrays.stream(Attackers.Kind.values())
            .filter(kind ->
                    System.getProperty("lingdian.attackers", kind.name()).contains(kind.name()))
            .toList();

    private static final int CAFES = LONG ? 200 : 20;
    private static final int EVERY_MILLIS = LONG ? 1_000 : 100;
    private static final int STRIKES_A_SECOND = 20;
    private static final Duration PHASE = Duration.ofSeconds(LONG ? 10 : 2);
    private static final int ROUNDS = Integer.getInteger("lingdian.rounds", LONG ? 6 : 1);
    /** As the unit file starts the program, with a heap that a few large requests would fill. */
    private static final List<String> MACHINE = List.of(
            LONG ? "-Xmx400m" : "-Xmx200m",
            "-XX:TieredStopAtLevel=" + (LONG ? 4 : 1),
            LONG ? "-XX:+UseG1GC" : "-XX:+UseSerialGC",
            "-XX:NewRatio=1",
            "-XX:MaxTenuringThreshold=2",
            "-XX:+ExitOnOutOfMemoryError");

    @Test
    void theOthersDoNotWaitForThem() throws Exception {
        try (var observer = RunningService.start();
                var node = ServiceProcess.start(MACHINE, observer.database(), observer.keyRing());
                var city = BusyCity.behind(node.url(), observer, CAFES);
                var attackers = new AttackingProcess(
                        LONG ? 19 : 0,
                        node.url().toString(),
                        ATTACKING,
                        STRIKES_A_SECOND,
                        observer.cafe(BusyCity.placeCode(999), List.of()),
                        observer.regulatorToken("public-security", "000000"))) {
            for (int i = 0; i < CAFES; i++) {
                city.cafes
                        .get(i)
                        .beginAt(i); // else a phase is slow that has the second of all findings, attacked or not
            }
            city.begin(EVERY_MILLIS);
            city.awaitVerdicts();
            attacked(city, node, attackers); // warms up
            var undisturbed = new ArrayList<Long>();
            var disturbed = new ArrayList<Long>();
            for (int round = 0; round < ROUNDS; round++) {
                List<Long> before = phase(city, node);
                List<Long> during = attacked(city, node, attackers);
                compare(before, during);
                undisturbed.addAll(before);
                disturbed.addAll(during);
            }
            double times = compare(undisturbed, disturbed);
            LOG.info("{} turns: {}", attackers.turns(), attackers.answers());

            assertThat(node.process().isAlive()).as(node.log()).isTrue();
            assertThat(attackers.answers().keySet())
                    .as("answers, of which none is an internal error")
                    .allMatch(answer ->
                            answer.matches("[A-Z]+ (?:[234]\\d\\d|503|cut|read|trickled|not sent|closed 4400)"));
            assertThat(ATTACKING)
                    .as("at work")
                    .allMatch(kind -> attackers.answers().keySet().stream()
                            .anyMatch(answer -> answer.matches(kind + " (?:200|4\\d\\d)")));
            assertThat(city.disconnections()).as("agents that were cut").isZero();
            city.audit();
            if (LONG) {
                assertThat(times)
                        .as("99th percentiles, with attacks by without")
                        .isLessThan(1.5);
            }
        }
    }

    /** How many times as long the 99th percentile with attacks is. */
    private static double compare(List<Long> undisturbed, List<Long> disturbed) {
        Percentiles without = Percentiles.of(undisturbed);
        Percentiles with = Percentiles.of(disturbed);
        LOG.info(
                "undisturbed {}; attacked {}: p99 {} times as long",
                without,
                with,
                "%.2f".formatted(with.times(without)));
        return with.times(without);
    }

    /** A phase with attacks, at the end of which each café has got verdicts while they went on. */
    private static List<Long> attacked(BusyCity city, ServiceProcess node, AttackingProcess attackers)
            throws Exception {
        attackers.begin();
        List<Long> latencies = phase(city, node);
        city.awaitVerdicts();
        attackers.end();
        return latencies;
    }

    /** Waits for the length of a phase, and until each café has got a verdict in it, and returns their latencies. */
    private static List<Long> phase(BusyCity city, ServiceProcess node) throws Exception {
        city.cafes.forEach(cafe -> cafe.latencies.clear());
        long end = System.nanoTime() + PHASE.toNanos();
        Await.until("the phase is over", () -> System.nanoTime() > end);
        Await.until("each café gets a verdict", () -> {
            assertThat(node.process().isAlive()).as("whether the node is alive").isTrue();
            return city.cafes.stream().noneMatch(cafe -> cafe.latencies.isEmpty());
        });
        return city.cafes.stream().flatMap(cafe -> cafe.latencies.stream()).toList();
    }
}
