package lingdian.feed.log;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages, in a ring. One context adds messages, any thread may read: a reader recognizes an overwritten
 * slot by its position.
 */
final class FeedRing {
    private final AtomicReferenceArray<@Nullable FeedMessage> slots;
    private volatile long newest;

    FeedRing(int messages) {
        this.slots = new AtomicReferenceArray<>(messages);
    }

    /** The position of the newest message that was added. */
    long newest() {
        return newest;
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
        slots.set(slot(message.position()), message);
        newest = message.position();
    }

    /** Starts again after this position. The ring does not hold the skipped messages. */
    void skipTo(long position) {
        newest = position;
    }

    private int slot(long position) {
        return (int) (position % slots.length());
    }
}
