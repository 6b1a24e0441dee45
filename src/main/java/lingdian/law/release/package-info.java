/** A release of rules and its states: {@code RuleRelease}. Pure. */
@NullMarked
package lingdian.law.release;

import org.jspecify.annotations.NullMarked;
