package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import lingdian.agent.link.AdminClient;
import lingdian.testing.Await;
import lingdian.testing.RunningService;

/** Cafés whose agents send their scripts to one service at the same time, each in a thread of its own. */
final class StreamingCity implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServiceLocation service;
    private final List<ScriptedAgent> agents = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Future<?>> plays = new ArrayList<>();
    private long acknowledged;

    private StreamingCity(URI service) {
        this.service = new ServiceLocation(service);
    }

    /** Creates the scripts' cafés, and their agents, which do not connect yet. */
    static StreamingCity of(URI service, List<StreamScript> scripts, long seed) throws TimeoutException {
        var city = new StreamingCity(service);
        var random = new Random(seed);
        for (StreamScript script : scripts) {
            String key = city.cafe(script.placeCode());
            city.keys.add(key);
            city.agents.add(new ScriptedAgent(city.client, key, script, random.nextLong(), city::acknowledged));
        }
        return city;
    }

    /** Lets all agents connect and begin. */
    void begin() {
        agents.forEach(agent -> plays.add(threads.submit(() -> {
            agent.play(service);
            return null;
        })));
    }

    /** Sets the service's address after a restart. */
    void moved(URI to) {
        service.moved(to);
    }

    List<ScriptedAgent> agents() {
        return agents;
    }

    /** The agents' keys, in the order of the scripts. */
    List<String> keys() {
        return keys;
    }

    /** The number of events of all scripts together. */
    long length() {
        return agents.stream().mapToLong(agent -> agent.script().length()).sum();
    }

    long underWay() {
        return agents.stream().mapToLong(ScriptedAgent::underWay).sum();
    }

    /** Waits until {@code events} of all agents together are acknowledged. */
    void awaitAcknowledged(long events) throws Exception {
        await(() -> acknowledged >= events, events + " acknowledged events");
    }

    /** Waits for the next acknowledgement to any agent. */
    void awaitAcknowledgement() throws Exception {
        long before;
        synchronized (this) {
            before = acknowledged;
        }
        await(() -> acknowledged > before, "an acknowledgement");
    }

    /** Limits each agent to the first {@code eventsOfEach} events of its script. */
    void allow(int eventsOfEach) {
        agents.forEach(agent -> agent.allow(eventsOfEach));
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    /** Waits until {@code events} further events are acknowledged; returns the time that it took, in nanoseconds. */
    long awaitMore(long events) throws Exception {
        long from = System.nanoTime();
        awaitAcknowledged(Math.min(length(), acknowledged() + events));
        return System.nanoTime() - from;
    }

    /** Waits until no event has been acknowledged for this long. */
    void awaitStill(Duration calm) throws Exception {
        long[] last = {acknowledged(), System.nanoTime()};
        await(
                () -> {
                    if (acknowledged != last[0]) {
                        last[0] = acknowledged;
                        last[1] = System.nanoTime();
                    }
                    return System.nanoTime() - last[1] > calm.toNanos();
                },
                "silence");
    }

    /** Waits until at least {@code events} are sent and not acknowledged. */
    void awaitUnderWay(long events) throws Exception {
        await(() -> underWay() >= events, events + " events under way");
    }

    /** Waits until all agents, except those that are done, have said hello to the present service process. */
    void awaitWelcomed() throws Exception {
        int lives = service.life().number();
        await(() -> agents.stream().allMatch(agent -> agent.isDone() || agent.welcomedIn() == lives), "every welcome");
    }

    /** Waits until no agent is connected any more. */
    void awaitDisconnected() throws Exception {
        await(() -> agents.stream().noneMatch(ScriptedAgent::isConnected), "the end of every connection");
    }

    /** Waits until every script has been sent completely. */
    void finish() throws Exception {
        for (Future<?> play : plays) {
            play.get(PATIENCE_SECONDS, SECONDS);
        }
    }

    /** All violations of the whole country, of both authorities, by id. */
    Map<String, JsonObject> violations() throws TimeoutException {
        var violations = new HashMap<String, JsonObject>();
        for (String authority : List.of("culture", "public-security")) {
            var account = new JsonObject()
                    .put("name", "regulator")
                    .put("role", "regulator")
                    .put("authority", authority)
                    .put("region", "000000");
            String token = admin().createAccount(account)
                    .await(PATIENCE_SECONDS, SECONDS)
                    .token();
            new AdminClient(vertx, service.life().url(), token)
                    .all("/violations", Map.of())
                    .await(PATIENCE_SECONDS, SECONDS)
                    .forEach(one -> violations.put(((JsonObject) one).getString("id"), (JsonObject) one));
        }
        return violations;
    }

    @Override
    public void close() throws Exception {
        threads.shutdownNow();
        client.shutdownNow();
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private AdminClient admin() {
        return new AdminClient(vertx, service.life().url(), RunningService.ADMIN_TOKEN);
    }

    private String cafe(String placeCode) throws TimeoutException {
        var licence = new JsonObject().put("number", "1").put("validUntil", "2099-12-31");
        return admin().putCafe(placeCode, new JsonObject().put("name", "test").put("licence", licence))
                .compose(done -> admin().createAgentKey(placeCode))
                .await(PATIENCE_SECONDS, SECONDS)
                .key();
    }

    private synchronized void acknowledged(long more) {
        acknowledged += more;
        notifyAll();
    }

    /** Waits for a condition; fails as soon as an agent fails. */
    private void await(BooleanSupplier condition, String what) throws Exception {
        long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
        while (!holds(condition)) {
            for (Future<?> play : plays) {
                if (play.isDone()) {
                    play.get();
                }
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what + ", " + acknowledged + " are acknowledged");
            }
        }
    }

    private synchronized boolean holds(BooleanSupplier condition) throws InterruptedException {
        if (!condition.getAsBoolean()) {
            wait(LOOK_MILLIS);
        }
        return condition.getAsBoolean();
    }
}
