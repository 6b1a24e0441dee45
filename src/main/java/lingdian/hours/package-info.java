/** Opening hours as pure functions of dated schedules and orders (SPEC.md, section 4), and their store. */
@NullMarked
package lingdian.hours;

import org.jspecify.annotations.NullMarked;
