package lingdian.agent.desk;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import lingdian.agent.adapter.AdapterSettings;
import lingdian.agent.adapter.CardSettings;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.Backoff;
import lingdian.agent.spool.SpoolSettings;
import lingdian.agent.spool.SpooledAgent;

/** A café's whole agent within the test's process, on a spool and sockets of its own. */
final class RunningCafe implements AutoCloseable {
    static final String SECRET = "secret-of-the-test-cafe";

    private final Vertx vertx = Vertx.vertx();
    private final CafeAgent agent;
    private final LocalClient client;

    private RunningCafe(CafeAgent.Options options, InstantSource clock) throws Exception {
        this(options, clock, CardSettings.ofFiles(List.of()));
    }

    private RunningCafe(CafeAgent.Options options, InstantSource clock, CardSettings cards) throws Exception {
        this.agent = CafeAgent.start(vertx, options, Cafe.documentRules(), clock, new Random())
                .await(PATIENCE_SECONDS, SECONDS);
        this.client = new LocalClient(agent.url(), SECRET);
        agent.attend(cards);
    }

    static RunningCafe start(URI server, String key, Path directory, InstantSource clock) throws Exception {
        return start(server, key, directory, clock, CafeAgent.Options.VERDICT_MILLIS);
    }

    /** Starts an agent that also reads what the cashier's program writes. */
    static RunningCafe startFollowing(
            URI server, String key, Path directory, InstantSource clock, List<AdapterSettings> adapters)
            throws Exception {
        return new RunningCafe(
                options(server, key, directory, CafeAgent.Options.VERDICT_MILLIS, 50),
                clock,
                CardSettings.ofFiles(adapters));
    }

    /** Starts an agent that waits for verdicts for another length of time. */
    static RunningCafe start(URI server, String key, Path directory, InstantSource clock, long verdictMillis)
            throws Exception {
        return new RunningCafe(options(server, key, directory, verdictMillis, 50), clock);
    }

    /** Starts an agent that does no periodic work by itself: the test calls {@link #tick}. */
    static RunningCafe startByHand(URI server, String key, Path directory, InstantSource clock) throws Exception {
        return startByHand(server, key, directory, clock, CardSettings.ofFiles(List.of()));
    }

    /** The same, but it reads what the cashier's program writes, and takes what it pushes. */
    static RunningCafe startByHand(URI server, String key, Path directory, InstantSource clock, CardSettings cards)
            throws Exception {
        long never = 24 * 3_600_000;
        return new RunningCafe(options(server, key, directory, CafeAgent.Options.VERDICT_MILLIS, never), clock, cards);
    }

    /** Starts an agent whose disk counts as full. */
    static RunningCafe startFull(URI server, String key, Path directory, InstantSource clock) throws Exception {
        return startFull(server, key, directory, clock, CardSettings.ofFiles(List.of()));
    }

    /** The same, but it takes what the cashier's program pushes. */
    static RunningCafe startFull(URI server, String key, Path directory, InstantSource clock, CardSettings cards)
            throws Exception {
        CafeAgent.Options usual = options(server, key, directory, CafeAgent.Options.VERDICT_MILLIS, 50);
        return new RunningCafe(
                new CafeAgent.Options(
                        usual.endpoint(),
                        usual.directory(),
                        spoolSettings(Long.MAX_VALUE),
                        usual.host(),
                        usual.port(),
                        usual.secret(),
                        usual.verdictMillis(),
                        usual.tickMillis()),
                clock,
                cards);
    }

    /** Starts an agent that comes back after refusals, too, with the first wait of the program, and soon decides itself. */
    static RunningCafe startSteadfast(URI server, String key, Path directory, InstantSource clock) throws Exception {
        CafeAgent.Options usual = options(server, key, directory, 1_000, 50);
        return new RunningCafe(
                new CafeAgent.Options(
                        usual.endpoint(),
                        usual.directory(),
                        spoolSettings(0, new Backoff(250, 500, Integer.MAX_VALUE, 400)),
                        usual.host(),
                        usual.port(),
                        usual.secret(),
                        usual.verdictMillis(),
                        usual.tickMillis()),
                clock);
    }

    private static CafeAgent.Options options(
            URI server, String key, Path directory, long verdictMillis, long tickMillis) {
        return new CafeAgent.Options(
                new AgentEndpoint(server, key),
                directory,
                spoolSettings(0),
                "127.0.0.1",
                0,
                SECRET,
                verdictMillis,
                tickMillis);
    }

    /** Settings with short waits between attempts, because the tests wait for them. */
    private static SpoolSettings spoolSettings(long reserveBytes) {
        return spoolSettings(reserveBytes, new Backoff(20, 200, Integer.MAX_VALUE));
    }

    private static SpoolSettings spoolSettings(long reserveBytes, Backoff backoff) {
        SpoolSettings usual = SpoolSettings.of("test/1", 10);
        return new SpoolSettings(
                usual.agent(),
                usual.terminals(),
                usual.keepDays(),
                usual.segmentBytes(),
                reserveBytes,
                usual.waitingMax(),
                backoff,
                usual.probationMillis());
    }

    LocalClient client() {
        return client;
    }

    String url() {
        return agent.url();
    }

    SpooledAgent spool() {
        return agent.spool();
    }

    /** Performs the tasks that are due by the clock. */
    void tick() throws Exception {
        agent.tick().await(PATIENCE_SECONDS, SECONDS);
    }

    RunningCafe connected() {
        return until("connected", status -> status.getJsonObject("connection").getBoolean("connected"));
    }

    RunningCafe disconnected() {
        return until(
                "disconnected", status -> !status.getJsonObject("connection").getBoolean("connected"));
    }

    /** Waits until the service has all events. */
    RunningCafe allSent() {
        return until("sent", status -> status.getJsonObject("records").getLong("unsent") == 0);
    }

    RunningCafe until(String what, Predicate<JsonObject> wanted) {
        long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
        while (!wanted.test(client.status())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not " + what + ": " + client.status());
            }
            Thread.onSpinWait();
        }
        return this;
    }

    @Override
    public void close() throws Exception {
        agent.close().await(PATIENCE_SECONDS, SECONDS);
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
