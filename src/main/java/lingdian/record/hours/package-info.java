/** Stored opening hours, orders and suspensions, with every change to them. Their rules are in {@code law.hours}. */
@NullMarked
package lingdian.record.hours;

import org.jspecify.annotations.NullMarked;
