/**
 * The ordered log of violation changes, and its delivery to readers over SSE and WebSocket. Main types: {@code
 * FeedHub}, {@code FeedEndpoint}, {@code FeedRights}.
 */
@NullMarked
package lingdian.feed.log;

import org.jspecify.annotations.NullMarked;
