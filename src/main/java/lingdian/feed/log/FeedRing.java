package lingdian.feed.log;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages, in a ring that holds a limited number of messages and a limited length in all. One context adds
 * messages, any thread may read: a reader recognizes an overwritten slot by its position.
 */
final class FeedRing {
    private final AtomicReferenceArray<@Nullable FeedMessage> slots;
    private final long octetsMax;
    private long octets;
    private volatile long newest;
    private volatile long oldest = 1;

    /** @param octetsMax of all messages, but for the newest, which is always held */
    FeedRing(int messages, long octetsMax) {
        this.slots = new AtomicReferenceArray<>(messages);
        this.octetsMax = octetsMax;
    }

    /** The position of the newest message that was added. */
    long newest() {
        return newest;
    }

    /** The position of the oldest message that it holds, or of the next one where it holds none. */
    long oldest() {
        return oldest;
    }

    /** The message at this position, or null if the ring does not hold it. */
    @Nullable
    FeedMessage get(long position) {
        FeedMessage message = slots.get(slot(position));
        return message != null && message.position() == position ? message : null;
    }

    /** @throws IllegalStateException if the message is not the next one */
    void add(FeedMessage message) {
        if (message.position() != newest + 1) {
            throw new IllegalStateException("position " + message.position() + " after " + newest);
        }
        if (message.position() - oldest == slots.length()) {
            dropOldest();
        }
        slots.set(slot(message.position()), message);
        octets += message.octets();
        newest = message.position();
        while (octets > octetsMax && oldest < newest) {
            dropOldest();
        }
    }

    private void dropOldest() {
        long position = oldest;
        FeedMessage dropped = slots.getAndSet(slot(position), null);
        octets -= dropped == null ? 0 : dropped.octets();
        oldest = position + 1;
    }

    /** Starts again after this position. The ring does not hold the skipped messages. */
    void skipTo(long position) {
        while (oldest <= newest) {
            dropOldest();
        }
        newest = position;
        oldest = position + 1;
    }

    private int slot(long position) {
        return (int) (position % slots.length());
    }
}
