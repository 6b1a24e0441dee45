package lingdian.testing;

import static lingdian.testing.Await.PATIENCE_SECONDS;

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
import lingdian.platform.DatabaseAddress;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;

/**
 * How a test begins the program, or one of its own, as a process: everything before the name of its class.
 *
 * <p>Maven's integration tests begin the packaged program, with an archive of its loaded classes that the first of them makes: a
 * start takes half of the processor then. Elsewhere, as in an IDE, there is no package, and the classes are begun as they are.
 */
public final class JavaCommand {
    private static final Optional<Path> PACKAGE =
            Optional.ofNullable(System.getProperty("lingdian.program")).map(Path::of);

    private static final String NO_ARCHIVE = "-Xshare:auto";

    private JavaCommand() {}

    /**
     * The program; its arguments are to be added.
     *
     * @param options of its Java, which compiles fast and runs briefly
     */
    public static List<String> program(String... options) throws IOException {
        return program(List.of(options));
    }

    public static List<String> program(List<String> options) throws IOException {
        return begin(options, "", "lingdian.Main");
    }

    /** A test's own program, beside the classes of the real one. */
    public static List<String> of(Class<?> main, String... options) throws IOException {
        // A package of them too: with an archive no part of the path may be a directory.
        String tests = PACKAGE.map(program -> ":" + program.resolveSibling("lingdian-tests.jar"))
                .orElse("");
        return begin(List.of(options), tests, main.getName());
    }

    private static List<String> begin(List<String> options, String more, String main) throws IOException {
        return PACKAGE.isPresent()
                ? command(archive(PACKAGE.get()), options, PACKAGE.get() + more, main)
                : command(NO_ARCHIVE, options, System.getProperty("java.class.path"), main);
    }

    private static List<String> command(String archive, List<String> options, String path, String main) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add(archive);
        command.addAll(options);
        command.addAll(List.of("-cp", path, main));
        return command;
    }

    /** Of two forks one makes it, and the other waits. */
    private static synchronized String archive(Path program) throws IOException {
        Path archive = program.resolveSibling("lingdian-" + System.getProperty("java.vm.version") + ".jsa");
        Path lock = program.resolveSibling("lingdian.jsa.lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (Files.notExists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(program)) < 0) {
                Path made = program.resolveSibling("lingdian.jsa.new");
                Files.deleteIfExists(made);
                make(program, made);
                if (Files.notExists(made)) { // not every Java can, and slower starts harm nothing
                    System.err.println("Tests begin their processes without an archive of classes: none was made.");
                    return NO_ARCHIVE;
                }
                Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return "-XX:SharedArchiveFile=" + archive;
    }

    private static void make(Path program, Path archive) throws IOException {
        Path directory = Files.createTempDirectory("lingdian-archive");
        Path keyRing = directory.resolve("keys.json");
        try {
            KeyRing.create(keyRing);
        } catch (KeyRingException e) {
            throw new IOException("no archive of classes was made", e);
        }
        DatabaseAddress database = TestDatabase.migrated();
        List<String> command = command(
                "-XX:ArchiveClassesAtExit=" + archive, List.of("-Xmx512m"), program.toString(), "lingdian.Main");
        command.addAll(List.of("serve", "--host", "127.0.0.1", "--port", "0"));
        command.addAll(List.of("--key-ring", keyRing.toString(), "--database", Replayed.url(database)));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LINGDIAN_ADMIN_TOKEN", RunningService.ADMIN_TOKEN);
        Process process = builder.start();
        try (var said = process.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.startsWith("ready ")) {
                line = said.readLine();
            }
            process.destroy(); // it writes the archive as it ends
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the archive of classes was made", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
