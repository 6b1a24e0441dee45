package lingdian;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lingdian.identity.KeyRing;
import lingdian.identity.KeyRingException;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.TestDatabase;

/**
 * How a test begins the program, or one of its own, as a process: everything before the name of its class.
 *
 * <p>Maven's integration tests begin the packaged program, with an archive of its loaded classes that the first of them makes: a
 * start takes half of the processor then. Elsewhere, as in an IDE, there is no package, and the classes are begun as they are.
 */
public final class JavaCommand {
    private static final Optional<Path> PACKAGE =
            Optional.ofNullable(System.getProperty("lingdian.program")).map(Path::of);
    private static final long SECONDS_MAX = 120;

    private JavaCommand() {}

    /** @param options of its Java, which compiles fast and runs briefly */
    public static List<String> of(String... options) throws IOException {
        return of(List.of(options));
    }

    public static List<String> of(List<String> options) throws IOException {
        return PACKAGE.isPresent()
                ? command(List.of("-XX:SharedArchiveFile=" + archive(PACKAGE.get())), options)
                : command(List.of(), options);
    }

    private static List<String> command(List<String> archive, List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(archive);
        command.addAll(options);
        command.add("-cp");
        command.add(PACKAGE.map(program -> program + ":" + testClasses()).orElse(System.getProperty("java.class.path")));
        return command;
    }

    private static Path testClasses() {
        return Path.of("target", "test-classes").toAbsolutePath();
    }

    /** Of two forks one makes it, and the other waits. */
    private static synchronized Path archive(Path program) throws IOException {
        Path archive = program.resolveSibling("lingdian.jsa");
        Path lock = program.resolveSibling("lingdian.jsa.lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (Files.notExists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(program)) < 0) {
                Path made = program.resolveSibling("lingdian.jsa.new");
                make(made);
                Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return archive;
    }

    private static void make(Path archive) throws IOException {
        Path directory = Files.createTempDirectory("lingdian-archive");
        Path keyRing = directory.resolve("keys.json");
        try {
            KeyRing.create(keyRing);
        } catch (KeyRingException e) {
            throw new IOException("no archive of classes was made", e);
        }
        DatabaseAddress database = TestDatabase.migrated();
        List<String> command = command(List.of("-XX:ArchiveClassesAtExit=" + archive), List.of("-Xmx512m"));
        command.addAll(List.of("lingdian.Main", "serve", "--host", "127.0.0.1", "--port", "0"));
        command.addAll(List.of("--key-ring", keyRing.toString(), "--database", Replayed.url(database)));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LINGDIAN_ADMIN_TOKEN", RunningService.ADMIN_TOKEN);
        Process process = builder.start();
        try (var said = process.inputReader()) {
            var lines = new ArrayList<String>();
            for (String line = said.readLine(); line != null && !line.startsWith("ready "); line = said.readLine()) {
                lines.add(line);
            }
            process.destroy(); // it writes the archive as it ends
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || Files.notExists(archive)) {
                throw new IOException("no archive of classes was made: " + lines);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the archive of classes was made", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
