/** A release of rules and its states. Pure. */
@NullMarked
package lingdian.law.release;

import org.jspecify.annotations.NullMarked;
