package lingdian.testing;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lingdian.platform.database.DatabaseAddress;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;

/**
 * The command line with which a test starts the program, or a program of its own, as a process.
 *
 * <p>Maven's integration tests start the packaged programs with a cache of loaded and linked classes (JEP 514), on an older
 * JVM with an archive of class data, which the first of them creates: 2.6 and 3.5 s of processor a start instead of 4.8.
 * Without a package, as in an IDE, the compiled classes are used.
 */
public final class JavaCommand {
    private static final Optional<Path> PACKAGE =
            Optional.ofNullable(System.getProperty("lingdian.program")).map(Path::of);

    private static final String NO_ARCHIVE = "-Xshare:auto";
    private static final boolean CACHES = Runtime.version().feature() >= 25;

    private static final Run A_SERVICE = JavaCommand::service;
    private static final Run AN_AGENT = directory ->
            List.of("agent", "--server", "http://127.0.0.1:1", "--directory", directory.toString(), "--port", "0");

    private JavaCommand() {}

    /**
     * The command that starts the program; the caller adds its arguments.
     *
     * @param options for its JVM, in addition to those for a short run
     */
    public static List<String> program(String... options) throws IOException {
        return program(List.of(options));
    }

    public static List<String> program(List<String> options) throws IOException {
        return begin(options, "", "lingdian.Main");
    }

    /** The command that starts what a café installs, which has the command {@code agent} alone. */
    public static List<String> agent(List<String> options) throws IOException {
        Optional<Path> jar = agentJar();
        return jar.isPresent()
                ? command(archive(jar.get(), AN_AGENT), options, jar.get().toString(), "lingdian.Main")
                : program(options);
    }

    /** The packaged agent; empty without a package. */
    public static Optional<Path> agentJar() {
        return PACKAGE.map(program -> program.resolveSibling("lingdian-agent.jar"))
                .filter(Files::exists);
    }

    /** The command that starts a test's own program, with the classes of the real one. */
    public static List<String> of(Class<?> main, String... options) throws IOException {
        // The test classes must be a jar too: with an archive, the class path may not contain directories.
        String tests = PACKAGE.map(program -> ":" + program.resolveSibling("lingdian-tests.jar"))
                .orElse("");
        return begin(List.of(options), tests, main.getName());
    }

    /** The option that lets the packaged program start faster, for a command that a page gives; empty without a package. */
    public static String faster() throws IOException {
        return PACKAGE.isPresent() ? archive(PACKAGE.get(), A_SERVICE) : "";
    }

    private static List<String> begin(List<String> options, String more, String main) throws IOException {
        return PACKAGE.isPresent()
                ? command(archive(PACKAGE.get(), A_SERVICE), options, PACKAGE.get() + more, main)
                : command(NO_ARCHIVE, options, System.getProperty("java.class.path"), main);
    }

    private static List<String> command(String archive, List<String> options, String path, String main) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        if (options.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
            command.add(
                    "-XX:+UseSerialGC"); // a start takes a fifth less of the processor than with the default collector
        }
        command.add(archive);
        command.addAll(options);
        command.addAll(List.of("-cp", path, main));
        return command;
    }

    /** A run that says when it is ready, and ends at a signal. */
    @FunctionalInterface
    private interface Run {
        /** @param directory an empty one */
        List<String> arguments(Path directory) throws IOException;
    }

    /** The option for the archive. One of the forks creates it by such a run, and the others wait. */
    private static synchronized String archive(Path program, Run run) throws IOException {
        String name = program.getFileName().toString().replace(".jar", "");
        Path archive =
                program.resolveSibling(name + "-" + System.getProperty("java.vm.version") + (CACHES ? ".aot" : ".jsa"));
        Path lock = program.resolveSibling(name + ".archive.lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (Files.notExists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(program)) < 0) {
                Path made = program.resolveSibling(name + ".archive.new");
                Files.deleteIfExists(made);
                make(program, run, made);
                if (Files.notExists(made)) { // not every JVM can; then starts are only slower
                    System.err.println("Tests begin their processes without an archive of classes: none was made.");
                    return NO_ARCHIVE;
                }
                Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return (CACHES ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
    }

    private static List<String> service(Path directory) throws IOException {
        Path keyRing = directory.resolve("keys.json");
        try {
            KeyRing.create(keyRing);
        } catch (KeyRingException e) {
            throw new IOException("no archive of classes was made", e);
        }
        DatabaseAddress database = TestDatabase.migrated();
        return List.of(
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--key-ring",
                keyRing.toString(),
                "--database",
                Replayed.url(database));
    }

    private static void make(Path program, Run run, Path archive) throws IOException {
        String making = (CACHES ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
        List<String> command = command(making, List.of("-Xmx512m"), program.toString(), "lingdian.Main");
        command.addAll(run.arguments(Files.createTempDirectory("lingdian-archive")));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LINGDIAN_ADMIN_TOKEN", RunningService.ADMIN_TOKEN);
        builder.environment().put("LINGDIAN_AGENT_KEY", "key");
        Process process = builder.start();
        try (var said = process.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.startsWith("ready ")) {
                line = said.readLine();
            }
            // It writes the archive as it ends, and a line for each class that is not in it; process.destroy() would
            // not read them.
            process.toHandle().destroy();
            said.transferTo(Writer.nullWriter());
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the archive of classes was made", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
