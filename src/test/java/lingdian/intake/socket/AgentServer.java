package lingdian.intake.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import lingdian.domain.Authority;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.AgentEventJson;
import lingdian.domain.event.Hello;
import lingdian.domain.event.InMemoryIntake;
import lingdian.domain.event.MessageReceipt;
import lingdian.law.hours.Interval;
import lingdian.record.message.CafeReceipt;
import lingdian.record.message.OfficeMessage;
import lingdian.testing.RawWebSocket;
import org.jspecify.annotations.Nullable;

/** The endpoints on a real port, over an intake in memory, with a clock of the test's. */
final class AgentServer implements AutoCloseable {
    static final String PLACE = "36048110000001";
    static final String OTHER_PLACE = "36048110000002";
    static final String THIRD_PLACE = "36048110000003";
    static final String KEY = "Authorization: Bearer key-1";
    static final String OTHER_KEY = "Authorization: Bearer key-2";
    static final UUID KEY_ID = new UUID(1, 1);
    static final UUID STREAM = UUID.fromString("0b7e5a3c-1111-4222-8333-444455556666");
    static final Instant START = Instant.parse("2026-07-01T12:00:00Z");

    final Vertx vertx = Vertx.vertx();
    final InMemoryIntake intake = new InMemoryIntake(vertx);
    final AgentConnections connections = new AgentConnections();
    final Keys keys = new Keys();
    final Hours hours = new Hours();
    /** The hours are known once so many hellos were taken. */
    volatile int hellosBeforeHours;

    final Messages messages = new Messages();
    final AtomicInteger windowsFull = new AtomicInteger();
    final AgentApi api;
    final HttpServer http;
    volatile Instant now = START;

    static final class Keys implements AgentKeys {
        final Set<UUID> ended = ConcurrentHashMap.newKeySet();
        final AtomicLong connections = new AtomicLong();
        volatile boolean failing;

        @Override
        public Future<Optional<AgentIdentity>> identify(String key) {
            if (failing) {
                return Future.failedFuture("the test's database is down");
            }
            return Future.succeededFuture(
                    switch (key) {
                        case "key-1" -> Optional.of(new AgentIdentity(KEY_ID, new PlaceCode(PLACE), Instant.EPOCH));
                        case "key-2" ->
                            Optional.of(new AgentIdentity(new UUID(2, 2), new PlaceCode(OTHER_PLACE), Instant.EPOCH));
                        case "key-3" ->
                            Optional.of(new AgentIdentity(new UUID(3, 3), new PlaceCode(THIRD_PLACE), Instant.EPOCH));
                        default -> Optional.empty();
                    });
        }

        @Override
        public Future<Optional<Connecting>> connecting(String key) {
            return identify(key)
                    .map(found -> found.map(
                            identity -> new Connecting(identity, new ConnectionNumber(connections.incrementAndGet()))));
        }

        @Override
        public Future<Set<UUID>> ended(Collection<UUID> keyIds) {
            var those = new HashSet<>(keyIds);
            those.retainAll(ended);
            return Future.succeededFuture(those);
        }
    }

    /** Open until one moment, closed after it. */
    static final class Hours implements PermittedHours {
        volatile Instant closes = START.plus(Duration.ofHours(100));

        @Override
        public Object layers() {
            return closes;
        }

        @Override
        public ZoneId zone() {
            return ZoneId.of("Asia/Shanghai");
        }

        @Override
        public List<Interval> permitted(Instant from, Instant to) {
            Instant end = to.isBefore(closes) ? to : closes;
            return from.isBefore(end) ? List.of(new Interval(from, end)) : List.of();
        }

        @Override
        public @Nullable Instant closesAt(Instant at, Duration within) {
            return at.isBefore(closes) && !closes.isAfter(at.plus(within)) ? closes : null;
        }
    }

    /** In memory, as {@code MessageStore} keeps them. */
    static final class Messages implements OfficeMessages {
        final List<OfficeMessage> waiting = new CopyOnWriteArrayList<>();
        final Map<CafeReceipt, MessageReceipt.State> receipts = new ConcurrentHashMap<>();
        final AtomicLong version = new AtomicLong();
        volatile boolean failing;

        OfficeMessage send(String placeCode, String text) {
            var message = new OfficeMessage(
                    UUID.randomUUID(),
                    new PlaceCode(placeCode),
                    Authority.CULTURE,
                    text,
                    START.plus(Duration.ofDays(1)));
            waiting.add(message);
            version.incrementAndGet();
            return message;
        }

        @Override
        public Future<Long> version() {
            return failing ? Future.failedFuture("the test's database is down") : Future.succeededFuture(version.get());
        }

        @Override
        public Future<List<OfficeMessage>> waiting(Collection<PlaceCode> placeCodes) {
            return failing
                    ? Future.failedFuture("the test's database is down")
                    : Future.succeededFuture(waiting.stream()
                            .filter(message -> placeCodes.contains(message.placeCode()))
                            .toList());
        }

        @Override
        public Future<Void> receive(Map<CafeReceipt, MessageReceipt.State> those) {
            if (failing) {
                return Future.failedFuture("the test's database is down");
            }
            receipts.putAll(those);
            waiting.removeIf(message -> those.containsKey(new CafeReceipt(message.placeCode(), message.id())));
            return Future.succeededFuture();
        }
    }

    /** Short enough for tests, except where a test is about that very limit. */
    static AgentLimits limits() {
        return new AgentLimits(
                60,
                20,
                new AgentLimits.Capacity(10, 4_000_000, 4, 2),
                new AgentLimits.Patience(60_000, 60_000, 60_000, 60_000, 5_000),
                new AgentLimits.Intervals(60_000, 10, 10));
    }

    AgentServer() throws TimeoutException {
        this(limits());
    }

    AgentServer(AgentLimits limits) throws TimeoutException {
        this(limits, LargeBodies::ofMachine);
    }

    AgentServer(AgentLimits limits, Function<Vertx, LargeBodies> large) throws TimeoutException {
        Map<PlaceCode, PermittedHours> known = Map.of(new PlaceCode(PLACE), hours);
        var meters = new AgentMeters() {
            @Override
            public void windowFull() {
                windowsFull.incrementAndGet();
            }
        };
        api = new AgentApi(
                vertx,
                intake,
                keys,
                connections,
                place -> intake.hellos() < hellosBeforeHours ? null : known.get(place),
                messages,
                () -> now,
                limits,
                meters,
                new Random(),
                large.apply(vertx));
        Router router = Router.router(vertx);
        api.mount(router);
        api.start();
        http = vertx.createHttpServer(AgentApi.configure(new HttpServerOptions()))
                .requestHandler(router)
                .listen(0, "localhost")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    int port() {
        return http.actualPort();
    }

    RawWebSocket connect() throws IOException {
        return RawWebSocket.connect(port(), KEY);
    }

    /** Connected and welcomed. */
    RawWebSocket greeted() throws IOException {
        return greeted(STREAM);
    }

    RawWebSocket greeted(UUID stream) throws IOException {
        RawWebSocket agent = connect();
        agent.text(hello(stream, 0));
        agent.text();
        return agent;
    }

    static String hello(UUID stream, long lastSeq) {
        return AgentEventJson.hello(new Hello(stream, lastSeq, "test/1", START, 120));
    }

    static String opened(long seq) {
        return AgentEventJson.encode(new AgentEvent.Opened(seq, START));
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
