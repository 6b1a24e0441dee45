/**
 * The course of a case, its deadlines and the precision of rules, as pure functions. Main types: {@code Case}, {@code
 * Deadline}, {@code Precision}.
 */
@NullMarked
package lingdian.law.casework;

import org.jspecify.annotations.NullMarked;
