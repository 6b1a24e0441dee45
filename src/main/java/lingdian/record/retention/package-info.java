/** Drops the days that were kept long enough, and keeps what a case needs. Seen from outside: {@code Retention}. */
@NullMarked
package lingdian.record.retention;

import org.jspecify.annotations.NullMarked;
