package lingdian.simulation.load;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * When each event of one stream was meant to be sent, until it is acknowledged and, if it is a login, has its verdict.
 *
 * <p>Rings indexed by number that grow with the events under way, so that a large unused window costs nothing.
 */
final class PendingEvents {
    /** No event, or no login that waits for a verdict. Never a moment. */
    static final long NONE = Long.MIN_VALUE;

    private static final int CAPACITY_FIRST = 64;

    private final int capacityMax;
    private long[] sentAt = new long[CAPACITY_FIRST];
    private long[] verdictFrom = none(CAPACITY_FIRST);
    private long ackedSeq;
    private long lastSeq;
    private int verdicts;

    /** @param window how many events may be unacknowledged; twice as many are remembered, for late verdicts */
    PendingEvents(int window) {
        this.capacityMax = Math.max(CAPACITY_FIRST, Integer.highestOneBit(Math.max(1, window - 1)) * 4);
    }

    long lastSeq() {
        return lastSeq;
    }

    /** How many events are not acknowledged. */
    int events() {
        return (int) (lastSeq - ackedSeq);
    }

    /** How many logins have no verdict. */
    int verdicts() {
        return verdicts;
    }

    boolean isEmpty() {
        return lastSeq == ackedSeq && verdicts == 0;
    }

    /**
     * Whether there is room for {@code more} events; false also if a missing verdict still occupies a place that they
     * need.
     */
    boolean hasRoom(int more) {
        while (events() + more > sentAt.length / 2 && sentAt.length < capacityMax) {
            grow();
        }
        if (verdicts == 0) {
            return true;
        }
        for (long seq = lastSeq + 1; seq <= lastSeq + more; seq++) {
            if (verdictFrom[place(seq)] != NONE) {
                return false;
            }
        }
        return true;
    }

    /** The next event was sent. */
    void sent(long atNanos, boolean login) {
        int place = place(++lastSeq);
        sentAt[place] = atNanos;
        if (login) {
            verdictFrom[place] = atNanos;
            verdicts++;
        }
    }

    /** The next event is acknowledged; returns when it was sent. */
    long acknowledgeNext() {
        return sentAt[place(++ackedSeq)];
    }

    long ackedSeq() {
        return ackedSeq;
    }

    /** A login was answered; returns when it was sent, or {@link #NONE} if no such login waits. */
    long answered(long seq) {
        if (seq > lastSeq || seq <= lastSeq - verdictFrom.length) {
            return NONE;
        }
        long since = verdictFrom[place(seq)];
        verdictFrom[place(seq)] = NONE;
        verdicts -= since == NONE ? 0 : 1;
        return since;
    }

    /**
     * Discards the waiting events: reports when each unacknowledged event, and each login without a verdict, was sent.
     */
    void abandon(LongConsumer event, LongConsumer login) {
        while (ackedSeq < lastSeq) {
            event.accept(acknowledgeNext());
        }
        for (int i = 0; i < verdictFrom.length && verdicts > 0; i++) {
            if (verdictFrom[i] != NONE) {
                login.accept(verdictFrom[i]);
                verdictFrom[i] = NONE;
                verdicts--;
            }
        }
    }

    private int place(long seq) {
        return (int) seq & sentAt.length - 1;
    }

    private void grow() {
        long[] oldSentAt = sentAt;
        long[] oldVerdictFrom = verdictFrom;
        int oldMask = oldSentAt.length - 1;
        sentAt = new long[oldSentAt.length * 2];
        verdictFrom = none(sentAt.length);
        for (long seq = Math.max(1, lastSeq - oldMask); seq <= lastSeq; seq++) {
            sentAt[place(seq)] = oldSentAt[(int) seq & oldMask];
            verdictFrom[place(seq)] = oldVerdictFrom[(int) seq & oldMask];
        }
    }

    private static long[] none(int length) {
        long[] ring = new long[length];
        Arrays.fill(ring, NONE);
        return ring;
    }
}
