package lingdian.intake.socket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.CloseCode;
import lingdian.intake.batch.Intake;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents' endpoints: {@code GET /agent/v1}, {@code POST /agent/v1/events} and {@code POST
 * /agent/v1/receipts} (handbook, protocol.md).
 *
 * <p>One of it serves any number of HTTP servers and event loops. Mount it before any handler that reads request
 * bodies.
 */
public final class AgentApi {
    private static final Logger LOG = LoggerFactory.getLogger(AgentApi.class);
    private static final int WATCH_MILLIS = 1_000;
    private static final int SETTLED_POLL_MILLIS = 20;
    private static final int CLOSING_TIMEOUT_SECONDS = 5;

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final AgentUpgrade upgrade;
    private final RequestsUnderWay underWay;
    private final AgentHttp http;
    private final ReceiptsHttp receipts;
    private final List<Periodic> rounds = new ArrayList<>();

    /** @param hours the hours of a café by its place code, null where none are known */
    public AgentApi(
            Vertx vertx,
            Intake intake,
            AgentKeys keys,
            AgentConnections connections,
            Function<PlaceCode, @Nullable PermittedHours> hours,
            OfficeMessages messages,
            InstantSource clock,
            AgentLimits limits,
            AgentMeters meters,
            RandomGenerator random) {
        this(
                vertx,
                intake,
                keys,
                connections,
                hours,
                messages,
                clock,
                limits,
                meters,
                random,
                LargeBodies.ofMachine(vertx));
    }

    /** With other limits of large bodies than this machine's. */
    AgentApi(
            Vertx vertx,
            Intake intake,
            AgentKeys keys,
            AgentConnections connections,
            Function<PlaceCode, @Nullable PermittedHours> hours,
            OfficeMessages messages,
            InstantSource clock,
            AgentLimits limits,
            AgentMeters meters,
            RandomGenerator random,
            LargeBodies large) {
        this.vertx = vertx;
        this.endpoint = new Endpoint(
                intake,
                keys,
                connections,
                new ReceivedClock(clock),
                hours,
                limits,
                new Lateness(vertx, intake.arrears(), limits.lateMillis()),
                new MessageDelivery(messages, connections),
                meters,
                random);
        this.upgrade = new AgentUpgrade(vertx, endpoint, large);
        this.underWay = new RequestsUnderWay(limits.capacity().requestsPerCafe());
        this.http = new AgentHttp(vertx, endpoint, underWay, large);
        this.receipts = new ReceiptsHttp(vertx, endpoint, large, underWay);
    }

    /**
     * What the HTTP server needs for it. Compression is off, because a frame of a mebibyte can inflate to a gibibyte
     * before anything could refuse it.
     */
    public static HttpServerOptions configure(HttpServerOptions options) {
        return options.setMaxWebSocketFrameSize(MessageAssembly.BYTES_MAX)
                .setMaxWebSocketMessageSize(MessageAssembly.BYTES_MAX)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT_SECONDS)
                .addWebSocketSubProtocol(AgentUpgrade.SUBPROTOCOL);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/agent/v1").handler(upgrade::handle);
        router.post("/agent/v1/events").handler(http::handle);
        router.post("/agent/v1/receipts").handler(receipts::handle);
    }

    /** Begins to look after connections, notices and ended keys. */
    public void start() {
        every(
                Math.min(WATCH_MILLIS, endpoint.limits().intervals().noticeMillis()),
                "looking after connections",
                this::watch);
        every(endpoint.limits().intervals().noticeMillis(), "announcing hours", this::announce);
        every(
                endpoint.limits().intervals().noticeMillis(),
                new Periodic(vertx, "bringing messages to cafés", endpoint.messages()::round));
        every(endpoint.limits().intervals().keyMillis(), "looking for ended keys", this::endKeys);
    }

    /**
     * Takes nothing new, waits a moment for what is not acknowledged yet, and sends 1001 to the sockets. Completes when
     * all have ended; the intake must run until then.
     */
    public Future<Void> close() {
        upgrade.leave();
        http.leave();
        List<AgentSocket> sockets = endpoint.connections().all();
        sockets.forEach(AgentSocket::leave);
        long deadline = vertx.setTimer(
                endpoint.limits().patience().farewellMillis(),
                id -> sockets.forEach(socket -> socket.close(CloseCode.GOING_AWAY, "the server is going away")));
        List<Future<Void>> ends =
                new ArrayList<>(sockets.stream().map(AgentSocket::closed).toList());
        ends.add(answered());
        return Future.all(ends).<Void>mapEmpty().onComplete(done -> {
            vertx.cancelTimer(deadline);
            rounds.forEach(Periodic::stop);
        });
    }

    /** Completes when no HTTP request is under way, or after the farewell. */
    private Future<Void> answered() {
        Promise<Void> idle = Promise.promise();
        long poll = vertx.setPeriodic(0, SETTLED_POLL_MILLIS, id -> {
            if (underWay.isIdle()) {
                idle.tryComplete();
            }
        });
        long deadline = vertx.setTimer(endpoint.limits().patience().farewellMillis(), id -> idle.tryComplete());
        return idle.future().onComplete(done -> {
            vertx.cancelTimer(poll);
            vertx.cancelTimer(deadline);
        });
    }

    private void every(int millis, String name, Runnable look) {
        every(millis, Periodic.of(vertx, name, look));
    }

    private void every(int millis, Periodic round) {
        rounds.add(round);
        round.start(millis);
    }

    /** A node that does not judge sends its agents to another one, as a node does that stops. */
    private void watch() {
        endpoint.connections().all().forEach(endpoint.intake().judges() ? AgentSocket::watch : AgentSocket::leave);
    }

    private void announce() {
        var now = endpoint.received().now();
        endpoint.connections().all().forEach(socket -> socket.announce(now));
    }

    private void endKeys() {
        List<UUID> keyIds = endpoint.connections().all().stream()
                .map(AgentSocket::keyId)
                .distinct()
                .collect(Collectors.toList());
        if (!keyIds.isEmpty()) {
            endpoint.keys()
                    .ended(keyIds)
                    .onSuccess(endpoint.connections()::keysEnded)
                    .onFailure(cause -> LOG.warn("Ended agent keys could not be looked up: {}", cause.toString()));
        }
    }
}
