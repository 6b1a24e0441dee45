/** Opening hours as pure functions of dated schedules and orders. Begin with {@code CafeHours}, one café's. */
@NullMarked
package lingdian.law.hours;

import org.jspecify.annotations.NullMarked;
