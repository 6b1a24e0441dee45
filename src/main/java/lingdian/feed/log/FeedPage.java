package lingdian.feed.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a range of positions, read from the database, in order.
 *
 * @param cut whether it ends before the range does, for it is long enough
 */
record FeedPage(List<FeedMessage> messages, boolean cut) {
    /** The message at this position, or null if the page does not hold it. */
    @Nullable
    FeedMessage get(long position) {
        if (messages.isEmpty()) {
            return null;
        }
        long index = position - messages.getFirst().position();
        return index < 0 || index >= messages.size() ? null : at(position, (int) index);
    }

    /** Whether the page holds a message after this position. */
    boolean goesBeyond(long position) {
        return !messages.isEmpty() && messages.getLast().position() > position;
    }

    boolean reaches(long position) {
        return !messages.isEmpty() && messages.getLast().position() == position;
    }

    private @Nullable FeedMessage at(long position, int index) {
        FeedMessage message = messages.get(index);
        return message.position() == position ? message : null;
    }
}
