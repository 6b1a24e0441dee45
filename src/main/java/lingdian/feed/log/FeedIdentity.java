package lingdian.feed.log;

import org.jspecify.annotations.Nullable;

/**
 * Who reads the feed.
 *
 * @param right by which they read, as {@link FeedRights} names it; null if they need none
 * @param account whose readers are limited; null if they are not
 */
public record FeedIdentity(@Nullable String right, @Nullable String account) {
    /** A reader within this program. */
    public static final FeedIdentity INTERNAL = new FeedIdentity(null, null);
}
