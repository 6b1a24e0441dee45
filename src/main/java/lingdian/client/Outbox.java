package lingdian.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of one stream that still wait for something: to be sent, to be acknowledged, or (logins) for their answer.
 *
 * <p>Knows the rules of the window and of sending again, and nothing of sockets, so that they can be tested without one.
 * Used from one thread.
 */
final class Outbox {
    static final int MAX_EVENTS = 1_000;
    /** Half of what a message may hold, in bytes. */
    static final int MAX_BYTES = 512 * 1024;

    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private long lastSeq;
    private long ackedSeq;
    private long sentSeq;
    private long window;

    private static final class Entry {
        final String json;
        final int bytes;
        final boolean login;
        final Promise<Answer> answer = Promise.promise();
        boolean sent;
        boolean answered;

        Entry(String json, boolean login) {
            this.json = json;
            this.bytes = json.getBytes(StandardCharsets.UTF_8).length;
            this.login = login;
        }

        /** A login that an earlier run of the program sent was answered to that run. */
        boolean needsNoAnswer() {
            return !login || !sent || answered;
        }
    }

    /** Takes the next event of the stream. Completes when it is safe: with its verdict or reject, else when acknowledged. */
    Future<Answer> add(long seq, String json, boolean login) {
        if (seq != lastSeq + 1) {
            throw new IllegalArgumentException("event " + seq + " follows event " + lastSeq + " of its stream");
        }
        lastSeq = seq;
        var entry = new Entry(json, login);
        entries.put(seq, entry);
        return entry.answer.future();
    }

    /** Goes on with a stream of which everything up to {@code seq} is safe; before anything is added. */
    void resumeAfter(long seq) {
        if (!entries.isEmpty()) {
            throw new IllegalStateException("events were added already");
        }
        lastSeq = seq;
        ackedSeq = seq;
    }

    /** The number of the last event taken, 0 for none. */
    long lastSeq() {
        return lastSeq;
    }

    /** The last number that the service has called safe. */
    long ackedSeq() {
        return ackedSeq;
    }

    /**
     * A connection begins. What this program sent before and has no answer to yet is sent again; what was acknowledged to
     * an earlier program is done.
     *
     * @throws AgentStoppedException where the service's word and ours about what is safe contradict each other
     */
    void begin(long acked, long allowedUnacked) {
        if (acked > lastSeq) {
            throw new AgentStoppedException(
                    "the service has " + acked + " events of this stream, this agent only " + lastSeq);
        }
        if (acked < ackedSeq) {
            throw new AgentStoppedException(
                    "the service acknowledged event " + ackedSeq + " and now knows only " + acked + " of this stream");
        }
        window = allowedUnacked;
        sentSeq = 0;
        finish(acked);
    }

    /** Everything up to {@code seq} is safe. */
    void acknowledge(long seq) {
        if (seq > ackedSeq) {
            finish(seq);
        }
    }

    private void finish(long acked) {
        long before = ackedSeq;
        ackedSeq = acked;
        List<Map.Entry<Long, Entry>> done = new ArrayList<>();
        for (var each : entries.subMap(before, false, acked, true).entrySet()) {
            if (each.getValue().needsNoAnswer()) {
                done.add(Map.entry(each.getKey(), each.getValue()));
            }
        }
        done.forEach(each -> entries.remove(each.getKey()));
        done.forEach(each -> each.getValue().answer.tryComplete(new Answer.Acknowledged(each.getKey())));
    }

    /**
     * A verdict or reject has come.
     *
     * @return whether it is news: an event that is sent again is answered again
     */
    boolean answer(Answer answer) {
        Entry entry = entries.get(answer.seq());
        if (entry == null) {
            return answer instanceof Answer.Reject; // of an event that is no login, after its acknowledgement
        }
        boolean news = !entry.answered;
        entry.answered = true;
        if (answer.seq() <= ackedSeq) {
            entries.remove(answer.seq());
        }
        entry.answer.tryComplete(answer);
        return news;
    }

    /** The next message to send, one event or an array; null where there is none, or the window is full. */
    @Nullable
    String next() {
        List<String> events = new ArrayList<>();
        int bytes = 0;
        for (var each : entries.tailMap(sentSeq, false).entrySet()) {
            Entry entry = each.getValue();
            bytes += entry.bytes + 1;
            boolean fits = events.size() < MAX_EVENTS && (bytes <= MAX_BYTES || events.isEmpty());
            if (!fits || each.getKey() > ackedSeq + window) {
                break;
            }
            events.add(entry.json);
            entry.sent = true;
            sentSeq = each.getKey();
        }
        return switch (events.size()) {
            case 0 -> null;
            case 1 -> events.getFirst();
            default -> "[" + String.join(",", events) + "]";
        };
    }

    /** Whether something was sent on this connection that the service has not answered. */
    boolean awaitsAnswer() {
        return !entries.isEmpty() && entries.firstKey() <= sentSeq;
    }

    /** Whether nothing waits for anything any more. */
    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Gives up: everything that waits fails. */
    void fail(Throwable reason) {
        var waiting = List.copyOf(entries.values());
        entries.clear();
        waiting.forEach(entry -> entry.answer.tryFail(reason));
    }
}
