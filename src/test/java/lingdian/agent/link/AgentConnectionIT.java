package lingdian.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentConnectionIT {
    private static final String CAFE = "36048110000001";
    private static final Instant NOON = Instant.parse("2026-11-10T04:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final FakeService service = new FakeService(vertx);

    @AfterEach
    void close() {
        FakeService.await(vertx.close());
    }

    @Test
    void everyEventIsAcknowledgedInOrder() {
        AgentConnection connection = connection(service.key(CAFE), AgentListener.NONE);
        LongStream.rangeClosed(1, 5_000).forEach(seq -> connection.send(heartbeat(seq)));
        Future<Void> drained = connection.drained();

        FakeService.await(connection.connect());
        FakeService.await(drained);

        assertThat(service.count(CAFE)).isEqualTo(5_000);
        assertThat(service.hellos.get(CAFE).getFirst().getLong("lastSeq")).isEqualTo(5_000);
        assertThat(FakeService.await(connection.ackedSeq())).isEqualTo(5_000);
        FakeService.await(connection.close());
    }

    @Test
    void neverMoreThanTheWindowIsUnacknowledged() {
        service.window = 7;
        AgentConnection connection = connection(service.key(CAFE), AgentListener.NONE);
        LongStream.rangeClosed(1, 100).forEach(seq -> connection.send(heartbeat(seq)));

        FakeService.await(connection.connect().compose(welcome -> connection.drained()));

        assertThat(service.mostUnacknowledged).isLessThanOrEqualTo(7);
    }

    @Test
    void aLoginGetsItsVerdictAndARejectItsCode() {
        service.judge = event -> event.getLong("seq") == 1
                ? FakeService.verdict(event, "under-age")
                : FakeService.reject(event, "duplicate-session");
        AgentConnection connection = connection(service.key(CAFE), AgentListener.NONE);
        FakeService.await(connection.connect());

        Answer first = FakeService.await(connection.send(login(1)));
        Answer second = FakeService.await(connection.send(login(2)));

        assertThat(first).isEqualTo(new Answer.Verdict(1, "s1", false, List.of("under-age"), null));
        assertThat(second).isEqualTo(new Answer.Reject(2, "duplicate-session", "", "no"));
    }

    @Test
    void afterALostConnectionNothingIsMissingAndNothingIsAnsweredTwice() {
        service.window = 50;
        service.cutAfter = 120;
        var verdicts = new AtomicLong();
        AgentConnection connection = connection(service.key(CAFE), new AgentListener() {
            @Override
            public void judged(Answer.Verdict verdict) {
                verdicts.incrementAndGet();
            }
        });
        List<Future<Answer>> answers = IntStream.rangeClosed(1, 300)
                .mapToObj(seq -> connection.send(seq % 2 == 0 ? heartbeat(seq) : login(seq)))
                .toList();

        FakeService.await(connection.connect().compose(welcome -> connection.drained()));
        FakeService.await(Future.all(answers));

        assertThat(service.count(CAFE)).isEqualTo(300);
        assertThat(verdicts).hasValue(150);
        assertThat(service.hellos.get(CAFE)).hasSize(2);
    }

    @Test
    void aServiceThatComesBackIsFoundAgain() {
        var delays = new CopyOnWriteArrayList<Long>();
        AgentConnection connection = connection(service.key(CAFE), new AgentListener() {
            @Override
            public void disconnected(String reason, long delayMillis) {
                delays.add(delayMillis);
            }
        });
        FakeService.await(connection.connect());
        int port = service.address().getPort();
        service.close();
        Future<Answer> answer = connection.send(heartbeat(1));

        var again = vertx.createHttpServer(
                        new HttpServerOptions().setWebSocketSubProtocols(List.of("lingdian.agent.v1")))
                .webSocketHandler(socket -> socket.textMessageHandler(text -> {
                    var message = new JsonObject(text);
                    socket.writeTextMessage(
                            "hello".equals(message.getString("type"))
                                    ? "{\"type\":\"welcome\",\"ackedSeq\":0,\"window\":10}"
                                    : "{\"type\":\"ack\",\"seq\":1,\"chain\":\"00\"}");
                }));
        FakeService.await(again.listen(port, "127.0.0.1"));

        assertThat(FakeService.await(answer)).isEqualTo(new Answer.Acknowledged(1));
        assertThat(delays).isNotEmpty();
    }

    @Test
    void aWrongKeyIsNotTriedAgain() {
        AgentConnection connection = connection("no such key", AgentListener.NONE);

        assertThatThrownBy(() -> FakeService.await(connection.connect()))
                .isInstanceOf(AgentStoppedException.class)
                .hasMessageContaining("401")
                .hasMessageNotContaining("no such key");
        FakeService.await(connection.close());
    }

    @Test
    void everyFinalClosingStopsTheAgentWithItsReason() {
        for (int code : List.of(4400, 4401, 4408, 4409, 4410)) {
            service.closeWith = (short) code;
            AgentConnection connection = connection(service.key(CAFE), AgentListener.NONE);
            Future<Answer> waiting = connection.send(heartbeat(1));

            assertThatThrownBy(() -> FakeService.await(connection.connect()))
                    .hasMessageContaining("closed with " + code);
            assertThatThrownBy(() -> FakeService.await(waiting)).isInstanceOf(AgentStoppedException.class);
            FakeService.await(connection.close());
        }
    }

    @Test
    void itGivesUpAfterItsAttempts() {
        AgentConnection connection = new AgentConnection(
                vertx,
                AgentConnection.sockets(vertx, 1),
                new AgentEndpoint(URI.create("http://127.0.0.1:1"), "key"),
                new AgentStream(UUID.randomUUID(), "test/1", 10),
                InstantSource.fixed(NOON),
                new Random(1),
                new Backoff(1, 2, 3),
                AgentListener.NONE);

        assertThatThrownBy(() -> FakeService.await(connection.connect())).hasMessageContaining("3 times in a row");
    }

    @Test
    void closingWhileWaitingToReconnectEndsAtOnce() {
        AgentConnection connection = connection(service.key(CAFE), AgentListener.NONE);
        FakeService.await(connection.connect());
        service.close();

        FakeService.await(connection.close());

        assertThatThrownBy(() -> FakeService.await(connection.send(heartbeat(1))))
                .isInstanceOf(AgentStoppedException.class);
    }

    private AgentConnection connection(String key, AgentListener listener) {
        return new AgentConnection(
                vertx,
                AgentConnection.sockets(vertx, 10),
                new AgentEndpoint(service.address(), key),
                new AgentStream(UUID.randomUUID(), "test/1", 10),
                InstantSource.fixed(NOON),
                new Random(1),
                new Backoff(10, 50, 200),
                listener);
    }

    private static AgentEvent heartbeat(long seq) {
        return new AgentEvent.Heartbeat(seq, NOON.plusSeconds(seq), List.of("T1"));
    }

    private static AgentEvent login(long seq) {
        var document = new Document("990", "p" + seq, "佚名", null, "1990-01-01", ReadMethod.MANUAL);
        return new AgentEvent.Login(seq, NOON.plusSeconds(seq), "s" + seq, "T1", document, false);
    }
}
