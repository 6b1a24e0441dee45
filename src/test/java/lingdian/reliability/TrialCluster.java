package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.NeededProgram;

/** The shipped cluster of three machines, started on this one by the shipped command. */
public final class TrialCluster implements AutoCloseable {
    public static final int MACHINES = 3;
    private static final Path COMMAND = Path.of("src/main/cluster/trial");
    private static final int PORTS_OF_MACHINE = 10;

    private final Path directory;
    private final DatabaseAddress address;

    private TrialCluster(Path directory, DatabaseAddress address) {
        this.directory = directory;
        this.address = address;
    }

    public static void isNeeded() {
        NeededProgram.ofPackage("patroni", Path.of("/usr/bin/patroni"));
        NeededProgram.ofPackage("python3-etcd", Path.of("/usr/lib/python3/dist-packages/etcd/__init__.py"));
        NeededProgram.ofPackage("etcd-server", Path.of("/usr/bin/etcd"));
        NeededProgram.ofPackage("haproxy", Path.of("/usr/sbin/haproxy"));
        NeededProgram.ofPackage("postgresql-17", Path.of("/usr/lib/postgresql/17/bin/postgres"));
        NeededProgram.ofPackage("curl", Path.of("/usr/bin/curl"));
    }

    /** @param networks whether each machine has a network of its own, which can be cut; needs root */
    public static TrialCluster start(boolean networks) throws Exception {
        // Not below a test's own directory, which the user postgres may not enter.
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "lingdian-cluster");
        var command = new ArrayList<>(List.of("start", directory.toString(), Integer.toString(freePorts())));
        if (networks) {
            command.add("--namespaces");
        }
        String url = run(command)
                .lines()
                .filter(line -> line.startsWith("ready "))
                .findFirst()
                .orElseThrow()
                .substring("ready ".length());
        return new TrialCluster(directory, DatabaseAddress.parse(url));
    }

    /** The first of ports that were free a moment ago, outside of the range that the kernel gives away. */
    private static int freePorts() throws IOException {
        for (int base = 15_400; base < 30_000; base += 100) {
            if (areFree(base)) {
                return base;
            }
        }
        throw new IOException("no hundred free ports");
    }

    private static boolean areFree(int base) {
        return !Files.exists(Path.of("/sys/class/net/ld" + base)) // else of a trial whose machines have networks
                && IntStream.range(base, base + (MACHINES + 1) * PORTS_OF_MACHINE)
                        .allMatch(port -> {
                            try (var socket = new ServerSocket(port)) {
                                return socket.isBound();
                            } catch (IOException taken) {
                                return false;
                            }
                        });
    }

    public DatabaseAddress address() {
        return address;
    }

    /** Where the PostgreSQL of a machine keeps its files. */
    public Path data(int machine) {
        return directory.resolve(Integer.toString(machine)).resolve("data");
    }

    /** Runs a command of the script about the cluster. */
    public void tell(String command, Object... more) throws Exception {
        var words = new ArrayList<>(List.of(command, directory.toString()));
        for (Object word : more) {
            words.add(word.toString());
        }
        run(words);
    }

    /** The machine, 1 to 3, that etcd's lock belongs to. */
    public int leader() throws Exception {
        return number(members().stream()
                .filter(member -> member.getString("role").equals("leader"))
                .findFirst()
                .orElseThrow());
    }

    /** The machine of the standby that every commit waits for. */
    int synchronousStandby() throws Exception {
        return number(members().stream()
                .filter(member -> member.getString("role").equals("sync_standby"))
                .findFirst()
                .orElseThrow());
    }

    DatabaseAddress.Host host(int machine) {
        return address.hosts().get(machine - 1);
    }

    /** The database of one machine alone. */
    public DatabaseAddress only(int machine) {
        DatabaseAddress.Host host = host(machine);
        return new DatabaseAddress(host.name(), host.port(), address.name(), address.user(), address.password());
    }

    /** Waits until there are a primary and two standbys that stream from it, one of them synchronously. */
    public void awaitWhole() throws Exception {
        Await.until("the cluster is whole", () -> {
            List<JsonObject> members = members();
            return members.size() == MACHINES
                    && members.stream()
                            .map(member -> member.getString("state"))
                            .allMatch(state -> state.equals("streaming") || state.equals("running"))
                    && members.stream().filter(TrialCluster::streams).count() == MACHINES - 1
                    && members.stream()
                            .anyMatch(member -> member.getString("role").equals("sync_standby"));
        });
    }

    private static boolean streams(JsonObject member) {
        return member.getString("state").equals("streaming");
    }

    /** What Patroni knows; empty while it cannot tell. */
    private List<JsonObject> members() throws Exception {
        return output(List.of("members", directory.toString()))
                .filter(text -> text.startsWith("{"))
                .map(text -> new JsonObject(text)
                        .getJsonArray("members").stream()
                                .map(JsonObject.class::cast)
                                .toList())
                .orElse(List.of());
    }

    private static int number(JsonObject member) {
        return Integer.parseInt(member.getString("name").substring("pg".length()));
    }

    private static String run(List<String> words) throws Exception {
        return output(words).orElseThrow(() -> new AssertionError("the trial's " + words.getFirst() + " failed"));
    }

    private static Optional<String> output(List<String> words) throws Exception {
        var command = new ArrayList<>(List.of(COMMAND.toAbsolutePath().toString()));
        command.addAll(words);
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Await.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
    }

    /** Copies the logs of the three machines, which end with the cluster, and returns where to. */
    Path keepLogs() throws IOException {
        Path kept = Files.createDirectories(
                Path.of("target", directory.getFileName().toString()));
        for (int machine = 1; machine <= MACHINES; machine++) {
            for (String program : List.of("patroni", "etcd")) {
                Path log = directory.resolve(Integer.toString(machine)).resolve(program + ".log");
                Files.copy(log, kept.resolve(machine + "-" + program + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return kept;
    }

    @Override
    public void close() throws Exception {
        run(List.of("stop", directory.toString()));
        new ProcessBuilder("rm", "-r", directory.toString()).start().waitFor();
    }
}
