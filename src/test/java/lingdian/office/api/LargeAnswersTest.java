package lingdian.office.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.platform.http.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Neither operators nor one county's accounts who read nothing keep the others from long answers. */
class LargeAnswersTest {
    private static final long HEAP = 512L * 1024 * 1024;
    /** More than the operating system takes of an answer that its client does not read. */
    private static final Buffer LONG = Buffer.buffer(new byte[8 * 1024 * 1024]);

    private static final JsonObject LONG_CASE = new JsonObject().put("note", "n".repeat(LONG.length()));

    private static final int MANY = 100;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final List<Socket> open = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        var answers = new LargeAnswers(HEAP);
        Router router = Router.router(vertx);
        router.route()
                .failureHandler(routing -> Failures.answerLong(routing, answers))
                .handler(routing -> answer(routing, answers));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket one : open) {
            one.close();
        }
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private void answer(RoutingContext routing, LargeAnswers answers) {
        answers.on(routing);
        routing.put(
                Account.class.getName(), accounts.get(routing.request().path().substring(1)));
        if (routing.queryParams().contains("refused")) {
            routing.fail(
                    Problem.of(409, "It has changed.").with("case", LONG_CASE).thrown());
            return;
        }
        LargeAnswers.endFor(routing, () -> routing.response().setStatusCode(200), LONG)
                .onFailure(refused -> routing.response().setStatusCode(429).end());
    }

    @Test
    void operatorsLeaveThoseOfTheOffices() throws Exception {
        for (int i = 0; i < MANY; i++) {
            unread(operator((360_400 + i) + "10000001"));
        }
        assertThat(unread(operator("11010110000001")))
                .as("operators have no more")
                .isEqualTo(429);
        assertThat(unread(officer("360481"))).isEqualTo(200);
    }

    @Test
    void aCountysAccountsLeaveThoseOfOthers() throws Exception {
        for (int i = 0; i < MANY; i++) {
            unread(officer("360481"));
            unread(operator("36048110000001"));
        }
        assertThat(unread(officer("360481"))).as("the county has no more").isEqualTo(429);
        assertThat(unread(officer("110101"))).isEqualTo(200);
        assertThat(unread(operator("11010110000001"))).isEqualTo(200);
    }

    /** A refusal that shows the case as it is can be as long as the case. */
    @Test
    void soAreRefusalsThatShowALongCase() throws Exception {
        Account officer = officer("360481");
        assertThat(unread(officer, "?refused")).isEqualTo(409);
        for (int i = 0; i < MANY; i++) {
            unread(officer, "?refused");
        }
        assertThat(unread(officer, "?refused")).as("the account has no more").isEqualTo(429);
        assertThat(unread(officer("110101"), "?refused")).isEqualTo(409);
    }

    @Test
    void whatIsNoLongerReadMakesRoom() throws Exception {
        Account officer = officer("360481");
        while (unread(officer) == 200) {
            // until it has no more
        }
        for (Socket one : open) {
            one.close();
        }
        while (unread(officer) == 429) {
            // until the server has seen it
        }
    }

    private Account officer(String region) {
        return known(new Account(id(), "o", Role.REGULATOR, Authority.CULTURE, new RegionCode(region), Set.of()));
    }

    private Account operator(String cafe) {
        return known(new Account(id(), "o", Role.OPERATOR, null, null, Set.of(new PlaceCode(cafe))));
    }

    private static AccountId id() {
        return new AccountId(UUID.randomUUID());
    }

    private Account known(Account account) {
        accounts.put(account.id().toString(), account);
        return account;
    }

    /** The status of an answer of which next to nothing else is read. */
    private int unread(Account account) throws IOException {
        return unread(account, "");
    }

    private int unread(Account account, String query) throws IOException {
        var socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
        socket.getOutputStream()
                .write(("GET /" + account.id() + query + " HTTP/1.1\r\nHost: here\r\n\r\n").getBytes(US_ASCII));
        byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        return Integer.parseInt(new String(line, "HTTP/1.1 ".length(), 3, US_ASCII));
    }
}
