/**
 * The pages of one violation, its timeline and its case. Main types: {@code ViolationPages}, and its row for
 * other lists.
 */
@NullMarked
package lingdian.console.violation;

import org.jspecify.annotations.NullMarked;
