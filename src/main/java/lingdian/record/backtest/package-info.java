/**
 * Judges the recorded past again, by the rules in force or by others, and compares the findings. It never writes to the
 * database.
 */
@NullMarked
package lingdian.record.backtest;

import org.jspecify.annotations.NullMarked;
