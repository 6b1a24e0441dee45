/**
 * The pages that show and change opening hours, with the effect before saving. Main types: {@code
 * HoursPages}.
 */
@NullMarked
package lingdian.console.hours;

import org.jspecify.annotations.NullMarked;
