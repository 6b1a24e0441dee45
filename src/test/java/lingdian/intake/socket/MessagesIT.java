package lingdian.intake.socket;

import static lingdian.intake.socket.AgentServer.PLACE;
import static lingdian.intake.socket.AgentServer.STREAM;
import static lingdian.intake.socket.AgentServer.hello;
import static lingdian.intake.socket.AgentServer.opened;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.MessageReceipt.State;
import lingdian.record.message.CafeReceipt;
import lingdian.record.message.OfficeMessage;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RawWebSocket;
import lingdian.testing.RawWebSocket.Received.Closed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offices' messages on the wire: sent with each connection until they are answered, over HTTP with each answer. */
class MessagesIT {
    private AgentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AgentServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void itIsSentOverEachConnectionUntilItIsAnswered() throws Exception {
        OfficeMessage waiting = server.messages.send(PLACE, "二号路 23:00 起停电");
        server.messages.send(AgentServer.OTHER_PLACE, "not for this café");
        try (var first = server.greeted()) {
            assertThat(new JsonObject(first.text()))
                    .isEqualTo(new JsonObject()
                            .put("type", "notice")
                            .put("notice", "message")
                            .put("id", waiting.id().toString())
                            .put("from", "culture")
                            .put("text", "二号路 23:00 起停电")
                            .put("until", "2026-07-02T20:00:00+08:00"));
        }
        try (var second = server.greeted()) {
            assertThat(second.text()).contains(waiting.id().toString());
            second.text(receipt(waiting.id(), "delivered"));
            Await.until("the receipt is taken", () -> server.messages.receipts.containsKey(of(waiting)));
        }
        try (var third = server.greeted()) {
            third.text(opened(1));
            assertThat(third.text()).contains("\"ack\"");
        }
        assertThat(server.messages.receipts).isEqualTo(Map.of(of(waiting), State.DELIVERED));
    }

    @Test
    void oneThatIsWrittenMeanwhileIsSentOnce() throws Exception {
        try (var agent = server.greeted()) {
            OfficeMessage first = server.messages.send(PLACE, "one");
            assertThat(agent.text()).contains(first.id().toString());
            OfficeMessage second = server.messages.send(PLACE, "two");
            assertThat(agent.text()).contains(second.id().toString());
            agent.text(opened(1));
            assertThat(agent.text()).contains("\"ack\"");
        }
    }

    @Test
    void whatTheDatabaseCouldNotSayIsAskedAgain() throws Exception {
        server.messages.failing = true;
        OfficeMessage waiting = server.messages.send(PLACE, "one");
        try (var agent = server.greeted()) {
            agent.text(receipt(waiting.id(), "read"));
            agent.text(opened(1));
            assertThat(agent.text()).contains("\"ack\"");
            server.messages.failing = false;
            Await.until("the receipt is taken", () -> server.messages.receipts.get(of(waiting)) == State.READ);
        }
    }

    @Test
    void aReceiptHasNoNumberAndComesAtAnyTimeAfterHello() throws Exception {
        UUID unknown = UUID.randomUUID();
        try (var agent = server.connect()) {
            agent.text(hello(STREAM, 0)).text(receipt(unknown, "read")).text(receipt(unknown, "delivered"));
            assertThat(agent.text()).contains("welcome");
            agent.text(opened(1)).text(receipt(UUID.randomUUID(), "delivered"));
            assertThat(agent.text()).contains("\"ack\"");
            Await.until("the receipt is taken", () -> server.messages.receipts.size() == 2);
        }
        assertThat(server.messages.receipts.get(new CafeReceipt(new PlaceCode(PLACE), unknown)))
                .isEqualTo(State.READ);
    }

    /** Until the next round writes them; the other cafés' are taken meanwhile. */
    @Test
    void oneCafeHasAShareOfTheReceiptsThatWait() throws Exception {
        server.messages.failing = true;
        try (var agent = server.greeted();
                var other = RawWebSocket.connect(server.port(), AgentServer.OTHER_KEY)) {
            UUID first = UUID.randomUUID();
            agent.text(receipt(first, "delivered"));
            for (int i = 1; i < 2 * MessageDelivery.RECEIPTS_OF_A_CAFE_MAX; i++) {
                agent.text(receipt(UUID.randomUUID(), "read"));
            }
            agent.text(receipt(first, "read")).text(opened(1));
            assertThat(agent.text()).contains("\"ack\"");
            OfficeMessage others = server.messages.send(AgentServer.OTHER_PLACE, "one");
            other.text(hello(STREAM, 0)).text(receipt(others.id(), "read")).text(opened(1));
            assertThat(other.text()).contains("welcome");
            assertThat(other.text()).contains("\"ack\"");

            server.messages.failing = false;
            int taken = MessageDelivery.RECEIPTS_OF_A_CAFE_MAX + 1;
            Await.until("they are taken", () -> server.messages.receipts.size() >= taken);
            assertThat(server.messages.receipts).hasSize(taken).containsKey(of(others));
            assertThat(server.messages.receipts.get(new CafeReceipt(new PlaceCode(PLACE), first)))
                    .isEqualTo(State.READ);
            OfficeMessage next = server.messages.send(PLACE, "two");
            agent.text(receipt(next.id(), "read"));
            Await.until("there is a place again", () -> server.messages.receipts.containsKey(of(next)));
        }
    }

    @Test
    void beforeHelloItIsRefused() throws Exception {
        try (var agent = server.connect()) {
            agent.text(receipt(UUID.randomUUID(), "read"));
            assertThat(agent.untilClosed()).isEqualTo(new Closed(4400, "expected a hello first"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'receipt','id':'x','state':'read'}",
                "{'type':'receipt','id':'0b7e5a3c-1111-4222-8333-444455556666','state':'seen'}",
                "{'type':'receipt','id':'0b7e5a3c-1111-4222-8333-444455556666'}",
                "{'type':'receipt','state':'read'}",
                "[{'type':'receipt','id':'0b7e5a3c-1111-4222-8333-444455556666','state':'read'}]",
            })
    void anotherFormIsRefused(String message) throws Exception {
        try (var agent = server.greeted()) {
            agent.text(message.replace('\'', '"'));
            assertThat(agent.untilClosed().code()).isEqualTo(4400);
        }
    }

    @Test
    void theAnswerToAPostHasThoseNotAnsweredYet() throws Exception {
        OfficeMessage one = server.messages.send(PLACE, "one");
        OfficeMessage two = server.messages.send(PLACE, "two");
        assertThat(notices(1)).containsExactly(one.id().toString(), two.id().toString());

        Http.Answer answer = post("application/json", receipt(one.id(), "delivered"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(notices(2)).containsExactly(two.id().toString());

        server.messages.failing = true;
        assertThat(notices(3)).isEmpty();
        assertThat(post("application/json", receipt(two.id(), "read")).status()).isEqualTo(503);
    }

    @Test
    void receiptsArePostedOneOrSeveral() throws Exception {
        UUID id = UUID.randomUUID();
        String one = "{\"id\":\"" + id + "\",\"state\":\"read\"}";
        for (String body : List.of(one, "[" + one + "]", "[]", receipt(id, "delivered"), " " + one + " ")) {
            assertThat(post("application/json", body).status()).as(body).isEqualTo(204);
        }
        assertThat(post("application/x-ndjson", one + "\n" + receipt(id, "read") + "\n")
                        .status())
                .isEqualTo(204);
        assertThat(server.messages.receipts).containsOnlyKeys(new CafeReceipt(new PlaceCode(PLACE), id));

        for (String body :
                List.of("", "{}", "7", "[7]", one.replace("read", "seen"), one.replace("{", "{\"type\":\"x\","))) {
            assertThat(post("application/json", body).status()).as(body).isEqualTo(400);
        }
        assertThat(post("text/plain", one).status()).isEqualTo(415);
    }

    /** Like a long message that cannot be read. */
    @Test
    void aCafeRestsAfterVeryManyReceiptsThatAreNone() throws Exception {
        String receipt = receipt(UUID.randomUUID(), "read");
        assertThat(post("application/json", "[{},".repeat(2) + "{}]]").status()).isEqualTo(400);
        assertThat(Http.begin(posting("key-1", "application/json", receipt))
                        .get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .status())
                .as("after a short one")
                .isEqualTo(204);

        assertThat(post("application/json", "[" + "{},".repeat(6_000) + "{}]").status())
                .isEqualTo(400);
        var next = Http.begin(posting("key-1", "application/json", receipt));
        assertThat(Http.send(posting("key-2", "application/json", receipt)).status())
                .as("another café is answered at once")
                .isEqualTo(204);
        assertThat(next.isDone()).isFalse();
        server.intake.pass(1);
        assertThat(next.get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(204);
    }

    /** Receipts are no events, but it costs as much to read them. */
    @Test
    void postedReceiptsCountAndWait() throws Exception {
        server.intake.exceed(5);
        String receipt = receipt(UUID.randomUUID(), "read");
        assertThat(post("application/json", receipt).status()).isEqualTo(204);
        assertThat(server.intake.notTaken()).isEqualTo(receipt.length());

        server.intake.exceed(0);
        var next = Http.begin(posting("key-1", "application/json", receipt));
        assertThat(Http.send(posting("key-2", "application/json", receipt)).status())
                .as("another café is answered at once")
                .isEqualTo(204);
        server.intake.pass(4);
        assertThat(next.isDone()).isFalse();
        server.intake.pass(1);
        assertThat(next.get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(204);
        assertThat(server.intake.notTaken()).isEqualTo(3L * receipt.length());
    }

    private static CafeReceipt of(OfficeMessage message) {
        return new CafeReceipt(message.placeCode(), message.id());
    }

    private static String receipt(UUID id, String state) {
        return "{\"type\":\"receipt\",\"id\":\"" + id + "\",\"state\":\"" + state + "\"}";
    }

    private Http.Answer post(String type, String body) throws Exception {
        return Http.send(posting("key-1", type, body));
    }

    private HttpRequest posting(String key, String type, String body) {
        return Http.to(URI.create("http://localhost:" + server.port()))
                .as(key)
                .with("Content-Type", type)
                .request("/agent/v1/receipts")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private List<String> notices(long seq) throws Exception {
        Http.Answer answer = Http.to(URI.create("http://localhost:" + server.port()))
                .as("key-1")
                .events(STREAM, List.of(new JsonObject(opened(seq))));
        return new JsonObject(answer.body())
                .getJsonArray("notices").stream()
                        .map(JsonObject.class::cast)
                        .map(notice -> notice.getString("id"))
                        .toList();
    }
}
