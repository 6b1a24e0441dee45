/**
 * Figures of days and hours: counted beside the hot path and read as trends. Its face: {@code Figures} and the
 * endpoints.
 */
@NullMarked
package lingdian.office.figures;

import org.jspecify.annotations.NullMarked;
