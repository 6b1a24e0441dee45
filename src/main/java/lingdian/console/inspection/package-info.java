/**
 * The pages of inspections, random draws and night rounds. Main types: {@code InspectionPages}, {@code
 * DrawPages}, {@code RoundPages}.
 */
@NullMarked
package lingdian.console.inspection;

import org.jspecify.annotations.NullMarked;
