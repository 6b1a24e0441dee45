/** The endpoints for opening hours, orders and suspensions, which show the effect of a change before it is saved. */
@NullMarked
package lingdian.office.hours;

import org.jspecify.annotations.NullMarked;
