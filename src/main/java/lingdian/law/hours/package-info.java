/** Opening hours as pure functions of dated schedules and orders. Its face: {@code Hours}, {@code CafeHours}. */
@NullMarked
package lingdian.law.hours;

import org.jspecify.annotations.NullMarked;
