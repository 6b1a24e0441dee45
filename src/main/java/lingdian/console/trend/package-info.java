/**
 * The pages of figures over time and of the precision of rules. Seen from outside: {@code TrendPages}, {@code
 * PrecisionPages}.
 */
@NullMarked
package lingdian.console.trend;

import org.jspecify.annotations.NullMarked;
