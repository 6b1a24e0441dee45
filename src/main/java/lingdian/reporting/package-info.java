/** Figures of days and hours, counted beside the hot path as data arrives. */
@NullMarked
package lingdian.reporting;

import org.jspecify.annotations.NullMarked;
