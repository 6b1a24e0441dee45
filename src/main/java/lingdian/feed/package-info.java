/** The ordered log of changes and its subscribers over SSE and WebSocket (SPEC.md, section 6). */
@NullMarked
package lingdian.feed;

import org.jspecify.annotations.NullMarked;
