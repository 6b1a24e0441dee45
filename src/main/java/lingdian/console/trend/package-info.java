/**
 * The pages of figures over time and of the precision of rules. Main types: {@code TrendPages}, {@code
 * PrecisionPages}.
 */
@NullMarked
package lingdian.console.trend;

import org.jspecify.annotations.NullMarked;
