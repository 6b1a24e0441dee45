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
 * One café's agent, which sends all its streams as its habit and a seed determine. A step sends one message, so several
 * agents can be interleaved in one thread, or each have a thread of its own.
 */
public final class CafePlayer implements AutoCloseable {
    /**
     * How an agent sends.
     *
     * @param messageMax the most events of a message
     * @param overHttp how many per cent of the messages are sent over HTTP
     * @param repeats how many per cent of the messages repeat numbers that were sent before
     * @param reconnects before how many per cent of the messages the agent reconnects
     * @param waits after how many per cent of the messages the agent waits for the acknowledgement
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
    /** The last number sent since the last hello, and the last one ever sent. */
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

    /** The first verdict or reject of each event, by {@code stream/seq}. Later answers are checked to be equal. */
    public Map<String, String> answers() {
        return answers;
    }

    /** Sends the next message; false if nothing is left to send. */
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

    /** Handles the end of the node: unacknowledged events may be lost. */
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

    /** The events up to number {@code to}, with earlier numbers repeated in front or in between. */
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

    /** Connects. The old connection is closed before, or stays until the new one supersedes it. */
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

    /** Sends the whole stream again, so that every answer is given. */
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
            agent = null; // stays open until its stream is superseded, or to the end
        } else {
            interrupted = true;
        }
    }

    private void post(List<JsonObject> message) throws Exception {
        Http.Answer response = Http.to(service).as(key).events(current().id(), message);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        var receipt = response.json();
        // It may exceed what this connection sent, if events of an earlier connection were not lost after all.
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
