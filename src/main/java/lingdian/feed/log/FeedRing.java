package lingdian.feed.log;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The newest messages. One context adds to it, any may read: a slot that was overwritten simply does not match. */
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

    /** The message at this position, or null where it is not held. */
    @Nullable
    FeedMessage get(long position) {
        FeedMessage message = slots.get(slot(position));
        return message != null && message.position() == position ? message : null;
    }

    /** @throws IllegalStateException where the message is not the next one */
    void add(FeedMessage message) {
        if (message.position() != newest + 1) {
            throw new IllegalStateException("position " + message.position() + " after " + newest);
        }
        slots.set(slot(message.position()), message);
        newest = message.position();
    }

    /** Begins again after this position; whatever lies between is not held. */
    void skipTo(long position) {
        newest = position;
    }

    private int slot(long position) {
        return (int) (position % slots.length());
    }
}
