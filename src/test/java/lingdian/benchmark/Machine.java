package lingdian.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/** What a figure was measured on. */
public final class Machine {
    private static final int FLUSHES = 200;
    private static final int PAGE_BYTES = 8_192;

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
