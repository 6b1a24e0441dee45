package lingdian.console.casework;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import lingdian.console.frame.Times;
import lingdian.domain.ChinaTime;
import lingdian.office.casework.CaseDetail;

/**
 * A deadline as pages show it.
 *
 * @param when a date, with its year only where it is another one than this; for hours a date with a time
 * @param state {@code overdue}, {@code today} or {@code later}, so that a word says it and not only a colour
 * @param days since it was due; 0 unless it is overdue
 */
record DueLine(String id, String when, String state, long days, boolean provisional, String basis) {
    private static final DateTimeFormatter OF_THIS_YEAR = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);
    private static final int DATE_LENGTH = 10;

    static DueLine of(CaseDetail.Due due, LocalDate today) {
        boolean hours = due.due().length() > DATE_LENGTH;
        LocalDate day = hours
                ? OffsetDateTime.parse(due.due())
                        .atZoneSameInstant(ChinaTime.ZONE)
                        .toLocalDate()
                : LocalDate.parse(due.due());
        return new DueLine(
                due.id(),
                hours ? Times.minute(OffsetDateTime.parse(due.due())) : written(day, today),
                due.overdue() ? "overdue" : day.equals(today) ? "today" : "later",
                due.overdue() ? Math.max(0, ChronoUnit.DAYS.between(day, today)) : 0,
                due.provisional(),
                due.basis());
    }

    static List<DueLine> all(CaseDetail detail, LocalDate today) {
        return detail.deadlines().stream().map(due -> of(due, today)).toList();
    }

    private static String written(LocalDate day, LocalDate today) {
        return day.getYear() == today.getYear() ? OF_THIS_YEAR.format(day) : day.toString();
    }
}
