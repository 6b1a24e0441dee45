package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.office.api.Failures;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Results of requests are counted at each entry point, except for monitoring requests, and so are the connections that
 * they hold.
 */
class RequestsIT {
    private static final String CAMPAIGNS = "/api/v1/campaigns";
    private static final int ASKED = 120;
    private static final int AT_ONCE = 4;
    private static final int WAITING = 100;
    private static final String CHANGES_AT_ONCE = "6";
    private static final String REFUSED = "lingdian_limits_reached_total{limit=\"account-requests\"}";
    private static final String USED = "lingdian_pool_used_connections{pool=\"reader\"} ";

    @Test
    void anAnswerARefusalAndAFaultAreCountedWhereTheyHappened() throws Exception {
        try (var service = RunningService.start()) {
            String regulator = service.regulatorToken("culture", "360000");
            assertThat(get(service, CAMPAIGNS, regulator)).isEqualTo(200);
            assertThat(get(service, CAMPAIGNS, "nobody")).isEqualTo(401);
            try (Connection owner = service.superuser()) {
                owner.createStatement().execute("ALTER TABLE campaign RENAME TO away");
            }
            assertThat(get(service, CAMPAIGNS, regulator)).isEqualTo(500);
            assertThat(get(service, "/agent/v1", "nobody")).isEqualTo(401);
            assertThat(get(service, "/health/live", "nobody")).isEqualTo(200);
            assertThat(get(service, "/nothing", "nobody")).isEqualTo(404);

            Await.until(
                    "all are counted",
                    () -> counted(service, "api", "failed") == 1
                            && counted(service, "api", "refused") == 1
                            && counted(service, "api", "answered") >= 1
                            && counted(service, "agents", "refused") == 1
                            && counted(service, "pages", "refused") == 1);
            assertThat(counted(service, "agents", "failed")).isZero();
            assertThat(counted(service, "pages", "answered")).isZero();
            measuredByTemplates(service, regulator);
        }
    }

    /** By templates of paths: no series has a café's place code, a query, or a path that the caller made up. */
    private void measuredByTemplates(RunningService service, String regulator) throws Exception {
        assertThat(get(service, "/api/v1/cafes/36048110000001?q=zhangsan", regulator))
                .isEqualTo(400);
        assertThat(get(service, "/sign-in?name=lisi", "nobody")).isEqualTo(200);
        String scraped = Http.to(service).get("/metrics").body();

        assertThat(scraped)
                .contains(
                        "lingdian_request_time_seconds_count" + series("api", "GET", "/api/v1/campaigns", "2xx"),
                        "lingdian_request_time_seconds_count" + series("api", "GET", "/api/v1/campaigns", "5xx"),
                        "lingdian_request_time_seconds_count" + series("api", "GET", "/api/v1/cafes/:placeCode", "4xx"),
                        "lingdian_request_time_seconds_count" + series("agents", "GET", "/agent/v1", "4xx"),
                        "lingdian_request_time_seconds_count" + series("pages", "GET", "/sign-in", "2xx"))
                .doesNotContain("36048110000001", "zhangsan", "lisi", "/nothing", "route=\"/health");
        assertThat(metric(service, "lingdian_event_loop_delay_seconds_count")).isPositive();
        assertThat(scraped)
                .containsPattern("lingdian_build_info\\{java=\"[^\"]+\",revision=\"[^\"]+\",version=\"[^\"]+\"} 1");
    }

    private static String series(String door, String method, String route, String status) {
        return "{door=\"%s\",method=\"%s\",route=\"%s\",status=\"%s\"}".formatted(door, method, route, status);
    }

    /** A response has status 200 until another is set, so an abandoned request must not be counted by its status. */
    @Test
    void whoLeavesBeforeTheAnswerBeginsWasNotAnswered() throws Exception {
        try (var service = RunningService.start();
                Connection owner = service.superuser()) {
            String regulator = answeredOnce(service);
            double answered = counted(service, "api", "answered");

            lockCampaigns(owner);
            try (Socket leaves = asked(service, CAMPAIGNS, regulator)) {
                Await.until("it is being answered", () -> metric(service, USED) == 1);
            }
            Await.until("it is counted", () -> counted(service, "api", "abandoned") == 1);
            owner.rollback();
            Await.until("the connection is given back", () -> metric(service, USED) == 0);
            try (Socket reads = asked(service, "/api/v1/violations/feed", regulator)) {
                assertThat(reads.getInputStream().read())
                        .as("an answer has begun")
                        .isEqualTo('H');
            }
            Await.until("the reader is counted", () -> counted(service, "api", "answered") == answered + 1);
            assertThat(counted(service, "api", "abandoned")).isEqualTo(1);
        }
    }

    /** A collector on a socket gets templates: no place code, no query, no SQL, no address, no state of a caller's trace. */
    @Test
    void tracesNameTemplatesAndNothingThatACallerSent() throws Exception {
        try (var collector = new TraceCollector()) {
            try (var service = RunningService.with()
                    .settings("traces: {endpoint: '%s', share: 1}".formatted(collector.url()))
                    .start()) {
                String regulator = service.regulatorToken("culture", "360000");
                assertThat(get(service, "/api/v1/cafes/36048110000001?q=zhangsan", regulator))
                        .isEqualTo(400);
                var continued = Http.to(service)
                        .as(regulator)
                        .request("/api/v1/cafes?q=lisi")
                        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .header("tracestate", "vendor=wangwu");
                assertThat(Http.begin(continued.build())
                                .get(PATIENCE_SECONDS, SECONDS)
                                .status())
                        .isEqualTo(200);
                assertThat(get(service, "/health/live", "nobody")).isEqualTo(200);
            }
            assertThat(collector.received())
                    .contains("GET /api/v1/cafes/:placeCode", "GET /api/v1/cafes", "service.name", "query")
                    .doesNotContain(
                            "36048110000001",
                            "zhangsan",
                            "lisi",
                            "wangwu",
                            "SELECT",
                            "/health",
                            "127.0.0.1",
                            "localhost");
        }
    }

    /** Takes OTLP over HTTP, as a collector does: the bytes of protobuf, in which texts stand as they are. */
    private static final class TraceCollector implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        private final ByteArrayOutputStream bodies = new ByteArrayOutputStream();

        TraceCollector() throws IOException {
            server.createContext("/v1/traces", exchange -> {
                synchronized (bodies) {
                    exchange.getRequestBody().transferTo(bodies);
                }
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
        }

        String received() {
            synchronized (bodies) {
                return bodies.toString(StandardCharsets.ISO_8859_1);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** An agent's connection has meters of its own, and does not count as a request. */
    @Test
    void anAgentThatGoesLeavesNoRequest() throws Exception {
        try (var service = RunningService.start()) {
            String key = service.cafe("36048110000001", List.of());
            TestAgent agent = TestAgent.connect(service.vertx(), service.url(), key);
            agent.hello(UUID.fromString("7a3c1f52-0017-4000-8000-000000000001"), 0);
            agent.close();
            Await.until("it is gone", () -> metric(service, "lingdian_connections ") == 0);
            assertThat(counted(service, "agents", "abandoned") + counted(service, "agents", "answered"))
                    .isZero();
        }
    }

    /** Sends a request on a new connection. */
    private static Socket asked(RunningService service, String path, String token) throws IOException {
        var socket = new Socket("127.0.0.1", service.url().getPort());
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, token)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void whoReadsHoldsAConnectionOfTheReadersPoolForAsLongAsItTakes() throws Exception {
        try (var service = RunningService.start();
                Connection owner = service.superuser()) {
            String regulator = answeredOnce(service);

            lockCampaigns(owner);
            var waits =
                    Http.begin(Http.to(service).as(regulator).request(CAMPAIGNS).build());
            Await.until("a connection is in use", () -> metric(service, USED) == 1);
            owner.rollback();

            assertThat(waits.get(PATIENCE_SECONDS, SECONDS).status()).isEqualTo(200);
            Await.until("the connection is given back", () -> metric(service, USED) == 0);
        }
    }

    /** A hundred requests wait for those that are being answered; more are refused, until their clients leave. */
    @Test
    void oneAccountLeavesConnectionsToOthers() throws Exception {
        try (var service = RunningService.start();
                Connection owner = service.superuser()) {
            String one = answeredOnce(service);
            String other = service.regulatorToken("culture", "360000");

            lockCampaigns(owner);
            var leaving = new ArrayList<Socket>();
            for (int i = 0; i < ASKED; i++) {
                leaving.add(asked(service, CAMPAIGNS, one));
            }
            int refused = ASKED - AT_ONCE - WAITING;
            Await.until("those beyond the queue are refused", () -> metric(service, REFUSED) == refused);
            assertThat(get(service, "/api/v1/cafes", other)).isEqualTo(200);
            Await.until("few connections are in use", () -> metric(service, USED) == AT_ONCE);

            for (Socket leaves : leaving) {
                leaves.close();
            }
            Await.until("they have left", () -> counted(service, "api", "abandoned") == AT_ONCE + WAITING);
            List<CompletableFuture<Http.Answer>> staying = IntStream.range(0, WAITING)
                    .mapToObj(i -> Http.begin(
                            Http.to(service).as(one).request(CAMPAIGNS).build()))
                    .toList();
            owner.rollback();
            assertThat(staying)
                    .extracting(answer ->
                            answer.orTimeout(PATIENCE_SECONDS, SECONDS).join().status())
                    .containsOnly(200);
            assertThat(metric(service, REFUSED)).isEqualTo(refused);
        }
    }

    /** A change that waits holds its connection. Keys and tokens are looked up with others, and so are agents' keys. */
    @Test
    void changesThatWaitLeaveConnectionsToLookUps() throws Exception {
        try (var service = RunningService.start();
                Connection owner = service.superuser()) {
            String key = service.cafe("36048110000001", List.of());
            String other = answeredOnce(service);
            List<String> officers = List.of(
                    service.regulatorToken("culture", "360481"), service.regulatorToken("public-security", "360481"));

            owner.setAutoCommit(false);
            owner.createStatement().execute("LOCK TABLE campaign IN EXCLUSIVE MODE"); // it may be read
            List<CompletableFuture<Http.Answer>> waiting = officers.stream()
                    .flatMap(officer ->
                            Stream.generate(() -> created(service, officer)).limit(AT_ONCE))
                    .toList();
            Await.until("as many wait as may", () -> waitingForLocks(service).equals(CHANGES_AT_ONCE));

            assertThat(get(service, CAMPAIGNS, "nobody")).isEqualTo(401);
            assertThat(get(service, CAMPAIGNS, other)).isEqualTo(200);
            assertThat(new PostingCafe("36048110000001", key).send(service.url(), "heartbeat", Instant.now()))
                    .isTrue();
            assertThat(waiting).anyMatch(change -> !change.isDone());

            owner.rollback();
            assertThat(waiting)
                    .extracting(answer ->
                            answer.orTimeout(PATIENCE_SECONDS, SECONDS).join().status())
                    .contains(201)
                    .isSubsetOf(201, 503); // after waiting for a connection for ten seconds
        }
    }

    private static CompletableFuture<Http.Answer> created(RunningService service, String officer) {
        JsonObject campaign =
                new JsonObject().put("name", "n").put("from", "2026-07-01").put("to", "2026-07-02");
        return Http.to(service).as(officer).beginPost(CAMPAIGNS, campaign);
    }

    /** How many sessions do. Asked by another session, since one that is in a transaction sees the same answer again. */
    private static String waitingForLocks(RunningService service) throws Exception {
        return service.rows("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .getFirst();
    }

    /** Anybody can do that as often as they like, so it must not fill the log. */
    @Test
    void whoLeavesBeforeTheBodyIsReadIsNoError() throws Exception {
        List<Logger> logs = Stream.of(Failures.class, RoutingContext.class)
                .map(type -> (Logger) LoggerFactory.getLogger(type))
                .toList();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logs.forEach(log -> {
            log.addAppender(lines);
            log.setLevel(Level.DEBUG);
        });
        try (var service = RunningService.start()) {
            try (var socket = new Socket("127.0.0.1", service.url().getPort())) {
                socket.getOutputStream()
                        .write(("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
                                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\nname=")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            Await.until("it is noticed", () -> !lines.list.isEmpty());
            assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
        } finally {
            logs.forEach(log -> {
                log.setLevel(null);
                log.detachAppender(lines);
            });
        }
    }

    /** A regulator's token, after one request for campaigns, when no reader's connection is in use any more. */
    private String answeredOnce(RunningService service) throws Exception {
        String regulator = service.regulatorToken("culture", "360000");
        assertThat(get(service, CAMPAIGNS, regulator)).isEqualTo(200);
        Await.until("the connection is given back", () -> metric(service, USED) == 0);
        return regulator;
    }

    /** Locks the campaigns: until the rollback, each request for them waits and holds a connection. */
    private static void lockCampaigns(Connection owner) throws SQLException {
        owner.setAutoCommit(false);
        owner.createStatement().execute("LOCK TABLE campaign");
    }

    private double counted(RunningService service, String door, String result) throws Exception {
        return metric(service, "lingdian_requests_total{door=\"%s\",result=\"%s\"} ".formatted(door, result));
    }

    private double metric(RunningService service, String series) throws Exception {
        return Http.to(service).meter(series);
    }

    private int get(RunningService service, String path, String token) throws Exception {
        return Http.to(service).as(token).get(path).status();
    }
}
