package lingdian.benchmark;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import lingdian.simulation.load.NationEvents;

/**
 * The agents of a country on one event loop, as an open loop: when each event is due was fixed before, whatever the service does. A
 * café sends everything that is due in one message, and the next message after the answer. Heartbeats take turns among all cafés;
 * guests change in proportion to a café's open sessions.
 */
final class NationGenerator implements NationBalancer.Answered, NationSockets.Ready {
    private static final long TICK_MILLIS = 1;
    private static final long AGAIN_MILLIS = 1_000;
    private static final long CALL_SECONDS = 60;
    private static final String ACKED = "\"ackedSeq\":";

    private final Vertx vertx;
    private final Context context;
    private final NationTally tally;
    private final NationCafe[] cafes;
    private final int sizes;
    private final int[] taken;
    private final int seats;
    private final NationEvents events;
    private final NationBalancer balancer;
    private final NationSockets sockets;
    private final int lines;
    private final SplittableRandom random = new SplittableRandom(1);
    private long heartbeat;
    private long change;
    private long person;

    /** @param lines how many of the cafés hold a WebSocket */
    NationGenerator(Vertx vertx, NationCafes nation, int lines, List<URI> nodes, NationTally tally) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.tally = tally;
        this.lines = lines;
        this.sizes = nation.sizes();
        this.taken = nation.taken();
        this.events = new NationEvents(taken);
        this.balancer = new NationBalancer(vertx, context, tally, this, nodes);
        this.sockets = new NationSockets(vertx, context, balancer, tally, nation.terminals(), lines, this);
        this.cafes = new NationCafe[nation.number()];
        for (int i = 0; i < cafes.length; i++) {
            cafes[i] = new NationCafe(i, nation.size(i), taken[nation.size(i)]);
            cafes[i].line = i < lines ? sockets.line(cafes[i]) : null;
        }
        int all = 0;
        for (int seat : taken) {
            all += seat;
        }
        this.seats = all;
    }

    NationBalancer balancer() {
        return balancer;
    }

    /** Asks something on the event loop and waits for the answer. From any other thread. */
    <T> T ask(Callable<T> question) throws Exception {
        var answer = Promise.<T>promise();
        context.runOnContext(now -> {
            try {
                answer.complete(question.call());
            } catch (Exception failed) {
                answer.fail(failed);
            }
        });
        return answer.future().await(CALL_SECONDS, TimeUnit.SECONDS);
    }

    void connect() {
        sockets.connect(cafes, lines);
    }

    /** How many cafés hold a WebSocket that was welcomed. */
    int connected() {
        return sockets.welcomed();
    }

    int connectionsLost() {
        return sockets.lost();
    }

    /** How many of the cafés that post had anything acknowledged. */
    int posted() {
        int posted = 0;
        for (NationCafe cafe : cafes) {
            if (cafe.line == null && cafe.acked > taken[cafe.size]) {
                posted++;
            }
        }
        return posted;
    }

    /** The last number of a café that was acknowledged. */
    long acked(int cafe) {
        return cafes[cafe].acked;
    }

    /** @param end from when on nothing is due */
    void start(NationSchedule heartbeats, NationSchedule changes, long end) {
        context.runOnContext(begin -> vertx.setPeriodic(TICK_MILLIS, tick -> look(heartbeats, changes, end)));
    }

    private void look(NationSchedule heartbeats, NationSchedule changes, long end) {
        long now = System.nanoTime();
        for (long at = heartbeats.at(heartbeat); at <= now && at < end; at = heartbeats.at(++heartbeat)) {
            due(cafes[(int) (heartbeat % cafes.length)], at, false, now);
        }
        for (long at = changes.at(change); at <= now && at < end; at = changes.at(++change)) {
            due(anyGuests(), at, true, now);
        }
    }

    private void due(NationCafe cafe, long at, boolean isChange, long now) {
        var due = new NationCafe.Due(at, isChange, !cafe.isConnected());
        tally.looked(at, now);
        tally.due(due);
        cafe.add(due);
        sendNext(cafe);
    }

    /** A café, chosen with the probability of its share of all guests. */
    private NationCafe anyGuests() {
        int seat = random.nextInt(seats);
        int size = 0;
        while (seat >= taken[size]) {
            seat -= taken[size++];
        }
        int ofSize = (cafes.length - size + sizes - 1) / sizes;
        return cafes[size + sizes * random.nextInt(ofSize)];
    }

    private void sendNext(NationCafe cafe) {
        if (cafe.underWay != null || !cafe.isConnected()) {
            return;
        }
        NationCafe.Due first = cafe.takeAll();
        if (first != null) {
            NationCafe.Message message = message(cafe, first);
            cafe.underWay = message;
            tally.sent(message, System.nanoTime());
            send(message);
        }
    }

    private NationCafe.Message message(NationCafe cafe, NationCafe.Due first) {
        int count = 0;
        int logins = 0;
        events.begin(cafe.line != null);
        for (NationCafe.Due one = first; one != null; one = one.next) {
            long seq = cafe.acked + count + 1;
            if (one.change) {
                events.change(cafe.size, seq, cafe.changes++, person++);
                logins++;
            } else {
                events.heartbeat(cafe.size, seq);
            }
            count += one.events();
        }
        return new NationCafe.Message(cafe, first, events.end(), count, logins);
    }

    private void send(NationCafe.Message message) {
        if (message.cafe.line == null) {
            balancer.send(message);
        } else {
            message.cafe.line.send(message);
        }
    }

    @Override
    public void answered(NationCafe.Message message, String body) {
        if (!body.contains(ACKED + message.lastSeq() + ",")) {
            NationTally.count(tally.wrong, "another number acknowledged");
        }
        if (!body.contains("\"rejects\":[]")) {
            NationTally.count(tally.wrong, "rejected");
        }
        if (body.contains("\"allow\":false")) {
            NationTally.count(tally.wrong, "denied");
        }
        answered(message);
    }

    @Override
    public void answered(NationCafe.Message message) {
        NationCafe cafe = message.cafe;
        tally.answered(message, System.nanoTime());
        cafe.acked = message.lastSeq();
        cafe.underWay = null;
        sendNext(cafe);
    }

    @Override
    public void failed(NationCafe.Message message, String status) {
        NationTally.count(tally.failed, status);
        vertx.setTimer(AGAIN_MILLIS, later -> send(message));
    }

    @Override
    public void welcomed(NationCafe cafe) {
        if (cafe.underWay != null) {
            send(cafe.underWay);
        } else {
            sendNext(cafe);
        }
    }
}
