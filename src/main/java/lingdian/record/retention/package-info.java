/**
 * Drops the days whose retention period is over, and keeps the evidence of cases. Main types:
 * {@code Retention}.
 */
@NullMarked
package lingdian.record.retention;

import org.jspecify.annotations.NullMarked;
