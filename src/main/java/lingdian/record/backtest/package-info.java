/**
 * Judges the recorded past again, by the rules in force or by others, and compares the findings. It never writes to the
 * database. Begin with {@code Backtest}, which replays a history; {@code HistoryExport} writes one.
 */
@NullMarked
package lingdian.record.backtest;

import org.jspecify.annotations.NullMarked;
