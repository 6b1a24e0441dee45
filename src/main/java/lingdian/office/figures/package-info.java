/**
 * Figures of days and hours: counted beside the hot path and read as trends. Seen from outside: {@code Figures} and
 * its endpoints.
 */
@NullMarked
package lingdian.office.figures;

import org.jspecify.annotations.NullMarked;
