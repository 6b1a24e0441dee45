/** Judges the recorded past again, by the rules in force or by others, and compares what is found. Never writes to the database. */
@NullMarked
package lingdian.backtest;

import org.jspecify.annotations.NullMarked;
