/** What a release of rules is, and the states that it passes through. Pure. */
@NullMarked
package lingdian.law.release;

import org.jspecify.annotations.NullMarked;
