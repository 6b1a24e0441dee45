package lingdian.feed.export;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.reliability.SelfSignedCertificate;
import lingdian.testing.Await;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** Brokers of Apache Kafka without ZooKeeper (KRaft), each a process of its own on the tests' class path. */
final class KafkaCluster implements AutoCloseable {
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required user_lingdian=\"%s\";";

    private static final String SETTINGS = """
            export:
              kafka:
                servers: ['%s']
                topic: %s
                regions: ['360000']
                authorities: [culture]
                tls: {trusted: %s}
                sasl: {mechanism: PLAIN, user: lingdian, passwordFile: %s}
            """;

    /** A broker that is alone comes back so much sooner after a kill. */
    private static final int HEARTBEAT_ALONE_MILLIS = 500;

    private static final int SESSION_ALONE_MILLIS = 2_500;
    /** Kafka's own: on a busy machine heartbeats wait for seconds, and several brokers would take each other for lost. */
    private static final int HEARTBEAT_MILLIS = 2_000;

    private static final int SESSION_MILLIS = 9_000;

    private final Path directory;
    private final int copies;
    private final String id = Uuid.randomUuid().toString();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> controllerPorts = new ArrayList<>();
    private final List<Integer> insidePorts = new ArrayList<>();
    private final SelfSignedCertificate certificate;
    private final String password = UUID.randomUUID().toString();
    private final Process[] processes;

    KafkaCluster(Path directory, int brokers) throws Exception {
        this.directory = directory;
        this.copies = brokers;
        this.processes = new Process[brokers];
        try (var sockets = new FreePorts(3 * brokers)) {
            for (int i = 0; i < brokers; i++) {
                ports.add(sockets.port(3 * i));
                controllerPorts.add(sockets.port(3 * i + 1));
                insidePorts.add(sockets.port(3 * i + 2));
            }
        }
        certificate = SelfSignedCertificate.create(directory, "kafka", 2);
        Files.writeString(
                directory.resolve("broker.pem"),
                Files.readString(certificate.key()) + Files.readString(certificate.chain()));
        for (int i = 0; i < brokers; i++) {
            Files.writeString(properties(i), configuration(i));
            start(i);
        }
    }

    private record FreePorts(List<ServerSocket> sockets) implements AutoCloseable {
        FreePorts(int count) throws IOException {
            this(new ArrayList<>());
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
        }

        int port(int index) {
            return sockets.get(index).getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private Path properties(int broker) {
        return directory.resolve("broker-" + broker + ".properties");
    }

    private String configuration(int broker) {
        String voters = IntStream.range(0, copies)
                .mapToObj(i -> i + "@127.0.0.1:" + controllerPorts.get(i))
                .collect(Collectors.joining(","));
        int enough = copies > 2 ? 2 : 1;
        return """
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                controller.listener.names=CONTROLLER
                listeners=CLIENT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,INSIDE://127.0.0.1:%d
                listener.security.protocol.map=CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT
                inter.broker.listener.name=INSIDE
                listener.name.client.ssl.keystore.type=PEM
                listener.name.client.ssl.keystore.location=%s
                listener.name.client.sasl.enabled.mechanisms=PLAIN
                listener.name.client.plain.sasl.jaas.config=%s
                log.dirs=%s
                auto.create.topics.enable=false
                log.cleaner.dedupe.buffer.size=4194304
                broker.heartbeat.interval.ms=%11$d
                broker.session.timeout.ms=%12$d
                controller.quorum.election.timeout.ms=5000
                controller.quorum.fetch.timeout.ms=10000
                controller.quorum.request.timeout.ms=10000
                num.partitions=3
                default.replication.factor=%9$d
                min.insync.replicas=%10$d
                transaction.state.log.num.partitions=1
                transaction.state.log.replication.factor=%9$d
                transaction.state.log.min.isr=%10$d
                offsets.topic.replication.factor=%9$d
                """.formatted(
                        broker,
                        voters,
                        ports.get(broker),
                        controllerPorts.get(broker),
                        insidePorts.get(broker),
                        directory.resolve("broker.pem"),
                        LOGIN.formatted(password),
                        data(broker),
                        copies,
                        enough,
                        copies > 1 ? HEARTBEAT_MILLIS : HEARTBEAT_ALONE_MILLIS,
                        copies > 1 ? SESSION_MILLIS : SESSION_ALONE_MILLIS);
    }

    private Path data(int broker) {
        return directory.resolve("data-" + broker);
    }

    private Path log(int broker) {
        return directory.resolve("broker-" + broker + ".log");
    }

    int brokers() {
        return copies;
    }

    /** For nodes that export to a topic of this cluster. */
    void writeSettings(Path files, String topic) throws IOException {
        Path secret = Files.createFile(
                files.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, password + "\n");
        Files.writeString(
                files.resolve("lingdian.yaml"),
                SETTINGS.formatted(addresses(ports).replace(",", "', '"), topic, certificate.chain(), secret));
    }

    /** Where they need not. */
    String insideServers() {
        return addresses(insidePorts);
    }

    private static String addresses(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    void start(int broker) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaProcess.class.getName(),
                properties(broker).toString(),
                data(broker).toString(),
                id);
        processes[broker] = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(broker).toFile()))
                .start();
    }

    /** Sends SIGKILL, and waits until the process is gone. */
    void kill(int broker) throws InterruptedException {
        processes[broker].destroyForcibly();
        processes[broker].waitFor();
    }

    /** Copies what the only broker's coordinator knows of transactions, for {@link #killAndForget}. */
    void remember() throws IOException {
        copy(coordinator(), directory.resolve("remembered"));
    }

    /** Kills the only broker, and starts it again with a coordinator that knows nothing later than it remembered. */
    void killAndForget() throws IOException, InterruptedException {
        kill(0);
        Files.move(coordinator(), directory.resolve("forgotten-" + UUID.randomUUID()));
        copy(directory.resolve("remembered"), coordinator());
        start(0);
    }

    private Path coordinator() {
        return data(0).resolve("__transaction_state-0");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** How often brokers took a transaction for ended that may not be in all partitions (KAFKA-20734). */
    long notEnded() throws IOException {
        long found = 0;
        for (int i = 0; i < copies; i++) {
            try (Stream<String> lines = Files.lines(log(i))) {
                found += lines.filter(line -> line.contains("Couldn't find leader endpoint"))
                        .count();
            }
        }
        return found;
    }

    /** Waits until all brokers are members of the cluster. */
    void awaitReady() throws Exception {
        Map<String, Object> options = new HashMap<>();
        options.put("bootstrap.servers", insideServers());
        try (Admin admin = Admin.create(options)) {
            Await.until("all brokers answer", () -> {
                for (int i = 0; i < copies; i++) {
                    if (!processes[i].isAlive()) {
                        throw new AssertionError(Files.readString(log(i)));
                    }
                }
                try {
                    return admin.describeCluster()
                                    .nodes()
                                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                    .size()
                            == copies;
                } catch (ExecutionException notYet) {
                    return false;
                }
            });
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (int i = 0; i < copies; i++) {
            kill(i);
        }
    }
}
