package lingdian.agent.spool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.Backoff;
import lingdian.record.evidence.StoredBody;
import lingdian.testing.Await;
import lingdian.testing.JavaCommand;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a café's agent with SIGKILL at any moment, and tears its spool at every byte of the last record. Every event
 * that the agent reported as recorded is in the service's journal exactly once. Any further event there was requested
 * but not yet reported.
 *
 * <p>Some 15 kills of a process and every byte; more kills by {@code mvn verify -Dit.test=AgentSpoolKillIT
 * -Dlingdian.agentKills=200}. A failure names the seed; {@code -Dlingdian.seed=…} repeats the order of moments.
 */
class AgentSpoolKillIT {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSpoolKillIT.class);
    private static final int KILLS = Integer.getInteger("lingdian.agentKills", 6);
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);
    private static final String KILLED = "36048110000001";
    private static final String TORN = "36048110000002";
    private static final int AT_ONCE = 24;

    private static final String JOURNAL = """
            SELECT stream.stream::text AS stream, journal.seq, journal.body
            FROM journal JOIN stream ON stream.number = journal.stream_number
            WHERE stream.place_code = ?
            ORDER BY stream.number, journal.seq
            """;

    private final Random random = new Random(SEED);
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> opened = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    /** An event of the journal, by the name that makes it unique. */
    private record Recorded(String stream, long seq, String name) {}

    @Test
    void whatWasSaidToBeRecordedIsInTheJournalExactlyOnce() throws Exception {
        try (RunningService service = RunningService.start()) {
            String key = service.cafe(KILLED, List.of());
            long began = System.nanoTime();
            int beforeOpening = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                beforeOpening += live(service.url(), key, "k" + kill) ? 0 : 1;
            }
            finish(service, key, directory.resolve("killed"));
            List<Recorded> journal = journal(service, KILLED);
            LOG.info(
                    "{} kills in {} s ({} before the spool was open): {} events were said to be recorded, the journal has {}",
                    KILLS,
                    (System.nanoTime() - began) / 1_000_000_000,
                    beforeOpening,
                    said.size(),
                    journal.size());
            everythingIsThereOnce(journal);
            assertThat(service.verify().firstBroken()).isNull();
        } catch (AssertionError failed) {
            throw new AssertionError("with -Dlingdian.seed=" + SEED + " -Dlingdian.agentKills=" + KILLS, failed);
        }
    }

    @Test
    void aSpoolThatIsTornAtAnyByteLosesNothingButThat() throws Exception {
        try (RunningService service = RunningService.start()) {
            String key = service.cafe(TORN, List.of());
            Path root = directory.resolve("torn");
            finish(service, key, root);
            int cut = 0;
            for (int bytes = 1; cut < bytes; cut++) {
                bytes = tear(root, cut);
                SpooledAgent agent = start(service, service.url(), key, root);
                agent.record(Drafts.heartbeat("next-" + cut))
                        .compose(agent::answer)
                        .await(PATIENCE_SECONDS, SECONDS);
                assertThat(agent.state().setAside()).isEmpty();
                agent.close().await(PATIENCE_SECONDS, SECONDS);
            }
            List<Recorded> journal = journal(service, TORN);
            LOG.info("a record of {} bytes torn at each of them: the journal has {}", cut, journal.size());
            assertThat(journal)
                    .extracting(Recorded::name)
                    .doesNotHaveDuplicates()
                    .noneMatch(name -> name.startsWith("torn"));
            assertThat(journal.stream().filter(event -> event.name().startsWith("next-")))
                    .hasSize(cut);
            assertThat(journal.stream().filter(event -> event.name().startsWith("kept-")))
                    .hasSize(cut);
            assertThat(journal).extracting(Recorded::stream).containsOnly(journal.getFirst().stream());
        }
    }

    /**
     * Records two events without an agent, cuts the second at byte {@code cut}, and returns its length in bytes. One that
     * is shorter than those before it, because its time ends in zeros, loses its last byte.
     */
    private int tear(Path root, int cut) throws IOException {
        var settings = SpoolSettings.of("kill-test/1", 10);
        try (SpoolDirectory spool =
                SpoolDirectory.open(new SpoolDisk.Real(), root, settings, InstantSource.system(), random)) {
            var now = InstantSource.system().instant();
            spool.spool().append(Drafts.lines(now, Drafts.heartbeat("kept-" + cut)), now);
            spool.spool().append(Drafts.lines(now, Drafts.login("torn", true)), now);
        }
        Path file = SpoolSegment.files(root.resolve("spool")).getLast();
        byte[] whole = Files.readAllBytes(file);
        int last = SpoolTest.lastRecordAt(file);
        int bytes = whole.length - last;
        Files.write(file, Arrays.copyOf(whole, last + Math.min(cut, bytes - 1)));
        return bytes;
    }

    /** Runs the process until it is killed; returns whether it recorded anything. */
    private boolean live(URI service, String key, String life) throws Exception {
        Process process = process(service, key, life);
        int before = said.size();
        Thread reader = Thread.ofPlatform().start(() -> read(process));
        try {
            if (random.nextInt(10) == 0) {
                LockSupport.parkNanos(1_000_000L * random.nextInt(600)); // perhaps before it has opened the spool
            } else {
                int some = 1 + random.nextInt(150);
                Await.until("it records", () -> said.size() >= before + some || !process.isAlive());
                LockSupport.parkNanos(1_000L * random.nextInt(30_000));
            }
            assertThat(process.isAlive()).as("it runs until it is killed").isTrue();
        } finally {
            process.destroyForcibly().waitFor();
            reader.join();
        }
        return said.size() > before;
    }

    private Process process(URI service, String key, String life) throws IOException {
        List<String> command = JavaCommand.of(SpoolProgram.class, "-XX:+UseSerialGC", "-Xmx64m");
        command.addAll(List.of(service.toString(), directory.resolve("killed").toString(), life));
        command.addAll(List.of(Integer.toString(AT_ONCE), Long.toString(Long.MAX_VALUE)));
        Process process = new ProcessBuilder(command)
                .redirectError(directory.resolve("errors.log").toFile())
                .start();
        try (var in = process.getOutputStream()) {
            in.write(key.getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    private void read(Process process) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("recorded ")) {
                    said.add(line);
                } else {
                    opened.add(line);
                }
            }
        } catch (IOException killed) {
            // no more output
        }
    }

    /** Sends the events that still wait. */
    private void finish(RunningService service, String key, Path root) throws Exception {
        SpooledAgent agent = start(service, service.url(), key, root);
        Await.until(
                "everything is safe",
                () -> agent.state().connected() && agent.state().unsent() == 0);
        assertThat(agent.state().setAside()).isEmpty();
        agent.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private static SpooledAgent start(RunningService service, URI url, String key, Path root) throws Exception {
        var settings = new SpoolSettings(
                "kill-test/1", 300, 60, 64 * 1024, 0, 10_000, new Backoff(5, 50, Integer.MAX_VALUE, 1_000), 1_000);
        return SpooledAgent.start(
                        service.vertx(),
                        new AgentEndpoint(url, key),
                        root,
                        settings,
                        InstantSource.system(),
                        new Random(),
                        AgentListener.NONE)
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private void everythingIsThereOnce(List<Recorded> journal) {
        Map<String, Long> seqs = new HashMap<>();
        for (Recorded event : journal) {
            assertThat(seqs.put(event.name(), event.seq()))
                    .as("%s is there once", event.name())
                    .isNull();
        }
        for (String line : said) {
            String[] words = line.split(" ");
            assertThat(seqs.get(words[2])).as(line).isEqualTo(Long.parseLong(words[1]));
        }
        assertThat(opened).allMatch(line -> line.startsWith("open "));
        assertThat(journal).extracting(Recorded::stream).containsOnly(journal.getFirst().stream());
        assertThat(journal.size() - said.size()).isBetween(0, KILLS * AT_ONCE);
        assertThat(said.size()).isGreaterThan(KILLS * 10);
    }

    private static List<Recorded> journal(RunningService service, String placeCode) throws Exception {
        List<Recorded> journal = new ArrayList<>();
        try (var connection = service.superuser();
                var statement = connection.prepareStatement(JOURNAL)) {
            statement.setString(1, placeCode);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    var body = new JsonObject(StoredBody.read(row.getString("body")));
                    String name = "login".equals(body.getString("type"))
                            ? body.getString("session")
                            : body.getJsonArray("inUse").getString(0);
                    journal.add(new Recorded(row.getString("stream"), row.getLong("seq"), name));
                }
            }
        }
        return journal;
    }
}
