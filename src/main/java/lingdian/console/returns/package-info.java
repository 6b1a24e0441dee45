/**
 * Pages of what is reported upward. Its face is {@link lingdian.console.returns.ReturnPages}.
 */
@NullMarked
package lingdian.console.returns;

import org.jspecify.annotations.NullMarked;
