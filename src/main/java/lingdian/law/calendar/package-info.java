/**
 * Working days and public holidays, and when a term of days, hours or months ends by them. Pure. Main types: {@code
 * WorkCalendar}, {@code DueDates}.
 */
@NullMarked
package lingdian.law.calendar;

import org.jspecify.annotations.NullMarked;
