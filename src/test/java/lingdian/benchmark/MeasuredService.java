package lingdian.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Migrations;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.Vault;

/**
 * {@code serve --embedded} on a new database as a program of its own, the load that is put on it, and what both take.
 *
 * <p>{@code -Dbenchmark.service="-Xms1g -Xmn700m"} gives the service's Java such options, to try them, and
 * {@code -Dbenchmark.program=target/lingdian.jar} starts the shipped jar in place of the classes.
 */
final class MeasuredService implements AutoCloseable {
    private static final String TOKEN = "admin-token-of-a-benchmark-of-32-characters";
    private static final String NOTE = "postmaster.pid";
    private static final long STOP_SECONDS = 60;
    private static final long CALL_SECONDS = 20;
    /** As many as {@code max_wal_size} keeps to be written over. */
    private static final int LOG_FILES = 256;

    private static final long LOOK_MILLIS = 200;
    private static final long COUNT_MILLIS = 1_000;
    /** Without the nightly verification, which would be measured too from 03:00 to 07:00 in China. */
    private static final String CONFIG = """
            feed: {maximumReadersPerAccount: 20000}
            verification: {hours: 0}
            """;
    /** "GC(5) Pause Young (Normal) (G1 Evacuation Pause) 512M->120M(1024M) 5.123ms". */
    private static final Pattern USED_BEFORE = Pattern.compile(" Pause .* (\\d+)M->\\d+M\\(");
    /** So much that it need not collect its garbage within two minutes: its pauses would be counted as the service's. */
    private static final String GENERATOR_HEAP = "3g";

    private static final int UPKEEP_TIMES = 6;
    private static final String UPKEEP = """
            SELECT 'vacuumed ' || relname FROM pg_stat_user_tables WHERE last_autovacuum BETWEEN ? AND ?
            UNION ALL SELECT 'analysed ' || relname FROM pg_stat_user_tables WHERE last_autoanalyze BETWEEN ? AND ?
            UNION ALL SELECT 'began a checkpoint' FROM pg_control_checkpoint() WHERE checkpoint_time BETWEEN ? AND ?
            ORDER BY 1
            """;

    /** Directories that end with their services: each run fills one with gigabytes. */
    private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Process process;
    private final String url;
    private final Server server;

    private MeasuredService(Path directory, Process process, String url, Server server) {
        this.directory = directory;
        this.process = process;
        this.url = url;
        this.server = server;
    }

    /**
     * The PostgreSQL of its database, on this machine.
     *
     * @param password of the superuser
     * @param note the file in which it keeps its process
     */
    private record Server(int port, String password, Path note) {
        private static final int PORT_LINE = 3;

        static Server embedded(Path directory) throws IOException {
            Path note = directory.resolve("postgres").resolve(NOTE);
            return new Server(
                    Integer.parseInt(Files.readAllLines(note).get(PORT_LINE)),
                    Files.readString(directory.resolve("database-password")).strip(),
                    note);
        }
    }

    /** Processor seconds of the service and of its PostgreSQL since they began. */
    record Cpu(double service, double database) {
        Cpu since(Cpu before) {
            return new Cpu(service - before.service, database - before.database);
        }
    }

    static MeasuredService start() throws IOException {
        return start("1g");
    }

    /** With so much heap, as {@code -Xmx} has it. */
    static MeasuredService start(String heap) throws IOException {
        return start(heap, newDirectory()).withUsedLog();
    }

    /** On a directory that is used again. */
    static MeasuredService on(Path directory) throws IOException {
        return start("2g", directory);
    }

    /**
     * {@code serve --database} in place of {@code --embedded}, on a database named {@code lingdian} that is empty.
     *
     * @param primary one of its hosts, which accepts writes as long as the service is measured
     * @param data the directory of the primary's PostgreSQL
     */
    static MeasuredService onDatabase(DatabaseAddress address, DatabaseAddress.Host primary, Path data)
            throws IOException, KeyRingException {
        Path directory = newDirectory();
        Path keyRing = directory.resolve("keys.json");
        KeyRing.create(keyRing);
        String hosts =
                address.hosts().stream().map(DatabaseAddress.Host::toString).collect(Collectors.joining(","));
        String url = "postgresql://" + address.user() + ":" + address.password() + "@" + hosts + "/" + address.name();
        System.out.println(Machine.takenByOthers());
        Process process = program("1g", directory, "--database", url, "--key-ring", keyRing.toString());
        var server = new Server(primary.port(), address.password(), data.resolve(NOTE));
        return new MeasuredService(directory, process, ready(process), server).withUsedLog();
    }

    /** Where prior registration is required everywhere. */
    static MeasuredService startStrict() throws IOException {
        Path directory = newDirectory();
        Files.writeString(
                config(directory).resolve("rules.yaml"),
                Files.readString(Path.of("config", "rules.yaml"))
                        .replace("priorRegistration: []", "priorRegistration: [\"000000\"]"));
        return start("2g", directory).withUsedLog();
    }

    /**
     * As a database that has been in use: with files of the log to be written over. On a new one each 16 MB of the log are filled with zeros
     * first, for which commits wait 20 to 50 ms, until a checkpoint frees the first of them.
     */
    private MeasuredService withUsedLog() throws IOException {
        try (var connection = database();
                var statement = connection.createStatement()) {
            for (int file = 0; file < LOG_FILES; file++) {
                statement.execute("SELECT pg_logical_emit_message(false, 'lingdian', ''), pg_switch_wal()");
            }
            statement.execute("CHECKPOINT");
            return this;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static List<String> options() {
        return Stream.of(System.getProperty("benchmark.service", "").split(" "))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    private static Path newDirectory() throws IOException {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("benchmark.directory", "target")), "benchmark");
        MADE.add(directory);
        Files.createDirectory(config(directory));
        Files.writeString(config(directory).resolve("lingdian.yaml"), CONFIG);
        return directory;
    }

    private static Path config(Path directory) {
        return directory.resolve("config");
    }

    private static MeasuredService start(String heap, Path directory) throws IOException {
        System.out.println(Machine.takenByOthers());
        return begin(heap, directory);
    }

    /**
     * Another node on the database of this one. It works as the superuser: the password of this one's login is known to it alone.
     */
    MeasuredService anotherNode(String heap) throws IOException {
        String database = "postgresql://postgres:" + password() + "@127.0.0.1:" + port() + "/lingdian";
        Process node = program(
                heap,
                directory,
                "--database",
                database,
                "--key-ring",
                directory.resolve("keys.json").toString());
        return new MeasuredService(directory, node, ready(node), server);
    }

    private static MeasuredService begin(String heap, Path directory) throws IOException {
        Process process = program(heap, directory, "--embedded", directory.toString());
        String url = ready(process);
        return new MeasuredService(directory, process, url, Server.embedded(directory));
    }

    private static Process program(String heap, Path directory, String... database) throws IOException {
        var arguments = new ArrayList<>(List.of("serve", "--host", "127.0.0.1", "--port", "0"));
        arguments.addAll(List.of(database));
        if (Files.exists(config(directory))) {
            arguments.addAll(List.of("--config", config(directory).toString()));
        }
        var options = new ArrayList<>(List.of("-Xlog:gc:file=" + collections(directory, "%p")));
        options.addAll(options());
        return java(heap, options, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path collections(Path directory, String process) {
        return directory.resolve("collections-" + process + ".log");
    }

    /** The most megabytes of heap that were in use when a collection began. */
    double heapPeakMegabytes() throws IOException {
        return Files.readAllLines(collections(directory, String.valueOf(process.pid()))).stream()
                .map(USED_BEFORE::matcher)
                .filter(Matcher::find)
                .mapToDouble(used -> Double.parseDouble(used.group(1)))
                .max()
                .orElse(0);
    }

    private static String ready(Process process) throws IOException {
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("ready ")) {
                return line.substring("ready ".length());
            }
        }
        throw new IOException("the service did not start");
    }

    /** The same once more on the same database, from here on another one. At once: how long that takes may be measured. */
    MeasuredService startAgain(String heap) throws IOException {
        return begin(heap, directory);
    }

    URI url() {
        return URI.create(url);
    }

    /** An administrator's calls. */
    AdminClient admin(Vertx vertx) {
        return new AdminClient(vertx, url(), TOKEN);
    }

    /** Of a new culture regulator of the province. */
    String regulatorToken() throws TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            return admin(vertx)
                    .createAccount(new JsonObject()
                            .put("name", "benchmark")
                            .put("role", "regulator")
                            .put("authority", "culture")
                            .put("region", "360000"))
                    .await(CALL_SECONDS, TimeUnit.SECONDS)
                    .token();
        } finally {
            vertx.close().await(CALL_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** The bytes of heap that are reachable, by class; the garbage is collected first. */
    Map<String, Long> liveHeap() throws IOException {
        Process looking = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        "GC.class_histogram")
                .start();
        var bytes = new HashMap<String, Long>();
        try (var lines = looking.inputReader(StandardCharsets.UTF_8)) {
            // "  12:   3456   78901  java.lang.String (java.base@25)"
            lines.lines().map(line -> line.strip().split("\\s+")).forEach(words -> {
                if (words.length >= 4 && words[0].endsWith(":")) {
                    bytes.merge(words[3], Long.parseLong(words[2]), Long::sum);
                }
            });
        }
        return bytes;
    }

    /** What the service's process holds in memory, PostgreSQL's not included. */
    double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                        .sum()
                / 1e3;
    }

    /**
     * What the service and PostgreSQL took while the load was measured, its warm-up left out: with it they compile
     * themselves, which is no cost of an event.
     *
     * @param report of {@code simulate load}
     * @param looks at the processor times, more than one a second
     */
    record Steady(JsonObject report, Cpu taken, DatabaseCounters counted, NavigableMap<Instant, Cpu> looks) {
        /** What was taken of processors in a minute of the measured time. */
        Cpu takenIn(int minute) {
            Instant from = Instant.parse(report.getString("measuredFrom")).plus(Duration.ofMinutes(minute));
            return looks.floorEntry(from.plus(Duration.ofMinutes(1)))
                    .getValue()
                    .since(looks.floorEntry(from).getValue());
        }

        double events() {
            return report.getDouble("eventsPerSecond") * report.getInteger("measuredSeconds");
        }

        void addTo(Runs figures) {
            figures.add("service, µs of processor an event", taken.service() / events() * 1e6);
            figures.add("PostgreSQL, µs of processor an event", taken.database() / events() * 1e6);
            counted.addTo(figures, events());
        }
    }

    /** Runs {@code simulate load} with these options, and looks at the processor times meanwhile. */
    Steady steadyLoad(String... options) throws IOException, InterruptedException, SQLException {
        var looks = new ConcurrentSkipListMap<Instant, Cpu>();
        var counts = new ConcurrentSkipListMap<Instant, DatabaseCounters>();
        try (var looking = Executors.newSingleThreadScheduledExecutor();
                var database = database()) {
            looking.scheduleAtFixedRate(() -> look(looks), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            looking.scheduleAtFixedRate(() -> count(counts, database), 0, COUNT_MILLIS, TimeUnit.MILLISECONDS);
            JsonObject report = load(options);
            looking.shutdownNow();
            Instant from = Instant.parse(report.getString("measuredFrom"));
            Instant to = from.plusSeconds(report.getInteger("measuredSeconds"));
            sayUpkeep(database, from, to);
            return new Steady(
                    report,
                    looks.floorEntry(to).getValue().since(looks.floorEntry(from).getValue()),
                    counts.floorEntry(to)
                            .getValue()
                            .since(counts.floorEntry(from).getValue()),
                    looks);
        }
    }

    /** What PostgreSQL did beside the load: the figures of runs with and without it differ. */
    private static void sayUpkeep(Connection database, Instant from, Instant to) throws SQLException {
        try (var statement = database.prepareStatement(UPKEEP)) {
            for (int i = 0; i < UPKEEP_TIMES; i += 2) {
                statement.setTimestamp(i + 1, Timestamp.from(from));
                statement.setTimestamp(i + 2, Timestamp.from(to));
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    System.out.println("    meanwhile PostgreSQL " + rows.getString(1));
                }
            }
        }
    }

    private static void count(Map<Instant, DatabaseCounters> counts, Connection database) {
        try {
            counts.put(Instant.now(), DatabaseCounters.read(database));
        } catch (SQLException unseen) {
            System.out.println("  a look at PostgreSQL's counters failed: " + unseen);
        }
    }

    private void look(Map<Instant, Cpu> looks) {
        try {
            looks.put(Instant.now(), cpu());
        } catch (IOException unseen) {
            System.out.println("  a look at processor times failed: " + unseen);
        }
    }

    /** Runs {@code simulate load} with these options; its report. */
    JsonObject load(String... options) throws IOException, InterruptedException {
        Path report = Files.createTempFile(directory, "report", ".json");
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        var arguments = new ArrayList<>(List.of("simulate", "load", "--server", url, "--json", report.toString()));
        arguments.addAll(Arrays.asList(options));
        int exit = java(GENERATOR_HEAP, List.of(), arguments)
                .redirectError(errors.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (Files.size(report) == 0) {
            throw new IOException("the load ended with " + exit + " and no report: " + Files.readString(errors));
        }
        var said = new JsonObject(Files.readString(report));
        if (exit != 0) {
            System.out.println(
                    "  not faultless: " + said.getJsonObject("errors").encode());
        }
        return said;
    }

    /** With its keys. */
    Vault vault() throws KeyRingException {
        return new Vault(KeyRing.load(directory.resolve("keys.json")));
    }

    /** As the superuser, without a schema. */
    Connection database() throws SQLException {
        return database("lingdian");
    }

    /** Of the superuser. */
    String password() {
        return server.password();
    }

    /** Another one of its server. */
    Connection database(String name) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + "/" + name, "postgres", password());
    }

    /** Makes another database on its server, with the same tables. */
    void emptyDatabase(String name) throws SQLException {
        try (var connection = database();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        Migrations.run(new DatabaseAddress("127.0.0.1", port(), name, "postgres", password()));
    }

    /** Of what was written before, so that it does not work beside what is measured next; what is under way is ended. */
    void stopVacuuming() throws SQLException {
        try (var connection = database();
                var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET autovacuum = off");
            statement.execute("SELECT pg_reload_conf()");
            statement.execute(
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE backend_type = 'autovacuum"
                            + " worker'");
        }
    }

    int port() {
        return server.port();
    }

    /** Where its files lie, on the disk whose flushes count. */
    Path directory() {
        return directory;
    }

    Cpu cpu() throws IOException {
        double database =
                databaseProcesses().mapToDouble(MeasuredService::seconds).sum();
        return new Cpu(seconds(process()), database);
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** PostgreSQL's, those of its connections included. */
    Stream<ProcessHandle> databaseProcesses() throws IOException {
        String note = Files.readAllLines(server.note()).getFirst().strip();
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(note)).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.children());
    }

    /** Of processor, since it began. */
    static double seconds(ProcessHandle of) {
        Optional<Duration> taken = of.info().totalCpuDuration();
        return taken.orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /**
     * Half of the heap for what is young, in huge pages, and the old begins after two collections, as the unit has it; the
     * generator too, so that its own pauses are few.
     *
     * @param options of Java, which win over these
     */
    private static ProcessBuilder java(String heap, List<String> options, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:NewRatio=1"));
        command.addAll(List.of("-XX:MaxTenuringThreshold=2", "-XX:MetaspaceSize=128m", "-XX:+UseTransparentHugePages"));
        command.addAll(options);
        command.addAll(program(arguments.getFirst()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().put("LINGDIAN_ADMIN_TOKEN", TOKEN);
        return builder;
    }

    /**
     * The classes of this class path, or the program that {@code -Dbenchmark.program} names, started as the unit does: by the archive of class
     * data that its first stop leaves.
     */
    private static List<String> program(String command) {
        String jar = System.getProperty("benchmark.program");
        return jar == null
                ? List.of("-cp", System.getProperty("java.class.path"), "lingdian.Main")
                : List.of(
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + jar + "." + command + ".jsa",
                        "-Xlog:cds*=off",
                        "-jar",
                        jar);
    }

    @Override
    public void close() throws InterruptedException, IOException {
        stop();
        if (MADE.remove(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The database stays, to be started on again. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
