package lingdian.office.calendar;

import lingdian.law.calendar.WorkCalendar;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;

/** Working days and holidays by year. */
public final class CalendarOperations implements Feature {
    private final CalendarEndpoints calendar;

    /** @param shipped the years of the configuration */
    public CalendarOperations(OfficeContext office, WorkCalendar shipped, PresentCalendar present) {
        calendar = new CalendarEndpoints(office, new CalendarStore(), present, shipped);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("getCalendar", calendar::list)
                .serve("listCalendarVersions", calendar::versions)
                .serve("putCalendarYear", calendar::put);
    }
}
