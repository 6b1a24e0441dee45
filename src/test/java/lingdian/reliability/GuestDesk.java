package lingdian.reliability;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.UUID;
import lingdian.testing.TestAgent;

/** A café's connected agent, which numbers its events and waits for answers only on request. */
final class GuestDesk implements AutoCloseable {
    private final String placeCode;
    private final UUID stream = UUID.randomUUID();
    private final TestAgent agent;
    private long seq;

    private GuestDesk(String placeCode, TestAgent agent) {
        this.placeCode = placeCode;
        this.agent = agent;
    }

    static GuestDesk open(Vertx vertx, URI server, String placeCode, String key) {
        var desk = new GuestDesk(placeCode, TestAgent.connect(vertx, server, key));
        desk.agent.hello(desk.stream, 0);
        return desk;
    }

    String placeCode() {
        return placeCode;
    }

    UUID stream() {
        return stream;
    }

    TestAgent agent() {
        return agent;
    }

    /** Sends a login that asks; returns its number. */
    long ask(String session, String terminal, String person) {
        agent.send(Events.login(++seq, session, terminal, person));
        return seq;
    }

    /** Sends a logout; returns its number. */
    long logout(String session) {
        agent.send(Events.logout(++seq, session));
        return seq;
    }

    long patrol(String officer) {
        agent.send(Events.patrol(++seq, officer));
        return seq;
    }

    /** Waits for the verdict on a login. */
    JsonObject verdict(long question) {
        return agent.verdict(question);
    }

    /** Waits until an event is acknowledged. */
    void settle(long number) {
        agent.ack(number);
    }

    @Override
    public void close() {
        agent.close();
    }
}
