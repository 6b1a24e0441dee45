package lingdian.agent.desk;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import lingdian.testing.Await;
import lingdian.testing.Cafes;
import lingdian.testing.JavaCommand;
import lingdian.testing.RunningService;
import lingdian.testing.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program itself: its output, its exit codes, and the memory and time that it needs. */
class AgentCommandIT {
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
    private static final String NOWHERE = "http://127.0.0.1:1";
    private static final int TERMINALS = 300;
    private static final int EVENTS = 10_000;

    @TempDir
    private Path directory;

    @Test
    void everyMistakeGetsALine() throws Exception {
        Path readable = Files.writeString(directory.resolve("short-secret"), "short");
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-------"));

        try (var nothing = AgentProcess.launch(SMALL, List.of(), Map.of());
                var wrong = AgentProcess.launch(
                        SMALL,
                        List.of("--server", "ftp://x", "--directory", directory.toString(), "--port", "70000"),
                        Map.of("LINGDIAN_AGENT_KEY", "key"));
                var weak = AgentProcess.launch(
                        SMALL,
                        List.of(
                                "--server",
                                NOWHERE,
                                "--directory",
                                directory.toString(),
                                "--secret-file",
                                readable.toString()),
                        Map.of("LINGDIAN_AGENT_KEY", "key"))) {
            assertThat(nothing.exitCode()).isEqualTo(2);
            assertThat(nothing.log().lines())
                    .hasSize(3)
                    .allMatch(line -> line.startsWith("lingdian: "))
                    .anyMatch(line -> line.contains("--server"))
                    .anyMatch(line -> line.contains("--directory"))
                    .anyMatch(line -> line.contains("LINGDIAN_AGENT_KEY"));
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.log().lines()).hasSize(2);
            assertThat(weak.exitCode()).isEqualTo(2);
            assertThat(weak.log().lines()).singleElement().asString().contains("16 characters");
        }
    }

    @Test
    void itServesOfflineMakesASecretAndEndsInOrder() throws Exception {
        Path key = Files.writeString(directory.resolve("agent-key"), "key-in-a-file\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        try (var agent = launch(NOWHERE, Map.of())) {
            var client = new LocalClient(agent.url(), secret());

            assertThat(Files.getPosixFilePermissions(directory.resolve("local-secret")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(secret()).hasSize(64);
            assertThat(agent.log())
                    .contains("agent-key is open to other users of this machine (rw-r--r--): set its mode to 0600")
                    .doesNotContain("local-secret is open");
            assertThat(client.post("/v1/opened", new JsonObject()).status()).isEqualTo(200);
            assertThat(client.login("A01", "geheim", "2015-01-01").reasons()).contains("under-age");
            try (var second = launch(NOWHERE, Map.of())) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.log()).contains("another agent is running");
            }
            assertThat(agent.terminate()).isZero();
            assertThat(agent.log()).doesNotContain("geheim", "旅客", "key-in-a-file", secret());
        }
        String before = secret();
        try (var again = launch(NOWHERE, Map.of())) {
            assertThat(new LocalClient(again.url(), before)
                            .status()
                            .getJsonObject("records")
                            .getLong("lastSeq"))
                    .isPositive();
        }
    }

    @Test
    void proofsAreHandedOutWhileItRunsAndAfterwards() throws Exception {
        try (RunningService service = RunningService.start()) {
            String key = service.cafe("36048110000001", List.of());
            try (var agent = launch(service.url().toString(), Map.of("LINGDIAN_AGENT_KEY", key))) {
                var client = new LocalClient(agent.url(), secret());
                until(
                        client,
                        "connected",
                        status -> status.getJsonObject("connection").getBoolean("connected"));
                client.post("/v1/opened", new JsonObject());
                until(client, "sent", AgentCommandIT::allSent);

                List<String> running = proofs();
                assertThat(agent.terminate()).isZero();

                assertThat(running).isNotEmpty();
                assertThat(proofs()).containsAll(running);
                JsonObject last = new JsonObject(running.getLast());
                assertThat(last.getLong("seq")).isPositive();
                assertThat(last.getString("chain")).matches("[0-9a-f]{64}");
            }
        }
    }

    /**
     * In a heap of 64 MB: heartbeats of 300 terminals, 300 guests, and 10,000 events that wait for an unreachable
     * service.
     */
    @Test
    void sixtyFourMegabytesAreEnoughForThreeHundredTerminals() throws Exception {
        try (RunningService service = RunningService.with()
                        .settings("agents:\n  heartbeatSeconds: 1\n")
                        .start();
                TcpProxy wire = TcpProxy.listeningBefore(service.url().getPort())) {
            Cafes.openDayAndNight(service.admin());
            wire.forward();
            String key = service.cafe("36048110000001", List.of());
            try (var agent = launch("http://127.0.0.1:" + wire.port(), Map.of("LINGDIAN_AGENT_KEY", key))) {
                var client = new LocalClient(agent.url(), secret());
                until(
                        client,
                        "connected",
                        status -> status.getJsonObject("connection").getBoolean("connected"));
                wire.cut();
                until(
                        client,
                        "cut",
                        status -> !status.getJsonObject("connection").getBoolean("connected"));

                seat(client);
                fill(client);
                measure("10,000 events wait", agent);
                resume(client, wire);
                measure("all sent", agent);

                assertThat(client.status().getJsonArray("guests").size()).isEqualTo(TERMINALS);
                assertThat(agent.log()).doesNotContain("OutOfMemoryError");
                assertThat(agent.terminate()).isZero();
            }
        }
    }

    private static void seat(LocalClient client) {
        List<String> terminals =
                IntStream.range(0, TERMINALS).mapToObj(i -> "T-" + i).toList();
        client.inUse(terminals);
        for (String terminal : terminals) {
            assertThat(client.login(terminal, "E-" + terminal, "1990-01-01").decided())
                    .isEqualTo("local");
        }
        assertThat(client.status().getJsonObject("heartbeat").getInteger("inUse"))
                .isEqualTo(TERMINALS);
    }

    /** A login behind 10,000 waiting events gets its verdict within two seconds of the connection. */
    private static void resume(LocalClient client, TcpProxy wire) {
        wire.forward();
        until(client, "connected", status -> status.getJsonObject("connection").getBoolean("connected"));
        long connected = System.nanoTime();
        LocalClient.Told asked = client.login("T-new", "E-new", "1990-01-01");
        long answered = System.nanoTime();
        until(client, "sent", AgentCommandIT::allSent);
        System.out.printf(
                "a login after the connection: %s in %d ms; all sent after %d ms%n",
                asked.decided(), (answered - connected) / 1_000_000, (System.nanoTime() - connected) / 1_000_000);
        assertThat(asked.allow()).isTrue();
        client.logout("T-new", "patron");
    }

    private static void fill(LocalClient client) throws InterruptedException {
        var inFlight = new Semaphore(64);
        var all = new ArrayList<CompletableFuture<?>>();
        long before = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            inFlight.acquire();
            all.add(client.postSoon("/v1/patrols", new JsonObject().put("officer", "E-" + i))
                    .whenComplete((told, failure) -> inFlight.release()));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        assertThat(client.status().getJsonObject("records").getLong("unsent")).isGreaterThanOrEqualTo(EVENTS);
        System.out.printf("%d events recorded in %d ms%n", EVENTS, (System.nanoTime() - before) / 1_000_000);
    }

    /** Prints the memory of the process, in MB. */
    private static void measure(String when, AgentProcess agent) throws IOException, InterruptedException {
        long pid = agent.process().pid();
        String rss = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElseThrow();
        System.out.println(when + ": RSS " + Long.parseLong(rss.replaceAll("\\D", "")) / 1_024 + " MB, "
                + heap(pid).strip());
    }

    private static String heap(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram").start();
        String total = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElse("Total 0 0");
        process.waitFor();
        return "live heap " + Long.parseLong(total.split("\\s+")[2]) / 1_048_576 + " MB";
    }

    private AgentProcess launch(String server, Map<String, String> environment) throws IOException {
        return AgentProcess.launch(
                SMALL,
                List.of("--server", server, "--directory", directory.toString(), "--port", "0", "--terminals", "300"),
                environment);
    }

    private String secret() throws IOException {
        return Files.readString(directory.resolve("local-secret")).strip();
    }

    private List<String> proofs() throws Exception {
        Path out = Files.createTempFile("proofs", ".ndjson");
        List<String> command = JavaCommand.agent(SMALL);
        command.addAll(List.of("agent", "proofs", "--directory", directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(out);
    }

    private static boolean allSent(JsonObject status) {
        return status.getJsonObject("records").getLong("unsent") == 0;
    }

    private static void until(LocalClient client, String what, java.util.function.Predicate<JsonObject> wanted) {
        long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
        while (!wanted.test(client.status())) {
            assertThat(System.nanoTime())
                    .as("not %s: %s", what, client.status())
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
