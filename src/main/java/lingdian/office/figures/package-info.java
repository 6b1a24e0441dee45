/**
 * Figures of days and hours: counted beside the hot path and read as trends. Main types: {@code FiguresCounter} and the
 * endpoints.
 */
@NullMarked
package lingdian.office.figures;

import org.jspecify.annotations.NullMarked;
