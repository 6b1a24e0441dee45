/**
 * Opening hours, orders and suspensions as they are stored, with every change to them. The rules about them are in
 * {@code law.hours}.
 */
@NullMarked
package lingdian.record.hours;

import org.jspecify.annotations.NullMarked;
