/** The course of a case and the precision of rules, as pure functions. Main types: {@code Case}, {@code Precision}. */
@NullMarked
package lingdian.law.casework;

import org.jspecify.annotations.NullMarked;
