package lingdian.reliability;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk in memory that can be filled to the last byte. Only root can create one. */
final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[65_536];

    private final Path mounted;

    private SmallDisk(Path mounted) {
        this.mounted = mounted;
    }

    /** Whether this user may create one; in a container, root may not always. */
    static boolean isPossible() throws Exception {
        Path directory = Files.createTempDirectory("lingdian-disk");
        boolean possible = run("mount", "-t", "tmpfs", "-o", "size=1m", "lingdian", directory.toString());
        if (possible) {
            assertThat(run("umount", directory.toString())).isTrue();
        }
        Files.delete(directory);
        return possible;
    }

    static SmallDisk ofMegabytes(int size) throws Exception {
        Path directory = Files.createTempDirectory("lingdian-disk");
        assertThat(run("mount", "-t", "tmpfs", "-o", "size=" + size + "m", "lingdian", directory.toString()))
                .as("a disk of %s MB", size)
                .isTrue();
        return new SmallDisk(directory);
    }

    Path directory() {
        return mounted;
    }

    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException full) {
            assertThat(Files.size(ballast())).isPositive();
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(ballast());
    }

    @Override
    public void close() throws Exception {
        run("umount", "--lazy", mounted.toString());
        Files.deleteIfExists(mounted);
    }

    private Path ballast() {
        return mounted.resolve("ballast");
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
