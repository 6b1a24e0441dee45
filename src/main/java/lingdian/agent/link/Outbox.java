package lingdian.agent.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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
final class Outbox implements Outgoing {
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final List<Promise<Void>> waitingForEmpty = new ArrayList<>();
    private @Nullable InstantSource sentClock;
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

    /** From now on messages say when they were sent. */
    void stamp(InstantSource clock) {
        sentClock = clock;
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

    @Override
    public long lastSeq() {
        return lastSeq;
    }

    @Override
    public long ackedSeq() {
        return ackedSeq;
    }

    /**
     * A connection begins. What this program sent before and has no answer to yet is sent again; what was acknowledged to
     * an earlier program is done.
     */
    @Override
    public void begin(long acked, long allowedUnacked) {
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

    @Override
    public void acknowledge(long seq) {
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

    @Override
    public boolean answer(Answer answer) {
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

    @Override
    public @Nullable String next() {
        List<String> events = new ArrayList<>();
        int bytes = 0;
        for (var each : entries.tailMap(sentSeq, false).entrySet()) {
            Entry entry = each.getValue();
            bytes += entry.bytes + 1;
            boolean fits =
                    events.size() < EventMessage.MAX_EVENTS && (bytes <= EventMessage.MAX_BYTES || events.isEmpty());
            if (!fits || each.getKey() > ackedSeq + window) {
                break;
            }
            events.add(entry.json);
            entry.sent = true;
            sentSeq = each.getKey();
        }
        return events.isEmpty() ? null : EventMessage.of(events, sentClock == null ? null : sentClock.instant());
    }

    @Override
    public boolean awaitsAnswer() {
        return !entries.isEmpty() && entries.firstKey() <= sentSeq;
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Completes when everything taken so far is acknowledged, and every login answered. */
    Future<Void> drained() {
        Promise<Void> empty = Promise.promise();
        waitingForEmpty.add(empty);
        settled();
        return empty.future();
    }

    @Override
    public void settled() {
        if (isEmpty()) {
            List.copyOf(waitingForEmpty).forEach(Promise::tryComplete);
            waitingForEmpty.clear();
        }
    }

    @Override
    public void fail(AgentStoppedException reason) {
        var waiting = List.copyOf(entries.values());
        entries.clear();
        waiting.forEach(entry -> entry.answer.tryFail(reason));
        waitingForEmpty.forEach(each -> each.tryFail(reason));
        waitingForEmpty.clear();
    }
}
