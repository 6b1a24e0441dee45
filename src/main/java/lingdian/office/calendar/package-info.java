/**
 * The calendar of working days: everyone reads it, administrators enter a year's notice. Main type: {@code
 * CalendarOperations}.
 */
@NullMarked
package lingdian.office.calendar;

import org.jspecify.annotations.NullMarked;
