package lingdian.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs seeds, one city each, and counts what they went through. */
final class Simulation {
    private final Map<String, Long> faults = new TreeMap<>();
    private long seeds;
    private long events;
    private long steps;
    private long commits;
    private long checks;

    /** @throws AssertionError with the seed, where a promise is broken */
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

    private void count(City city) {
        seeds++;
        events += city.promises().journal().size();
        steps += city.time().steps();
        commits += city.database().commits();
        checks += city.promises().checks();
        city.faults().counts().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    }

    long seeds() {
        return seeds;
    }

    @Override
    public String toString() {
        return "%d seeds, %d events, %d commits, %d steps, %d checks, %d faults %s"
                .formatted(
                        seeds,
                        events,
                        commits,
                        steps,
                        checks,
                        faults.values().stream().mapToLong(Long::longValue).sum(),
                        faults);
    }

    /** In memory, where the system has such a place: what a power cut leaves is decided by the simulation anyway. */
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
