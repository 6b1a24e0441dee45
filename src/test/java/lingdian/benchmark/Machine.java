package lingdian.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a figure was measured on. */
public final class Machine {
    private static final int FLUSHES = 200;
    private static final int PAGE_BYTES = 8_192;
    private static final long LOOK_SECONDS = 3;
    private static final long GAP_NANOS = 1_000_000; // interrupts of the machine's own take less

    private Machine() {}

    /** Processors, system, Java, and how long the disk takes to flush a page. */
    public static String describe(Path directory) throws IOException {
        return String.format(
                Locale.ROOT,
                "%d processors (%s), %s %s, Java %s, load average %s, flush of 8 kB: median %.0f µs",
                Runtime.getRuntime().availableProcessors(),
                model(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                firstWord(Path.of("/proc/loadavg")),
                flushMicros(directory));
    }

    /**
     * What somebody else takes of processors that are wanted without a rest: another program, the system's own threads, or
     * the host. Where that is much, it is in every figure of 99 in a hundred. To be asked before anything measured runs.
     */
    static String takenByOthers() throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        var gaps = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(processors)) {
            Callable<List<Long>> look = Machine::gaps;
            for (Future<List<Long>> one : threads.invokeAll(Collections.nCopies(processors, look))) {
                gaps.addAll(one.get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("the processors could not be looked at", e);
        }
        return String.format(
                Locale.ROOT,
                "Others take %.0f ms of processors a second, %.1f ms at once at most.",
                gaps.stream().mapToLong(gap -> gap).sum() / 1e6 / LOOK_SECONDS,
                gaps.stream().mapToLong(gap -> gap).max().orElse(0) / 1e6);
    }

    /** How long a thread that never rests stood still, each time, nanoseconds. */
    private static List<Long> gaps() {
        var gaps = new ArrayList<Long>();
        long begun = System.nanoTime();
        long before = begun;
        while (before - begun < LOOK_SECONDS * 1_000_000_000L) {
            long now = System.nanoTime();
            if (now - before > GAP_NANOS) {
                gaps.add(now - before);
            }
            before = now;
        }
        return gaps;
    }

    /** The median time of writing 8 kB and flushing them, as a commit does. */
    static double flushMicros(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "flush", ".tmp");
        var nanos = new long[FLUSHES];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FLUSHES; i++) {
                long begun = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE_BYTES), (long) i % 16 * PAGE_BYTES);
                channel.force(false);
                nanos[i] = System.nanoTime() - begun;
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(nanos);
        return nanos[FLUSHES / 2] / 1e3;
    }

    /** As the system names it: a virtual machine may be on another one the next day. */
    private static String model() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        String unnamed = System.getProperty("os.arch");
        return Files.notExists(file)
                ? unnamed
                : Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.split(":\\s*", 2)[1])
                        .findFirst()
                        .orElse(unnamed);
    }

    private static String firstWord(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }
}
