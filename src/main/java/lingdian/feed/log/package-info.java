/**
 * The ordered log of changes and its readers over SSE and WebSocket. Seen from outside: {@code FeedHub}, {@code
 * FeedEndpoint}, {@code FeedRights}.
 */
@NullMarked
package lingdian.feed.log;

import org.jspecify.annotations.NullMarked;
