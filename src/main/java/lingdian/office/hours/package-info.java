/** The endpoints for opening hours, orders and suspensions, with their effect before saving. */
@NullMarked
package lingdian.office.hours;

import org.jspecify.annotations.NullMarked;
