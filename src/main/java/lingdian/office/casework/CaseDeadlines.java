package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import lingdian.law.calendar.DueDate;
import lingdian.law.calendar.DueDates;
import lingdian.law.calendar.WorkCalendar;
import lingdian.law.casework.Deadline;
import lingdian.law.course.CaseFile;
import lingdian.law.course.Courses;
import lingdian.office.calendar.PresentCalendar;

/** The deadlines of cases: their course is configuration, working days are those that hold at the moment. */
final class CaseDeadlines {
    /** Sorts a case without a deadline behind all others. */
    static final Instant NONE = Instant.parse("9999-01-01T00:00:00Z");

    private final Courses courses;
    private final PresentCalendar calendar;

    CaseDeadlines(Courses courses, PresentCalendar calendar) {
        this.courses = courses;
        this.calendar = calendar;
    }

    /** The deadlines of cases by one state of the calendar. */
    record Present(Courses courses, WorkCalendar calendar) {
        List<Deadline> of(CaseFile file, ZoneId zone, Instant now) {
            return courses.of(file.authority()).running(file, List.of(), now, new DueDates(calendar, zone));
        }

        /** The end of the one that is due first, or {@link #NONE}. */
        Instant earliest(CaseFile file, ZoneId zone, Instant now) {
            return of(file, zone, now).stream()
                    .map(deadline -> end(deadline.due(), zone))
                    .min(Comparator.naturalOrder())
                    .orElse(NONE);
        }

        private static Instant end(DueDate due, ZoneId zone) {
            return switch (due) {
                case DueDate.Day day ->
                    day.date().plusDays(1).atStartOfDay(zone).toInstant();
                case DueDate.Moment moment -> moment.at();
            };
        }
    }

    Future<Present> present(SqlClient client) {
        return calendar.days(client).map(days -> new Present(courses, days));
    }
}
