package lingdian.feed.log;

import lingdian.feed.log.FeedStore.Extent;
import org.jspecify.annotations.Nullable;

/** Where a reader wants to continue. */
sealed interface Resume {
    /** No position given: only messages from now on. */
    record Now() implements Resume {}

    /** {@code from=0}: all messages that are kept. */
    record All() implements Resume {}

    /** The messages after a position that the reader has seen. */
    record After(long position) implements Resume {}

    /** The given text is not a position. */
    record Unknown() implements Resume {}

    /**
     * Where a reader begins.
     *
     * @param position the reader gets the messages after it
     * @param reset whether it must be told that it may have missed something
     */
    record Start(long position, boolean reset) {}

    /**
     * The header takes precedence, because a browser that reconnects sends it together with its original URL.
     *
     * @param lastEventId the header {@code Last-Event-ID}, an empty one counts as absent
     * @param from the query parameter of that name
     */
    static Resume of(@Nullable String lastEventId, @Nullable String from) {
        if (lastEventId != null && !lastEventId.isBlank()) {
            return parse(lastEventId.strip());
        }
        return from == null ? new Now() : parse(from);
    }

    private static Resume parse(String position) {
        if (!position.matches("[0-9]{1,18}")) {
            return new Unknown();
        }
        long number = Long.parseLong(position);
        return number == 0 ? new All() : new After(number);
    }

    /** Where to begin, given the range of messages that are kept. */
    default Start in(Extent kept) {
        return switch (this) {
            case Now now -> new Start(kept.newest(), false);
            case All all -> new Start(kept.oldest() - 1, false);
            case After after when kept.continues(after.position()) -> new Start(after.position(), false);
            case After after -> new Start(kept.newest(), true);
            case Unknown unknown -> new Start(kept.newest(), true);
        };
    }
}
