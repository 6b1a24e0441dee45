/** The releases of rules: proposed, released by a second person, and in force from a moment on. What rules say is elsewhere. */
@NullMarked
package lingdian.rules;

import org.jspecify.annotations.NullMarked;
