package lingdian.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Processor seconds of two nodes, of their PostgreSQL and of this program, sampled each second. Processes that have ended meanwhile
 * are included, except for their last second.
 */
final class ProcessorTimes implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final MeasuredService first;
    private volatile MeasuredService second;
    private final Map<Long, Double> services = new HashMap<>();
    private final Map<Long, Double> databases = new HashMap<>();
    private final ConcurrentSkipListMap<Long, Taken> looks = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    /** Seconds since the processes began. */
    record Taken(double services, double database, double generator) {
        Taken since(Taken before) {
            return new Taken(services - before.services, database - before.database, generator - before.generator);
        }
    }

    ProcessorTimes(MeasuredService first, MeasuredService second) {
        this.first = first;
        this.second = second;
        looking.scheduleAtFixedRate(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Names the new process of the second node. */
    void restarted(MeasuredService node) {
        second = node;
    }

    private void look() {
        try {
            Stream.of(first, second).map(MeasuredService::process).forEach(node -> note(services, node));
            first.databaseProcesses().forEach(process -> note(databases, process));
            looks.put(System.nanoTime(), new Taken(sum(services), sum(databases), SYSTEM.getProcessCpuTime() / 1e9));
        } catch (IOException | RuntimeException unseen) {
            System.out.println("  a look at processor times failed: " + unseen);
        }
    }

    /** A process that has ended has no times any more; its last ones stay. */
    private static void note(Map<Long, Double> seconds, ProcessHandle process) {
        seconds.merge(process.pid(), MeasuredService.seconds(process), Math::max);
    }

    private static double sum(Map<Long, Double> seconds) {
        return seconds.values().stream().mapToDouble(one -> one).sum();
    }

    Taken between(long from, long to) {
        Entry<Long, Taken> end = looks.floorEntry(to);
        Entry<Long, Taken> begin = looks.floorEntry(from);
        return end.getValue().since(begin.getValue());
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
