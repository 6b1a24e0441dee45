package lingdian.benchmark;

import org.jspecify.annotations.Nullable;

/** What the generator knows of one café. On the event loop. */
final class NationCafe {
    final int number;
    final int size;
    /** The last number that was acknowledged. */
    long acked;

    /** How many guests were let in, one for each that left. */
    long changes;

    /** What is due and was not sent yet, the oldest first. */
    private @Nullable Due first;

    private @Nullable Due last;
    /** What was sent and is not answered: the next message waits for it. */
    @Nullable
    Message underWay;

    /** Its WebSocket; null: it posts. */
    NationSockets.@Nullable Line line;

    /** Something that is to be sent. */
    static final class Due {
        final long nanos;
        /** Whether a guest leaves and another one comes; else a heartbeat. */
        final boolean change;
        /** Whether there was no connection when it was due. */
        final boolean unconnected;

        @Nullable
        Due next;

        Due(long nanos, boolean change, boolean unconnected) {
            this.nanos = nanos;
            this.change = change;
            this.unconnected = unconnected;
        }

        int events() {
            return change ? 2 : 1;
        }
    }

    /** A message, which is sent again as it is until it is answered. */
    static final class Message {
        final NationCafe cafe;
        final Due first;
        final String text;
        final int events;
        final int logins;
        /** To how many nodes the balancer gave it. */
        int tries;

        Message(NationCafe cafe, Due first, String text, int events, int logins) {
            this.cafe = cafe;
            this.first = first;
            this.text = text;
            this.events = events;
            this.logins = logins;
        }

        long lastSeq() {
            return cafe.acked + events;
        }
    }

    NationCafe(int number, int size, long acked) {
        this.number = number;
        this.size = size;
        this.acked = acked;
    }

    void add(Due due) {
        if (last == null) {
            first = due;
        } else {
            last.next = due;
        }
        last = due;
    }

    /** All that is due; null where nothing is. */
    @Nullable
    Due takeAll() {
        Due all = first;
        first = null;
        last = null;
        return all;
    }

    /** Whether it may send. */
    boolean isConnected() {
        return line == null || line.isWelcomed();
    }
}
