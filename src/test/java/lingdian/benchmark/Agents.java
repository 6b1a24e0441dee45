package lingdian.benchmark;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The agents of many cafés on one event loop, which send exactly what a benchmark tells them. Their streams outlive a
 * connection, so that all may connect again.
 *
 * <p>Cafés and keys are made in the database: over the API ten thousand of them would take longer than what is measured.
 */
final class Agents implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 64;
    private static final String KEY = "key-of-a-benchmark-";
    private static final String FILL = """
            INSERT INTO lingdian.cafe (place_code, name, region, licence_number, created_at)
            SELECT '36048110' || lpad(n::text, 6, '0'), '网吧 ' || n, '360481', 'L', now()
            FROM generate_series(0, ?) AS n;
            INSERT INTO lingdian.agent_key (id, place_code, key_hash, created_at)
            SELECT gen_random_uuid(), '36048110' || lpad(n::text, 6, '0'), sha256(convert_to('key-of-a-benchmark-' || n, 'UTF8')),
                now()
            FROM generate_series(0, ?) AS n
            """;

    private final Vertx vertx;
    private final Context context;
    private final Agent[] agents;
    private IntFunction<@Nullable String> waiting = cafe -> null;
    private Heard heard = (cafe, message, text) -> {};
    private WebSocketClient client;
    private URI server;

    /** What is told of every message but the acks. On the event loop. */
    interface Heard {
        void heard(int cafe, String type, String text);
    }

    /** One café's agent. */
    private static final class Agent {
        private final UUID stream = UUID.randomUUID();
        private ClientWebSocket socket;
        private Promise<Void> welcomed = Promise.promise();
        private Promise<Void> caughtUp = Promise.promise();
        private long sent;
        private long acked;
    }

    /** Makes the cafés, open day and night, and connects nobody yet. */
    Agents(Vertx vertx, MeasuredService service, int number) throws Exception {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.agents = new Agent[number];
        for (int i = 0; i < number; i++) {
            agents[i] = new Agent();
        }
        use(service);
        fill(service, number);
        dayAndNight(service);
    }

    /** From now on connects there. */
    void use(MeasuredService service) {
        client = AgentConnection.sockets(vertx, agents.length);
        server = service.url();
    }

    Context context() {
        return context;
    }

    void listen(Heard listener) {
        heard = listener;
    }

    /** Connects all, so many at once, and waits for their welcomes. Blocks. */
    void connect() throws Exception {
        connect(cafe -> null);
    }

    /**
     * Connects all, so many at once. Each sends what {@code backlog} says as soon as it is welcomed. Blocks until all are
     * welcomed.
     */
    void connect(IntFunction<@Nullable String> backlog) throws Exception {
        waiting = backlog;
        var all = Promise.<Void>promise();
        context.runOnContext(nothing -> {
            var next = new int[1];
            var left = new int[] {agents.length};
            for (int i = 0; i < CONNECTING_AT_ONCE; i++) {
                connectNext(next, left, all);
            }
        });
        all.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void connectNext(int[] next, int[] left, Promise<Void> all) {
        if (next[0] >= agents.length) {
            return;
        }
        connect(next[0]++).onFailure(all::tryFail).onSuccess(done -> {
            if (--left[0] == 0) {
                all.tryComplete();
            }
            connectNext(next, left, all);
        });
    }

    private Future<Void> connect(int cafe) {
        Agent agent = agents[cafe];
        agent.welcomed = Promise.promise();
        agent.socket = client.webSocket();
        agent.socket.textMessageHandler(text -> received(cafe, agent, text));
        agent.socket.exceptionHandler(failure -> {});
        return agent.socket
                .connect(new AgentEndpoint(server, KEY + cafe).connectOptions())
                .compose(open -> open.writeTextMessage(new JsonObject()
                        .put("type", "hello")
                        .put("stream", agent.stream.toString())
                        .put("lastSeq", agent.acked)
                        .put("agent", "benchmark/1")
                        .put("at", Instant.now().toString())
                        .put("terminals", 50)
                        .encode()))
                .compose(said -> agent.welcomed.future());
    }

    private void received(int cafe, Agent agent, String text) {
        if (text.startsWith("{\"type\":\"ack\"")) {
            int from = text.indexOf("\"seq\":") + "\"seq\":".length();
            agent.acked = Long.parseLong(text.substring(from, text.indexOf(',', from)));
            if (agent.acked == agent.sent) {
                agent.caughtUp.tryComplete();
            }
        } else if (text.startsWith("{\"type\":\"welcome\"")) {
            String backlog = waiting.apply(cafe);
            if (backlog != null) {
                send(cafe, backlog);
            }
            agent.welcomed.tryComplete();
        } else {
            heard.heard(cafe, text.startsWith("{\"type\":\"verdict\"") ? "verdict" : "other", text);
        }
    }

    /** The number of a café's next event, which then must be sent. On the event loop. */
    long nextSeq(int cafe) {
        return ++agents[cafe].sent;
    }

    /** Sends a message. On the event loop. */
    void send(int cafe, String text) {
        Agent agent = agents[cafe];
        if (agent.caughtUp.future().isComplete()) {
            agent.caughtUp = Promise.promise();
        }
        agent.socket.writeTextMessage(text);
    }

    /** Has every café send what {@code message} says. Blocks until all is acknowledged. */
    void sendAll(IntFunction<String> message) throws Exception {
        var sent = Promise.<Void>promise();
        context.runOnContext(nothing -> {
            for (int cafe = 0; cafe < agents.length; cafe++) {
                send(cafe, message.apply(cafe));
            }
            sent.complete();
        });
        sent.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        awaitCaughtUp();
    }

    /** Blocks until all that was sent is acknowledged. */
    void awaitCaughtUp() throws Exception {
        var all = Promise.<Void>promise();
        context.runOnContext(nothing -> {
            Future.join(Arrays.stream(agents)
                            .map(agent -> agent.caughtUp.future())
                            .toList())
                    .<Void>mapEmpty()
                    .onComplete(all);
        });
        all.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** An admitted login; whoever is born in 2012 is a minor. */
    static JsonObject login(long seq, String session, String terminal, String person, String birthDate) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", "login")
                .put("session", session)
                .put("terminal", terminal)
                .put("admitted", true)
                .put("at", Instant.now().toString())
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", person)
                                .put("name", "某某")
                                .put("birthDate", birthDate)
                                .put("read", "manual"));
    }

    private static void fill(MeasuredService service, int number) throws SQLException, IOException {
        try (var database = service.database();
                var fill = database.prepareStatement(FILL)) {
            fill.setInt(1, number - 1);
            fill.setInt(2, number - 1);
            fill.execute();
        }
    }

    private void dayAndNight(MeasuredService service) throws Exception {
        var weekly = new JsonObject();
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                .forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        service.admin(vertx)
                .call(
                        HttpMethod.PUT,
                        "/regions/360481/hours",
                        new JsonObject()
                                .put("weekly", weekly)
                                .put(
                                        "from",
                                        LocalDate.now(ZoneId.of("Asia/Shanghai"))
                                                .minusDays(2)
                                                .toString())
                                .putNull("to")
                                .put("document", "benchmark"))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        client.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
