package lingdian.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Runs one city for each seed, and counts events and faults.
 *
 * <p>A city runs on one thread and shares no mutable state with others, so as many run at once as the machine has
 * processors.
 */
final class Simulation {
    private final Map<String, Long> faults = new TreeMap<>();
    private long seeds;
    private long events;
    private long steps;
    private long commits;
    private long checks;
    private long read;
    private long posts;

    /** @throws AssertionError with the seed, if a promise is broken */
    void runAll(long first, long count) throws InterruptedException {
        var next = new AtomicLong(first);
        try (ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Callable<Object> some = () -> {
                long seed = next.getAndIncrement();
                while (seed < first + count) {
                    runOrEnd(seed, next, first + count);
                    seed = next.getAndIncrement();
                }
                return "done";
            };
            for (Future<Object> done : processors.invokeAll(
                    Collections.nCopies(Runtime.getRuntime().availableProcessors(), some))) {
                done.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AssertionError broken) {
                throw broken;
            }
            throw new IllegalStateException(failed);
        }
    }

    /** Runs a seed; after a failure no further seed begins. */
    private void runOrEnd(long seed, AtomicLong next, long end) throws IOException {
        try {
            run(seed, Breakage.NONE);
        } catch (IOException | AssertionError failed) {
            next.set(end);
            throw failed;
        }
    }

    /** @throws AssertionError with the seed, if a promise is broken */
    void run(long seed, Breakage breakage) throws IOException {
        Path directory = Files.createTempDirectory(fastDisk(), "simulated");
        var city = new City(seed, breakage, directory);
        try {
            city.run();
            count(city);
        } catch (RuntimeException broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
        } finally {
            delete(directory);
        }
    }

    private synchronized void count(City city) {
        seeds++;
        events += city.promises().journal().size();
        steps += city.time().steps();
        commits += city.database().commits();
        checks += city.promises().checks();
        posts += city.cafes().stream().mapToLong(Cafe::postsAnswered).sum();
        read += city.readers().stream().mapToLong(Reader::messages).sum();
        city.faults().counts().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    }

    synchronized long seeds() {
        return seeds;
    }

    @Override
    public synchronized String toString() {
        return "%d seeds, %d events, %d commits, %d posts answered at the end, %d messages of the feed read, %d steps, %d checks, %d faults %s"
                .formatted(
                        seeds,
                        events,
                        commits,
                        posts,
                        read,
                        steps,
                        checks,
                        faults.values().stream().mapToLong(Long::longValue).sum(),
                        faults);
    }

    /** A directory in memory, if the system has one: the simulation itself decides what a power cut leaves. */
    private static Path fastDisk() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
