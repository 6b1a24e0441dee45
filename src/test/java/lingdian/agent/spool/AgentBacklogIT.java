package lingdian.agent.spool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.Answer;
import lingdian.agent.link.Backoff;
import lingdian.testing.Await;
import lingdian.testing.Cafes;
import lingdian.testing.JavaCommand;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The café's agent against the real service: after a long time offline, in little memory, and after another agent
 * superseded it.
 */
class AgentBacklogIT {
    private static final Logger LOG = LoggerFactory.getLogger(AgentBacklogIT.class);
    private static final String CAFE = "36048110000001";
    private static final String OTHER_CAFE = "36048110000002";
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
    private static final int WAITING = Integer.getInteger("lingdian.backlog.waiting", 4_000);
    private static final int LARGE_HEARTBEATS = Integer.getInteger("lingdian.backlog.heartbeats", 16_000);

    @TempDir
    private Path directory;

    /**
     * The contract allows two seconds. The test measures the time and does not assert it, because a busy build machine
     * is slow.
     */
    @Test
    void aLoginBehindThousandsOfWaitingEventsGetsItsVerdictSoon() throws Exception {
        try (RunningService service = RunningService.start()) {
            Cafes.openDayAndNight(service.admin()); // else the result depends on the hour of the day
            double cold = verdictSeconds(service, service.cafe(CAFE, List.of()), directory.resolve("cold"));
            double warm = verdictSeconds(service, service.cafe(OTHER_CAFE, List.of()), directory.resolve("warm"));
            LOG.info(
                    "behind {} waiting events a verdict came {} s after the connection, {} s from a service just started",
                    WAITING,
                    warm,
                    cold);
        }
    }

    private static double verdictSeconds(RunningService service, String key, Path root) throws Exception {
        SpooledAgent offline = start(service, NOWHERE, key, root, AgentListener.NONE);
        var night = new BusyNight(root.getFileName() + "-");
        long before = System.nanoTime();
        Future.all(Stream.generate(night::next)
                        .limit(WAITING)
                        .map(offline::record)
                        .toList())
                .await(PATIENCE_SECONDS, SECONDS);
        LOG.info("{} events were recorded in {} s", WAITING, (System.nanoTime() - before) / 1e9);
        offline.close().await(PATIENCE_SECONDS, SECONDS);
        var connected = new CompletableFuture<Long>();
        SpooledAgent agent = start(service, service.url(), key, root, new AgentListener() {
            @Override
            public void welcomed(JsonObject welcome) {
                connected.complete(System.nanoTime());
            }
        });
        Answer answer = agent.record(Drafts.login("asked", false))
                .compose(agent::answer)
                .await(PATIENCE_SECONDS, SECONDS);
        double seconds = (System.nanoTime() - connected.get()) / 1e9;
        assertThat(answer).isInstanceOf(Answer.Verdict.class);
        assertThat(answer.seq()).isEqualTo(WAITING + 1);
        agent.close().await(PATIENCE_SECONDS, SECONDS);
        return seconds;
    }

    /** The backlog is larger than the heap, so the agent cannot hold it in memory. */
    @Test
    void whatWaitsDoesNotLiveInMemory() throws Exception {
        try (RunningService service = RunningService.start()) {
            String key = service.cafe(CAFE, List.of());
            String offline = program(NOWHERE, key, LARGE_HEARTBEATS, "done");
            assertThat(offline).isEqualTo("done");
            long bytes = 0;
            for (Path file : SpoolSegment.files(directory.resolve("spool"))) {
                bytes += Files.size(file);
            }
            long began = System.nanoTime();

            String[] safe = program(service.url(), key, 1, "safe").split(" ");

            double seconds = (System.nanoTime() - began) / 1e9;
            LOG.info(
                    "{} heartbeats of 300 terminals ({} MB on disk) were uploaded in {} s, start included, with at most {} MB"
                            + " of heap",
                    LARGE_HEARTBEATS,
                    bytes >> 20,
                    seconds,
                    safe[2]);
            assertThat(bytes).isGreaterThan(32 << 20);
            assertThat(safe[1]).isEqualTo(Integer.toString(LARGE_HEARTBEATS + 1));
        }
    }

    @Test
    void anAgentThatWasReplacedLeavesTheOtherInPeaceUntilItIsGone() throws Exception {
        try (RunningService service = RunningService.start()) {
            String key = service.cafe(CAFE, List.of());
            var probes = new CopyOnWriteArrayList<String>();
            SpooledAgent replaced = start(service, service.url(), key, directory.resolve("one"), AgentListener.NONE);
            replaced.record(Drafts.heartbeat("T1")).compose(replaced::answer).await(PATIENCE_SECONDS, SECONDS);
            UUID before = replaced.state().stream();
            SpooledAgent other = start(service, service.url(), key, directory.resolve("other"), new AgentListener() {
                @Override
                public void refused(AgentStoppedException reason, long delayMillis) {
                    probes.add(Integer.toString(reason.code()));
                }
            });
            other.record(Drafts.heartbeat("T2")).compose(other::answer).await(PATIENCE_SECONDS, SECONDS);
            Await.until(
                    "it says so",
                    () -> String.valueOf(replaced.state().stopped()).contains("superseded"));
            replaced.record(Drafts.heartbeat("T3")).await(PATIENCE_SECONDS, SECONDS);
            int seen = probes.size();

            Await.until("it has looked three times", () -> probes.size() >= seen + 3);
            other.record(Drafts.heartbeat("T4")).compose(other::answer).await(PATIENCE_SECONDS, SECONDS);
            assertThat(replaced.state().stream()).isEqualTo(before);
            assertThat(other.state().setAside()).isEmpty();
            other.close().await(PATIENCE_SECONDS, SECONDS);
            Await.until("it takes over", () -> !replaced.state().stream().equals(before));
            Await.until("nothing is given up", () -> replaced.state().unsent() == 0);

            assertThat(replaced.state().lastSeq()).isEqualTo(1);
            replaced.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    @Test
    void aConnectionThatAnotherTookIsTakenBack() throws Exception {
        try (RunningService service = RunningService.start()) {
            String key = service.cafe(CAFE, List.of());
            SpooledAgent agent = start(service, service.url(), key, directory.resolve("one"), AgentListener.NONE);
            agent.record(Drafts.heartbeat("T1")).compose(agent::answer).await(PATIENCE_SECONDS, SECONDS);
            TestAgent rival = TestAgent.connect(service.vertx(), service.url(), key);
            rival.hello(UUID.randomUUID(), 0); // takes the connection: 4408
            Await.until("it took it back", () -> agent.state().connected());

            agent.record(Drafts.heartbeat("T2")).compose(agent::answer).await(PATIENCE_SECONDS, SECONDS);
            rival.close();
            agent.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private static SpooledAgent start(RunningService service, URI url, String key, Path root, AgentListener listener)
            throws Exception {
        var settings = new SpoolSettings(
                "test/1", 300, 60, 16 << 20, 0, 20_000, new Backoff(5, 50, Integer.MAX_VALUE, 100), 2_000);
        return SpooledAgent.start(
                        service.vertx(),
                        new AgentEndpoint(url, key),
                        root,
                        settings,
                        InstantSource.system(),
                        new Random(),
                        listener)
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** Runs the agent as a process until it prints {@code until}. */
    private String program(URI url, String key, int events, String until) throws Exception {
        List<String> command = JavaCommand.of(SpoolProgram.class, "-XX:+UseSerialGC", "-Xmx32m");
        command.addAll(List.of(url.toString(), directory.toString(), "b", "64", Integer.toString(events), "300"));
        Process process = new ProcessBuilder(command)
                .redirectError(directory.resolve("errors.log").toFile())
                .start();
        try (var in = process.getOutputStream()) {
            in.write(key.getBytes(StandardCharsets.UTF_8));
        }
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(until)) {
                    return line;
                }
            }
            throw new IOException("it ended: " + Files.readString(directory.resolve("errors.log")));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
