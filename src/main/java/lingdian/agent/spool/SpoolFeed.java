package lingdian.agent.spool;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.Answer;
import lingdian.agent.link.EventMessage;
import lingdian.agent.link.OutgoingEvents;
import org.jspecify.annotations.Nullable;

/**
 * Gives a connection the events of a spool: recent events from memory, older ones from disk, read slightly ahead of the
 * socket. Memory stays bounded whatever the backlog, and no waiting event is ever dropped.
 */
final class SpoolFeed implements OutgoingEvents {
    private static final int AHEAD_EVENTS = 4_096;
    private static final int AHEAD_CHARACTERS = 2 * 1024 * 1024;
    private static final int MESSAGE_BYTES = 1_000_000;
    private static final int READ_EVENTS = 2_000;
    private static final int READ_CHARACTERS = 1024 * 1024;

    private final Reading reading;
    private final InstantSource clock;
    private final Runnable wake;
    private final PendingAnswers replies = new PendingAnswers();
    private final ArrayDeque<Line> ahead = new ArrayDeque<>();
    private final ArrayDeque<Line> again = new ArrayDeque<>();
    private int aheadCharacters;
    private long lastSeq;
    private long ackedSeq;
    private long sentSeq;
    private long sentFirst = Long.MAX_VALUE;
    private long sentLast;
    private long window;
    private int messageMax = EventMessage.MAX_EVENTS;
    private int generation;
    private boolean loading;

    /** Reads records off the event loop and completes on the context. It handles its own read errors. */
    interface Reading {
        /** The oldest record that is kept. */
        long firstSeq();

        Future<List<Line>> from(long seq, int events, int characters);

        Future<List<Line>> each(Collection<Long> seqs);
    }

    /**
     * @param lastSeq the last event recorded
     * @param ackedSeq the last event known to be acknowledged
     * @param wake is called when there is a new event to send
     */
    SpoolFeed(Reading reading, InstantSource clock, long lastSeq, long ackedSeq, Runnable wake) {
        this.reading = reading;
        this.clock = clock;
        this.lastSeq = lastSeq;
        this.ackedSeq = ackedSeq;
        this.sentSeq = ackedSeq;
        this.wake = wake;
    }

    /** An event is on disk. */
    void recorded(Line line) {
        lastSeq = line.seq();
        lookAhead(line);
        wake.run();
    }

    /** The service's answer to an event, even one sent by an earlier run of the program. */
    Future<Answer> answerOf(long seq) {
        if (seq < 1 || seq > lastSeq) {
            return Future.failedFuture(new IllegalArgumentException("there is no event " + seq));
        }
        var said = replies.said(seq);
        if (said.isPresent()) {
            return Future.succeededFuture(said.get());
        }
        Future<Answer> answer = replies.await(seq);
        settleWaiting();
        return answer;
    }

    /** The service rejected a message: smaller messages show which event caused it. */
    void sendLess() {
        messageMax = Math.max(1, messageMax / 4);
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
     * If the service has fewer events than it acknowledged, for example after a restore, it receives all that are kept
     * once more.
     */
    @Override
    public void begin(long acked, long allowedUnacked) {
        requireKnown(acked);
        if (acked + 1 < reading.firstSeq()) {
            throw new AgentStoppedException("the service expects event " + (acked + 1)
                    + ", but the oldest record kept is " + reading.firstSeq());
        }
        if (acked > sentLast) {
            sentFirst = Long.MAX_VALUE; // an earlier run of the program may have sent some
            sentLast = 0;
        }
        window = allowedUnacked;
        ackedSeq = acked;
        sentSeq = acked;
        generation++;
        loading = false;
        again.clear();
        dropAhead();
        settleWaiting();
        askAgain(replies.owedUpTo(acked));
        load();
    }

    @Override
    public void acknowledge(long seq) {
        requireKnown(seq);
        if (seq > ackedSeq) {
            ackedSeq = seq;
            messageMax = EventMessage.MAX_EVENTS;
            settleWaiting();
        }
    }

    @Override
    public boolean answer(Answer answer) {
        return replies.answer(answer);
    }

    @Override
    public @Nullable String next() {
        List<String> events = new ArrayList<>();
        int bytes = 0;
        for (Line line = head(); line != null && events.size() < messageMax; line = head()) {
            bytes += line.json().length() * 3 + 1; // at most, in UTF-8
            if (bytes > MESSAGE_BYTES && !events.isEmpty()) {
                break;
            }
            events.add(line.json());
            sent(line);
        }
        load();
        return events.isEmpty() ? null : EventMessage.of(events, clock.instant());
    }

    @Override
    public boolean awaitsAnswer() {
        return sentSeq > ackedSeq || !replies.owedUpTo(sentSeq).isEmpty();
    }

    @Override
    public boolean isEmpty() {
        return ackedSeq == lastSeq && replies.noneOwed();
    }

    @Override
    public void fail(AgentStoppedException reason) {
        replies.fail(reason);
    }

    private void requireKnown(long acked) {
        if (acked > lastSeq) {
            ackedSeq = lastSeq; // the service has all events recorded here
            throw new AgentStoppedException(
                    "the service has " + acked + " events of this stream, but the records here end at " + lastSeq);
        }
    }

    /** The next line to send; events that are sent again are within the window anyway. */
    private @Nullable Line head() {
        Line repeated = again.peek();
        if (repeated != null) {
            return repeated;
        }
        Line next = ahead.peek();
        return next != null && next.seq() <= ackedSeq + window ? next : null;
    }

    private void sent(Line line) {
        if (line.login()) {
            replies.pending(line.seq());
        }
        if (again.peek() == line) {
            again.poll();
            return;
        }
        ahead.poll();
        aheadCharacters -= line.json().length();
        sentSeq = line.seq();
        sentFirst = Math.min(sentFirst, sentSeq);
        sentLast = Math.max(sentLast, sentSeq);
    }

    /**
     * Completes the callers whose events are acknowledged and await no answer. For an event sent by an earlier run, the
     * record tells whether it is a login.
     */
    private void settleWaiting() {
        List<Long> unknown = new ArrayList<>();
        for (long seq : replies.awaitedUpTo(ackedSeq)) {
            if (seq >= sentFirst && seq <= sentLast) {
                replies.complete(new Answer.Acknowledged(seq));
            } else {
                unknown.add(seq);
            }
        }
        askAgain(unknown);
    }

    /** A login that is sent again is answered again (handbook, protocol.md#repeated-events). */
    private void askAgain(Collection<Long> seqs) {
        if (seqs.isEmpty()) {
            return;
        }
        int asked = generation;
        reading.each(seqs).onSuccess(lines -> {
            for (Line line : lines) {
                if (!line.login()) {
                    replies.complete(new Answer.Acknowledged(line.seq()));
                } else if (replies.said(line.seq()).isEmpty()) {
                    replies.pending(line.seq());
                    if (asked == generation && again.stream().noneMatch(each -> each.seq() == line.seq())) {
                        again.add(line);
                    }
                }
            }
            wake.run();
        });
    }

    private long aheadSeq() {
        return ahead.isEmpty() ? sentSeq : ahead.getLast().seq();
    }

    private boolean lookAhead(Line line) {
        if (line.seq() != aheadSeq() + 1 || ahead.size() >= AHEAD_EVENTS || aheadCharacters >= AHEAD_CHARACTERS) {
            return false;
        }
        ahead.add(line);
        aheadCharacters += line.json().length();
        return true;
    }

    private void dropAhead() {
        while (!ahead.isEmpty() && ahead.getFirst().seq() <= sentSeq) {
            aheadCharacters -= ahead.poll().json().length();
        }
        if (!ahead.isEmpty() && ahead.getFirst().seq() != sentSeq + 1) {
            ahead.clear();
            aheadCharacters = 0;
        }
    }

    /** Reads further while there is room, and only while connected. */
    private void load() {
        boolean room = ahead.size() < AHEAD_EVENTS / 2 && aheadCharacters < AHEAD_CHARACTERS / 2;
        if (loading || !room || generation == 0 || aheadSeq() >= lastSeq) {
            return;
        }
        loading = true;
        int asked = generation;
        reading.from(aheadSeq() + 1, READ_EVENTS, READ_CHARACTERS).onSuccess(lines -> {
            if (asked == generation) {
                loading = false;
                lines.forEach(this::lookAhead);
                wake.run();
            }
        });
    }
}
