/**
 * Releases of rules as they are stored: proposed, released by a second person, in force from a moment on. Main types:
 * {@code Releases}.
 */
@NullMarked
package lingdian.record.release;

import org.jspecify.annotations.NullMarked;
