/**
 * The calendar of working days: everyone reads it, administrators enter a year's notice. Main types: {@code
 * CalendarOperations}, {@code PresentCalendar}.
 */
@NullMarked
package lingdian.office.calendar;

import org.jspecify.annotations.NullMarked;
