package lingdian.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small made-up city for the demo: twelve cafés in Ruichang, most of them honest, on the clock that the service runs on.
 *
 * <p>Every café is a real agent with a connection of its own. What is to be seen: verdicts on guests who ask (minors are
 * turned away), and violations of the cafés that ask too late or not at all. The full simulator is another program.
 */
public final class DemoCity {
    /** The county that the cafés are in. */
    public static final String REGION = "360481";

    private static final Logger LOG = LoggerFactory.getLogger(DemoCity.class);
    private static final int SEATS = 30;
    private static final int STOP_SECONDS = 5;
    private static final List<DemoHabit> HABITS = List.of(
            DemoHabit.HONEST,
            DemoHabit.openPastMidnight(95),
            DemoHabit.ADMITS_MINORS,
            DemoHabit.HONEST,
            DemoHabit.SEATS_UNREGISTERED,
            DemoHabit.SHARES_CARDS,
            DemoHabit.HONEST,
            DemoHabit.openPastMidnight(25),
            DemoHabit.HONEST,
            DemoHabit.HONEST,
            DemoHabit.openPastMidnight(240),
            DemoHabit.HONEST);

    private final Vertx vertx;
    private final Context context;
    private final InstantSource clock;
    private final double speed;
    private final URI server;
    private final AdminClient admin;
    private final Random random;
    private final WebSocketClient sockets;
    private final List<Cafe> cafes = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();

    private record Cafe(DemoCafe cafe, AgentConnection connection) {}

    /** Nobody watches the demo's agents, so what stops one is logged. */
    private record Reporting(String placeCode) implements AgentListener {
        @Override
        public void disconnected(String reason, long delayMillis) {
            LOG.info("demo café {}: {}, trying again in {} ms", placeCode, reason, delayMillis);
        }

        @Override
        public void rejected(Answer.Reject reject) {
            LOG.warn("demo café {}: event {} rejected: {} {}", placeCode, reject.seq(), reject.code(), reject.path());
        }

        @Override
        public void stopped(AgentStoppedException reason) {
            LOG.warn("demo café {} has stopped: {}", placeCode, reason.getMessage());
        }
    }

    /**
     * @param clock the city's time, which the service uses too
     * @param speed how many times as fast as real time {@code clock} runs; more than 0
     * @param server the service
     * @param admin on behalf of an administrator
     * @param seed the same seed gives the same guests
     */
    public DemoCity(Vertx vertx, InstantSource clock, double speed, URI server, AdminClient admin, long seed) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("a city's clock runs forward");
        }
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.clock = clock;
        this.speed = speed;
        this.server = server;
        this.admin = admin;
        this.random = new Random(seed);
        this.sockets = AgentConnection.sockets(vertx, HABITS.size());
    }

    /** Creates the cafés and begins their evening. Completes when all are connected. */
    public Future<Void> start() {
        return onContext(() -> {
            var people = new DemoPeople(random, today());
            List<Future<Void>> connected = new ArrayList<>();
            for (int i = 0; i < HABITS.size(); i++) {
                connected.add(open(i, people));
            }
            return Future.all(connected)
                    .onSuccess(all -> cafes.forEach(this::live))
                    .mapEmpty();
        });
    }

    /** Sends all guests home and disconnects. Completes when the service has that on record, or after a few seconds. */
    public Future<Void> stop() {
        return onContext(() -> {
            timers.forEach(vertx::cancelTimer);
            timers.clear();
            List<Future<Void>> gone = cafes.stream().map(this::end).toList();
            cafes.clear();
            return Future.join(gone).otherwiseEmpty().mapEmpty();
        });
    }

    private Future<Void> open(int index, DemoPeople people) {
        String placeCode = REGION + "10" + String.format("%06d", index + 1);
        return admin.putCafe(placeCode, description(index, placeCode))
                .compose(done -> admin.createAgentKey(placeCode))
                .compose(key -> connect(HABITS.get(index), people, placeCode, key.key()));
    }

    private Future<Void> connect(DemoHabit habit, DemoPeople people, String placeCode, String key) {
        UUID stream = stream(placeCode);
        var connection = new AgentConnection(
                vertx,
                sockets,
                new AgentEndpoint(server, key),
                new AgentStream(stream, "lingdian-demo/1", SEATS),
                clock,
                random,
                Backoff.ENDLESS,
                new Reporting(placeCode));
        var desk = new DemoDesk(connection, clock, random, stream.toString().substring(0, 8) + "-", SEATS);
        cafes.add(new Cafe(new DemoCafe(habit, people, desk, clock, random, SEATS), connection));
        return connection.connect().mapEmpty();
    }

    private JsonObject description(int index, String placeCode) {
        return new JsonObject()
                .put("name", String.format("示例网吧 %02d", index + 1))
                .put(
                        "licence",
                        new JsonObject()
                                .put("number", "demo-" + placeCode)
                                .put("validUntil", today().plusYears(3).toString()))
                .put("terminals", SEATS)
                .put("staffTerminals", new JsonArray().add("STAFF"))
                .put("latitude", 29.67 + random.nextInt(300) / 10_000.0)
                .put("longitude", 115.65 + random.nextInt(600) / 10_000.0)
                .put("address", "江西省九江市瑞昌市示例路 " + (index + 1) + " 号");
    }

    /** A new stream each time the demo starts: its agents keep no records of the time before. */
    private UUID stream(String placeCode) {
        String name = "lingdian demo " + placeCode + " " + clock.instant() + " " + random.nextLong();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The first minute begins somewhere in the minute, so that the cafés do not all speak at once. */
    private void live(Cafe cafe) {
        long minute = Math.max(1, Math.round(60_000 / speed));
        timers.add(vertx.setTimer(1 + random.nextLong(minute), first -> {
            cafe.cafe().minute();
            timers.add(vertx.setPeriodic(minute, id -> cafe.cafe().minute()));
        }));
    }

    private Future<Void> end(Cafe cafe) {
        return cafe.cafe()
                .empty()
                .compose(gone -> cafe.connection().drained())
                .timeout(STOP_SECONDS, TimeUnit.SECONDS)
                .eventually(cafe.connection()::close);
    }

    private LocalDate today() {
        return clock.instant().atZone(EventJson.ZONE).toLocalDate();
    }

    private <T extends @Nullable Object> Future<T> onContext(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(nothing -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException wrong) {
                promise.fail(wrong);
            }
        });
        return promise.future();
    }
}
