package lingdian.benchmark;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import lingdian.simulation.load.NationEvents;
import lingdian.testing.Await;
import org.HdrHistogram.Histogram;

/**
 * A country on this machine: 150,000 cafés (sizes: {@link NationCafes}) on two nodes and one PostgreSQL, 2,500 heartbeats, 1,750
 * logins and 1,750 logouts a second. The second node is stopped and started again halfway. Each café sends a heartbeat a minute;
 * fewer cafés send all events less often in proportion.
 *
 * <p>Most cafés post through a balancer, which is part of the generator ({@link NationBalancer}). A request is a heartbeat, or a
 * guest's logout together with the login of the next guest at the same terminal. The other cafés hold WebSockets, no more than the
 * limit of open files allows. The load is an open loop: latencies count from when an event was due. The number of open sessions
 * stays the same, every heartbeat lists their terminals, and every login is of a person who was never seen before.
 *
 * <p>Before the measured time the rates rise evenly from zero for three minutes, or for as long as is measured if that is less. The
 * restart's minute begins a second before the signal. An agent without a connection decides itself whom it admits, so the logins that
 * were due while a café had lost its WebSocket are counted apart.
 *
 * <p>Disk is the growth of all tables but the states of cafés, an event, reckoned for the 2,240 events of a café's day as in {@link
 * StorageBenchmark}. A real day takes less: fewer of its events are logins, and its packed parts are larger.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -Xmx2g -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.NationBenchmark [seconds] [cafés] [WebSockets] [heap] [rate]
 * </pre>
 *
 * <p>The heap is that of each node, for example {@code 6g}. The rate multiplies all rates. {@code -Dbenchmark.balance=any} lets the
 * balancer send a café to any node, {@code -Dbenchmark.connections=256} limits its connections to a node, and {@code
 * -Dbenchmark.taken=0.5} is the share of terminals in use.
 */
public final class NationBenchmark {
    private static final int COUNTRY = 150_000;
    /** What operations.md advises for a country: with a young half of a large heap, a collection copies for seconds. */
    private static final String SHORT_PAUSES = "-XX:NewSize=128m -XX:MaxNewSize=2g -XX:MaxGCPauseMillis=40";

    private static final double HEARTBEATS_PER_SECOND = 2_500;
    private static final double LOGINS_PER_SECOND = 1_750;
    private static final int WARM_UP_SECONDS = 180; // until both nodes know most cafés
    private static final int FILES_KEPT = 2_000;
    private static final long LINE_MILLIS = 10_000;
    private static final long DRAIN_NANOS = 120_000_000_000L;
    private static final long LOOK_MILLIS = 500;
    private static final long SECOND = 1_000_000_000L;
    private static final int DAYS = 90;
    private static final double GENERATOR_LATE_MILLIS = 20;

    private final Plan plan;
    private final MeasuredService first;
    private final NationCafes nation;
    private final Runs figures = new Runs();
    private MeasuredService second;
    private double secondsPeak;

    private record Plan(int seconds, int warmUp, int cafes, int sockets, String heap, double rate) {
        static Plan of(String... arguments) {
            int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
            int cafes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : COUNTRY;
            int sockets = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4_000;
            String heap = arguments.length > 3 ? arguments[3] : "6g";
            double rate = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 1;
            var plan = new Plan(
                    seconds,
                    Math.min(WARM_UP_SECONDS, seconds),
                    cafes,
                    Math.min(Math.min(sockets, cafes), filesFree()),
                    heap,
                    rate * cafes / COUNTRY);
            if (plan.rate * LOGINS_PER_SECOND * (seconds + plan.warmUp) > NationEvents.PERSONS) {
                throw new IllegalArgumentException("there are too few different people for so many seconds");
            }
            return plan;
        }

        /** Each process may open so many, and has other files and connections, too. */
        private static int filesFree() {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                    ? (int) Math.max(0, Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount() - FILES_KEPT))
                    : Integer.MAX_VALUE;
        }
    }

    /** What the tables took at a moment, and what PostgreSQL had counted. */
    private record Disk(long all, long states, DatabaseCounters counted) {
        static Disk look(Connection database) throws SQLException {
            List<TableSize> sizes = TableSize.read(database);
            long states = TableSize.bytes(sizes.stream()
                    .filter(size -> size.table().equals(StorageBenchmark.STATES))
                    .toList());
            return new Disk(TableSize.bytes(sizes), states, DatabaseCounters.read(database));
        }

        long records() {
            return all - states;
        }
    }

    private NationBenchmark(Plan plan, MeasuredService first) {
        this.plan = plan;
        this.first = first;
        this.nation = new NationCafes(plan.cafes);
    }

    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.of(arguments);
        System.getProperties().putIfAbsent("benchmark.service", SHORT_PAUSES);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try (var first = MeasuredService.start(plan.heap)) {
            System.out.println(Machine.describe(first.directory()));
            System.out.printf(
                    Locale.ROOT,
                    "%,d cafés, %,d of them with WebSockets; %,.0f heartbeats, %,.0f logins and as many logouts a second for %d s%n",
                    plan.cafes,
                    plan.sockets,
                    plan.rate * HEARTBEATS_PER_SECOND,
                    plan.rate * LOGINS_PER_SECOND,
                    plan.seconds);
            new NationBenchmark(plan, first).run(vertx);
        } finally {
            vertx.close().await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void run(Vertx vertx) throws Exception {
        NationCafes.openDayAndNight(vertx, first); // first, because hours cannot begin in a past that has events
        nation.fill(first);
        System.out.printf(
                Locale.ROOT,
                "  %,d sessions are open, in cafés of %d to %d terminals%n",
                nation.sessions(),
                nation.terminals()[0],
                nation.terminals()[nation.sizes() - 1]);
        second = first.anotherNode(plan.heap);
        try (Connection database = first.database();
                var processors = new ProcessorTimes(first, second)) {
            Disk filled = Disk.look(database);
            run(vertx, database, filled, processors);
        } finally {
            second.stop();
        }
    }

    private void run(Vertx vertx, Connection database, Disk filled, ProcessorTimes processors) throws Exception {
        var tally = new NationTally();
        var generator = new NationGenerator(vertx, nation, plan.sockets, List.of(first.url(), second.url()), tally);
        Await.until(
                "both nodes are ready",
                () -> generator.ask(() -> generator.balancer().isWhole()));
        generator.connect();
        Await.until("the WebSockets are open", () -> generator.ask(generator::connected) == plan.sockets);
        long begin = System.nanoTime() + SECOND;
        long from = begin + plan.warmUp * SECOND;
        long to = from + plan.seconds * SECOND;
        generator.ask(() -> {
            tally.measure(from, to);
            sayLines(vertx, generator, tally, from, to);
            return true;
        });
        generator.start(
                new NationSchedule(begin, plan.rate * HEARTBEATS_PER_SECOND, plan.warmUp),
                new NationSchedule(begin, plan.rate * LOGINS_PER_SECOND, plan.warmUp),
                to);
        sleepUntil(from);
        Disk before = Disk.look(database);
        sleepUntil(from + plan.seconds * SECOND / 2);
        restart(generator, tally, processors);
        sleepUntil(to);
        Disk after = Disk.look(database);
        boolean answered = drain(generator, tally, to);
        int connected = generator.ask(generator::connected);
        int posted = generator.ask(generator::posted);
        System.out.printf(
                Locale.ROOT,
                "%,d of %,d WebSockets are connected, after %,d were lost; %,d of %,d other cafés have posted, over %d connections to"
                        + " a node at most%n",
                connected,
                plan.sockets,
                generator.connectionsLost(),
                posted,
                plan.cafes - plan.sockets,
                generator.balancer().mostConnections());
        say(tally, answered);
        processors(processors.between(from, to), tally);
        heap();
        disk(before, after, tally);
        boolean whole = compare(database, generator, tally, answered);
        judge(tally);
        pack(database, filled, tally);
        if (!whole) {
            throw new IllegalStateException("what was acknowledged is not what the database holds");
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    }

    /** On the generator's event loop. */
    private static void sayLines(Vertx vertx, NationGenerator generator, NationTally tally, long from, long to) {
        vertx.setPeriodic(LINE_MILLIS, timer -> {
            System.out.printf(
                    Locale.ROOT,
                    "%5.0f s: %s; %s; %,d connected%n",
                    (System.nanoTime() - from) / 1e9,
                    tally.line(LINE_MILLIS / 1e3),
                    generator.balancer().describe(),
                    generator.connected());
            if (System.nanoTime() > to && tally.due == tally.acked) {
                vertx.cancelTimer(timer);
            }
        });
    }

    private void restart(NationGenerator generator, NationTally tally, ProcessorTimes processors) throws Exception {
        generator.ask(() -> {
            tally.restarting(System.nanoTime());
            return true;
        });
        TimeUnit.SECONDS.sleep(1);
        long begun = System.nanoTime();
        System.out.println("  the second node is told to stop");
        secondsPeak = second.heapPeakMegabytes();
        second.stop();
        System.out.printf(Locale.ROOT, "  it has stopped after %.1f s%n", (System.nanoTime() - begun) / 1e9);
        begun = System.nanoTime();
        second = first.anotherNode(plan.heap);
        System.out.printf(Locale.ROOT, "  it is ready after %.1f s%n", (System.nanoTime() - begun) / 1e9);
        processors.restarted(second);
        generator.balancer().moved(1, second.url());
    }

    /** Waits until all is answered; whether it was. */
    private static boolean drain(NationGenerator generator, NationTally tally, long to) throws Exception {
        while (System.nanoTime() - to < DRAIN_NANOS) {
            if (generator.ask(() -> tally.due == tally.acked)) {
                System.out.printf(
                        Locale.ROOT, "all is answered %.1f s after the end%n", (System.nanoTime() - to) / 1e9);
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        System.out.printf(Locale.ROOT, "NOT ANSWERED: %,d events%n", tally.due - tally.acked);
        return false;
    }

    private void say(NationTally tally, boolean answered) {
        figures.add("events/s offered", tally.dueMeasured / (double) plan.seconds);
        figures.add("events/s acknowledged", tally.ackedMeasured / (double) plan.seconds);
        figures.add("events a request", tally.sent / (double) tally.requests);
        figures.add("logins of 100 events", 100.0 * tally.loginsAcked / tally.acked);
        say("requests refused or failed", tally.failed);
        say("requests given to another node by the balancer", tally.repeated);
        say("wrong answers", tally.wrong);
        figures.add("most events that were due and not sent", tally.mostWaiting);
        figures.add("most events that were sent and not answered", tally.mostUnderWay);
        say("generator's own lateness", tally.lateness);
        if (millis(tally.lateness, 99) > GENERATOR_LATE_MILLIS) {
            System.out.println("  THE GENERATOR FELL BEHIND: latencies are too long by its own lateness");
        }
        if (!answered || tally.ackedMeasured < 0.99 * tally.dueMeasured) {
            System.out.println("  THE SERVICE FELL BEHIND what was offered");
        }
        say("verdict", tally.verdicts);
        say("verdict outside the restart's minute", tally.verdictsElsewhere);
        say("verdict in the restart's minute", tally.verdictsAtRestart);
        say("verdict, due without a WebSocket", tally.verdictsUnconnected);
        say("heartbeat", tally.heartbeats);
    }

    private void say(String what, Map<String, Integer> counts) {
        figures.add(what, counts.values().stream().mapToInt(count -> count).sum());
        counts.forEach((status, count) -> System.out.printf(Locale.ROOT, "    %s: %,d%n", status, count));
    }

    private void say(String what, Histogram micros) {
        System.out.printf(Locale.ROOT, "  %s: %,d%n", what, micros.getTotalCount());
        if (micros.getTotalCount() > 0) {
            figures.add(what + ", p50, ms", millis(micros, 50));
            figures.add(what + ", p99, ms", millis(micros, 99));
            figures.add(what + ", worst, ms", micros.getMaxValue() / 1e3);
        }
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    private void processors(ProcessorTimes.Taken taken, NationTally tally) {
        double events = Math.max(1, tally.ackedMeasured);
        figures.add("service, both nodes and the restart, µs of processor an event", taken.services() / events * 1e6);
        figures.add("PostgreSQL, µs of processor an event", taken.database() / events * 1e6);
        figures.add("generator, µs of processor an event", taken.generator() / events * 1e6);
        double all = taken.services() + taken.database() + taken.generator();
        figures.add("processors busy with all of them", all / plan.seconds);
    }

    private void heap() throws Exception {
        var nodes = List.of(first, second);
        for (int i = 0; i < nodes.size(); i++) {
            MeasuredService node = nodes.get(i);
            long live =
                    node.liveHeap().values().stream().mapToLong(bytes -> bytes).sum();
            double peak = Math.max(node.heapPeakMegabytes(), i == 1 ? secondsPeak : 0);
            figures.add(heapName(i + 1), live / 1e6);
            figures.add("heap of node " + (i + 1) + " at most, MiB of " + plan.heap, peak);
        }
    }

    private void disk(Disk before, Disk after, NationTally tally) {
        double events = Math.max(1, tally.ackedMeasured);
        double bytes = (after.records() - before.records()) / events;
        figures.add("database grown by, MB", (after.all() - before.all()) / 1e6);
        figures.add("of that states of cafés, MB", (after.states() - before.states()) / 1e6);
        figures.add("bytes of disk an event, as written", bytes);
        reckon("as written", bytes);
        after.counted().since(before.counted()).addTo(figures, events);
    }

    private void reckon(String what, double bytesOfEvent) {
        double day = bytesOfEvent * StorageBenchmark.EVENTS_A_DAY / 1e3;
        figures.add(kilobytes(what), day);
        figures.add("GB of " + DAYS + " days of all cafés, " + what, day * DAYS * plan.cafes / 1e6);
    }

    private static String kilobytes(String what) {
        return "kB of a café's day, " + what;
    }

    /** Packs the day, as the night after next would, with what was sent before the measured time. */
    private void pack(Connection database, Disk filled, NationTally tally) throws InterruptedException {
        try {
            double events = Math.max(1, tally.acked);
            double seconds = StorageBenchmark.pack(database);
            double bytes = (Disk.look(database).records() - filled.records()) / events;
            figures.add("µs a record to pack", seconds / events * 1e6);
            figures.add("bytes of disk an event, packed", bytes);
            reckon("packed", bytes);
            figures.goalAtMost(kilobytes("packed"), 350);
        } catch (SQLException | IllegalStateException not) {
            System.out.println("  not packed: " + not.getMessage());
        }
    }

    /** Whether the database holds exactly what was acknowledged. */
    private boolean compare(Connection database, NationGenerator generator, NationTally tally, boolean answered)
            throws SQLException {
        long records;
        long lost = 0;
        long more = 0;
        try (var statement = database.createStatement()) {
            try (var row = statement.executeQuery("SELECT count(*) FROM lingdian.recorded")) {
                row.next();
                records = row.getLong(1);
            }
            try (var rows = statement.executeQuery("SELECT stream, acked_seq FROM lingdian.stream_head")) {
                while (rows.next()) {
                    int cafe = NationCafes.cafe(rows.getObject(1, UUID.class));
                    long ahead = rows.getLong(2) - generator.acked(cafe);
                    lost += Math.max(0, -ahead);
                    more += Math.max(0, ahead);
                }
            }
        }
        boolean whole = lost == 0 && (answered ? records == tally.acked && more == 0 : records >= tally.acked);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d events acknowledged, %,d records in the database, lost %,d, not acknowledged %,d%n",
                whole ? "nothing lost" : "LOST OR DOUBLED",
                tally.acked,
                records,
                lost,
                more);
        return whole;
    }

    private void judge(NationTally tally) {
        figures.goalAtMost("requests refused or failed", 0);
        figures.goalAtMost("wrong answers", 0);
        if (tally.verdicts.getTotalCount() > 0) {
            figures.goalAtMost("verdict, p99, ms", 100);
        }
        if (tally.verdictsAtRestart.getTotalCount() > 0) {
            figures.goalAtMost("verdict in the restart's minute, p99, ms", 100);
        }
        figures.goalAtMost(heapName(1), 4_000);
        figures.goalAtMost(heapName(2), 4_000);
    }

    private static String heapName(int node) {
        return "heap of node " + node + " after a collection, MB";
    }
}
