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
 * The events of one stream that are still to be sent, acknowledged or (logins) answered.
 *
 * <p>Implements the window and the repetition of events without sockets, so that it can be tested without a connection.
 * Used from one thread.
 */
final class Outbox implements OutgoingEvents {
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

        /** Whether it is a login that an earlier run of the program sent: that run received the answer. */
        boolean needsNoAnswer() {
            return !login || !sent || answered;
        }
    }

    /** Makes messages state when they were sent. */
    void stamp(InstantSource clock) {
        sentClock = clock;
    }

    /**
     * Takes the next event of the stream. Completes with the verdict or reject of a login, otherwise when the event is
     * acknowledged.
     */
    Future<Answer> add(long seq, String json, boolean login) {
        if (seq != lastSeq + 1) {
            throw new IllegalArgumentException("event " + seq + " cannot follow event " + lastSeq + " of its stream");
        }
        lastSeq = seq;
        var entry = new Entry(json, login);
        entries.put(seq, entry);
        return entry.answer.future();
    }

    /** Continues a stream of which everything up to {@code seq} is acknowledged; call it before anything is added. */
    void resumeAfter(long seq) {
        if (!entries.isEmpty()) {
            throw new IllegalStateException("events have already been added");
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
     * Begins a connection. Events of this run without an answer are sent again; events that were acknowledged to an
     * earlier run are done.
     */
    @Override
    public void begin(long acked, long allowedUnacked) {
        if (acked > lastSeq) {
            throw new AgentStoppedException(
                    "the service has " + acked + " events of this stream, but this agent only " + lastSeq);
        }
        if (acked < ackedSeq) {
            throw new AgentStoppedException(
                    "the service acknowledged event " + ackedSeq + " but now has only " + acked + " of this stream");
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
            return answer instanceof Answer.Reject; // the event is not a login and was acknowledged before
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
