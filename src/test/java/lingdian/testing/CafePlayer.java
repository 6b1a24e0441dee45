package lingdian.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One café's agent, which sends its streams to the end in the way that its habit and its dice say. One step is one
 * message; so several of them can be interleaved in one thread, or each have one of its own.
 */
public final class CafePlayer implements AutoCloseable {
    /**
     * How an agent sends.
     *
     * @param messageMax events of a message at most
     * @param overHttp of a hundred messages, how many go over HTTP
     * @param repeats of a hundred messages, how many carry numbers again that were sent before
     * @param reconnects of a hundred messages, before how many the agent reconnects
     * @param waits of a hundred messages, after how many the agent waits for the acknowledgement
     */
    public record Habit(int messageMax, int overHttp, int repeats, int reconnects, int waits) {
        /** One event at a time, each acknowledged before the next. */
        public static final Habit PLAIN = new Habit(1, 0, 0, 0, 100);
    }

    private final RunningService service;
    private final MadeUpCity.Cafe cafe;
    private final String key;
    private final Habit habit;
    private final Random random;
    private final Map<String, String> answers = new TreeMap<>();
    private final List<TestAgent> agents = new ArrayList<>();
    private @Nullable TestAgent agent;
    private int stream;
    /** The last number that went out since the last hello, and the last one that ever did. */
    private int sent;

    private int highest;
    /** The last number sent over the socket. Events sent over HTTP are not acknowledged there. */
    private int sentBySocket;

    private boolean interrupted;

    public CafePlayer(RunningService service, MadeUpCity.Cafe cafe, String key, Habit habit, Random random) {
        this.service = service;
        this.cafe = cafe;
        this.key = key;
        this.habit = habit;
        this.random = random;
    }

    MadeUpCity.Cafe cafe() {
        return cafe;
    }

    /**
     * The verdict or reject of each event, by {@code stream/seq}, as it was first told; checked to be so ever after.
     */
    public Map<String, String> answers() {
        return answers;
    }

    /** Sends the next message; false where nothing is left to send. */
    public boolean step() throws Exception {
        if (stream == cafe.streams().size()) {
            return false;
        }
        if (sent == events().size()) {
            finishStream();
            return true;
        }
        boolean overHttp = !interrupted && chance(habit.overHttp());
        if (overHttp) {
            settle();
        } else if (agent == null || interrupted || chance(habit.reconnects())) {
            connect();
            return true;
        }
        int to = Math.min(events().size(), sent + 1 + random.nextInt(habit.messageMax()));
        List<JsonObject> message = message(to);
        sent = to;
        highest = Math.max(highest, sent);
        if (overHttp) {
            post(message);
        } else {
            send(Objects.requireNonNull(agent), message);
        }
        return true;
    }

    public void playToTheEnd() throws Exception {
        while (step()) {}
    }

    /** The node went away: events that were not acknowledged may be lost. */
    public void interrupted() {
        interrupted = true;
    }

    @Override
    public void close() {
        agents.forEach(TestAgent::close);
    }

    private MadeUpCity.Stream current() {
        return cafe.streams().get(stream);
    }

    private List<JsonObject> events() {
        return current().events();
    }

    private boolean chance(int ofHundred) {
        return random.nextInt(100) < ofHundred;
    }

    /** Up to number {@code to}, with numbers from before in front or anywhere between. */
    private List<JsonObject> message(int to) {
        var message = new ArrayList<>(events().subList(sent, to));
        if (sent > 0 && chance(habit.repeats())) {
            if (random.nextBoolean()) {
                message.addAll(0, events().subList(sent - 1 - random.nextInt(Math.min(sent, 10)), sent));
            } else {
                message.add(random.nextInt(message.size() + 1), events().get(random.nextInt(sent)));
            }
        }
        return message;
    }

    private void send(TestAgent to, List<JsonObject> message) {
        sentBySocket = sent;
        if (message.size() == 1 && random.nextBoolean()) {
            to.send(message.getFirst());
        } else {
            to.sendArray(message);
        }
        if (chance(habit.repeats())) {
            to.sendArray(message);
        }
        if (chance(habit.waits())) {
            settle();
        }
    }

    /** With the old connection closed, or still there until the new one wins. */
    private void connect() {
        if (agent != null) {
            if (sentBySocket > 0) {
                listen(agent);
            }
            if (random.nextBoolean() || interrupted) {
                agent.close();
            }
        }
        agent = TestAgent.connect(service.vertx(), service.url(), key);
        agents.add(agent);
        sent = Math.toIntExact(agent.hello(current().id(), highest).getLong("ackedSeq"));
        sentBySocket = 0;
        interrupted = false;
    }

    /** Waits until everything sent is acknowledged. */
    private void settle() {
        if (agent != null && sentBySocket > 0) {
            agent.ack(sentBySocket);
            listen(agent);
        }
    }

    /** The whole stream once more, so that every answer is told. */
    private void finishStream() throws Exception {
        if (interrupted) {
            connect();
            return;
        }
        settle();
        post(events());
        stream++;
        sent = 0;
        highest = 0;
        sentBySocket = 0;
        if (random.nextBoolean()) {
            agent = null; // left open until it is told that its stream was superseded, or to the end
        } else {
            interrupted = true;
        }
    }

    private void post(List<JsonObject> message) throws Exception {
        Http.Answer response = Http.to(service).as(key).events(current().id(), message);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        var receipt = response.json();
        // More than this connection sent, where something of an earlier one was thought lost and was not.
        assertThat(receipt.getLong("ackedSeq")).isBetween((long) sent, (long) highest);
        for (String kind : List.of("verdicts", "rejects")) {
            receipt.getJsonArray(kind).forEach(answer -> answered((JsonObject) answer));
        }
    }

    private void listen(TestAgent from) {
        from.received().stream()
                .filter(message -> List.of("verdict", "reject").contains(message.getString("type")))
                .forEach(this::answered);
    }

    private void answered(JsonObject answer) {
        String event = current().id() + "/" + answer.getLong("seq");
        String before = answers.putIfAbsent(event, answer.encode());
        assertThat(answer.encode()).as(event).isEqualTo(before == null ? answer.encode() : before);
    }
}
