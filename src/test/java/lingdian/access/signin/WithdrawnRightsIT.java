package lingdian.access.signin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lingdian.testing.Await;
import lingdian.testing.Browser;
import lingdian.testing.RunningService;
import lingdian.testing.Stopwatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A right that is withdrawn ends the streams that were opened with it within five seconds (handbook,
 * law.md#who-may-see-what).
 */
class WithdrawnRightsIT {
    private static final String CAFE = "36048110000001";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static RunningSignIn here;
    private static RunningService another;
    private static int number;

    @BeforeAll
    static void start() throws Exception {
        here = new RunningSignIn("  secondFactorFor: []\n");
        here.service.cafe(CAFE, List.of());
        another = here.service.another();
    }

    @AfterAll
    static void stop() throws Exception {
        another.close();
        here.close();
    }

    /** The ways in which an account loses a right. */
    enum Loss {
        ACCOUNT_ENDED {
            @Override
            void of(String account) {
                here.admin("DELETE", "/api/v1/accounts/" + account, null);
            }
        },
        REGION_CHANGED {
            @Override
            void of(String account) {
                here.admin("PUT", "/api/v1/accounts/" + account, regulator("culture", "500100"));
            }
        },
        AUTHORITY_CHANGED {
            @Override
            void of(String account) {
                here.admin("PUT", "/api/v1/accounts/" + account, regulator("public-security", "360400"));
            }
        },
        ROLE_CHANGED {
            @Override
            void of(String account) {
                here.admin(
                        "PUT",
                        "/api/v1/accounts/" + account,
                        new JsonObject().put("name", "r").put("role", "auditor"));
            }
        };

        abstract void of(String account);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void endsTheStreamsOfAToken(Loss loss) throws Exception {
        JsonObject made = here.admin("POST", "/api/v1/accounts", regulator("culture", "360400"));
        String bearer = "Authorization: Bearer " + made.getString("token");
        var events = new Stream(bearer, here.service);
        var elsewhere = new Stream(bearer, another);
        Promise<Integer> closed = webSocket(Map.of("Authorization", "Bearer " + made.getString("token")));

        var withdrawn = Stopwatch.start();
        loss.of(made.getString("id"));
        events.awaitEnd();
        elsewhere.awaitEnd();
        assertThat(closed.future().await(PATIENCE_SECONDS, SECONDS)).isEqualTo(4401);

        withdrawn.assertWithin("the end of the streams", LIMIT);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void endsTheStreamsOfASession(Loss loss) throws Exception {
        String name = "withdrawn." + ++number;
        String account = here.regulator(name, "360400");
        Browser browser = here.browser();
        browser.signIn(name, PASSWORD, "");
        String cookie = "lingdian-session=" + browser.cookies().get("lingdian-session");
        var events = new Stream("Cookie: " + cookie, here.service);
        Promise<Integer> closed =
                webSocket(Map.of("Cookie", cookie, "Origin", here.service.url().toString()));

        var withdrawn = Stopwatch.start();
        loss.of(account);
        assertThat(browser.get("/api/v1/violations").status()).as("at once").isEqualTo(401);
        events.awaitEnd();
        assertThat(closed.future().await(PATIENCE_SECONDS, SECONDS)).isEqualTo(4401);

        withdrawn.assertWithin("the end of the streams", LIMIT);
    }

    @Test
    void aSignOutEndsTheSessionsStreamsAndNoOthers() throws Exception {
        here.regulator("leaving.person", "360400");
        Browser leaving = here.browser();
        leaving.signIn("leaving.person", PASSWORD, "");
        Browser staying = here.browser();
        staying.signIn("leaving.person", PASSWORD, "");
        var ended = new Stream("Cookie: lingdian-session=" + leaving.cookies().get("lingdian-session"), here.service);
        Promise<Integer> going = webSocket(Map.of(
                "Cookie",
                "lingdian-session=" + staying.cookies().get("lingdian-session"),
                "Origin",
                here.service.url().toString()));

        leaving.get("/sign-in/account");
        leaving.post("/sign-out", Map.of());
        ended.awaitEnd();

        assertThat(going.future().isComplete()).isFalse();
    }

    @Test
    void aChangeOfTheNameAloneEndsNothing() throws Exception {
        JsonObject made = here.admin("POST", "/api/v1/accounts", regulator("culture", "360400"));
        JsonObject ended = here.admin("POST", "/api/v1/accounts", regulator("culture", "360400"));
        Promise<Integer> going = webSocket(Map.of("Authorization", "Bearer " + made.getString("token")));
        Promise<Integer> closed = webSocket(Map.of("Authorization", "Bearer " + ended.getString("token")));

        here.admin(
                "PUT",
                "/api/v1/accounts/" + made.getString("id"),
                regulator("culture", "360400").put("name", "other"));
        Loss.ACCOUNT_ENDED.of(ended.getString("id"));
        closed.future().await(PATIENCE_SECONDS, SECONDS); // by then the rights of both were checked

        assertThat(going.future().isComplete()).isFalse();
    }

    @Test
    void noOtherSiteOpensAWebSocketWithAPersonsCookie() throws Exception {
        here.regulator("hijacked.person", "360400");
        Browser browser = here.browser();
        browser.signIn("hijacked.person", PASSWORD, "");
        String cookie = "lingdian-session=" + browser.cookies().get("lingdian-session");

        assertThat(refusal(Map.of("Cookie", cookie, "Origin", "https://evil.example")))
                .contains("403");
        assertThat(refusal(Map.of("Cookie", cookie))).contains("403");
    }

    /** A body may take a minute: what its sender might do when it began decides nothing. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void whoLostARightWhileTheirRequestCameDoesNothingWithIt(Loss loss) throws Exception {
        String campaigns = "SELECT count(*)::text FROM campaign WHERE region = '360400' AND authorities = '{culture}'";
        JsonObject made = here.admin("POST", "/api/v1/accounts", regulator("culture", "360400"));
        byte[] body = new JsonObject()
                .put("name", "夏季行动")
                .put("from", "2026-07-01")
                .put("to", "2026-08-31")
                .encode()
                .getBytes(StandardCharsets.UTF_8);
        String before = here.service.rows(campaigns).getFirst();
        try (var socket = new Socket("127.0.0.1", here.service.url().getPort())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            String head = "POST /api/v1/campaigns HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + made.getString("token")
                    + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: "
                    + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            loss.of(made.getString("id"));
            socket.getOutputStream().write(body);
            assertThat(new String(socket.getInputStream().readNBytes(10), StandardCharsets.US_ASCII))
                    .isEqualTo(
                            loss == Loss.REGION_CHANGED || loss == Loss.AUTHORITY_CHANGED
                                    ? "HTTP/1.1 2"
                                    : "HTTP/1.1 4");
        }
        assertThat(here.service.rows(campaigns)).as("by the former right").containsExactly(before);
    }

    private static JsonObject regulator(String authority, String region) {
        return new JsonObject()
                .put("name", "r")
                .put("role", "regulator")
                .put("authority", authority)
                .put("region", region);
    }

    private static String refusal(Map<String, String> headers) throws Exception {
        var failed = here.service
                .vertx()
                .createWebSocketClient()
                .connect(options(headers))
                .map("connected")
                .otherwise(failure -> String.valueOf(failure.getMessage()));
        return failed.await(PATIENCE_SECONDS, SECONDS);
    }

    /** Opens a WebSocket, and returns the code with which it will be closed. */
    private static Promise<Integer> webSocket(Map<String, String> headers) throws Exception {
        Promise<Integer> closed = Promise.promise();
        connect(headers, closed)
                .recover(failure -> failure instanceof UpgradeRejectedException
                        ? Future.failedFuture(failure)
                        : connect(headers, closed)) // retries like every client of the feed
                .await(PATIENCE_SECONDS, SECONDS);
        return closed;
    }

    private static Future<Void> connect(Map<String, String> headers, Promise<Integer> closed) {
        ClientWebSocket socket = here.service.vertx().createWebSocketClient().webSocket();
        socket.closeHandler(v -> closed.complete((int) socket.closeStatusCode()));
        return socket.connect(options(headers)).mapEmpty();
    }

    private static WebSocketConnectOptions options(Map<String, String> headers) {
        var options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(here.service.url().getPort())
                .setURI("/api/v1/violations/feed")
                .setAllowOriginHeader(headers.containsKey("Origin")); // else the client invents one
        headers.forEach(options::addHeader);
        return options;
    }

    /** Server-Sent Events that stay open until the service ends them. */
    private static final class Stream {
        private final Socket socket;
        private final InputStream in;

        Stream(String header, RunningService node) throws IOException {
            socket = new Socket("127.0.0.1", node.url().getPort());
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            in = socket.getInputStream();
            socket.getOutputStream()
                    .write(("GET /api/v1/violations/feed HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
        }

        void awaitEnd() throws IOException {
            try (socket) {
                in.readAllBytes();
            } catch (SocketException reset) {
                // ended too
            }
        }
    }
}
