/**
 * The endpoints for opening hours, orders and suspensions, which show the effect of a change before it is saved. Begin
 * with {@code HoursOperations}; pages use {@code HoursCalls}.
 */
@NullMarked
package lingdian.office.hours;

import org.jspecify.annotations.NullMarked;
