package lingdian.console.casework;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import lingdian.office.casework.CaseDetail;
import lingdian.platform.text.PageTimes;

/**
 * A deadline as pages show it.
 *
 * @param when a date with its weekday; for hours with its time, which stands alone if it is today
 * @param state {@code overdue}, {@code today} or {@code later}, so that a word says it and not only a colour
 * @param days since it was due; 0 unless it is overdue
 */
record DueLine(String id, String when, String state, long days, boolean provisional, String basis) {
    private static final String TODAY = "today";

    static DueLine of(CaseDetail.Due due, PageTimes times) {
        LocalDate today = times.today();
        LocalDate day = due.day();
        String state = due.overdue() ? "overdue" : day.equals(today) ? TODAY : "later";
        return new DueLine(
                due.id(),
                written(due, state, times),
                state,
                due.overdue() ? Math.max(0, ChronoUnit.DAYS.between(day, today)) : 0,
                due.provisional(),
                due.basis());
    }

    static List<DueLine> all(CaseDetail detail, PageTimes times) {
        return detail.deadlines().stream().map(due -> of(due, times)).toList();
    }

    private static String written(CaseDetail.Due due, String state, PageTimes times) {
        OffsetDateTime moment = due.moment();
        return moment == null
                ? times.weekday(due.day())
                : state.equals(TODAY) ? times.clock(moment) : times.weekday(moment);
    }
}
