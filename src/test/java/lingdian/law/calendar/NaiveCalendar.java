package lingdian.law.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The calendar a second time, as somebody would do it with a printed one: every day is written down with what it is, and
 * days are ticked off one by one. Its table of 2026 is typed from the notice's own sentences, not from the file.
 */
final class NaiveCalendar {
    private static final LocalDate FIRST = LocalDate.of(2025, 6, 1);
    private static final int DAYS = 3_000;

    private static final List<String> OFF = List.of(
            "2026-01-01 2026-01-03",
            "2026-02-15 2026-02-23",
            "2026-04-04 2026-04-06",
            "2026-05-01 2026-05-05",
            "2026-06-19 2026-06-21",
            "2026-09-25 2026-09-27",
            "2026-10-01 2026-10-07");
    private static final Set<String> WORKED =
            Set.of("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10");
    private static final Set<String> BY_LAW = Set.of("01-01", "05-01", "05-02", "10-01", "10-02", "10-03");

    private final ZoneId zone;
    private final List<LocalDate> all = new ArrayList<>();
    private final Set<LocalDate> worked = new HashSet<>();
    private final Set<LocalDate> paused = new HashSet<>();

    NaiveCalendar(ZoneId zone, List<Pause> pauses, LocalDate today) {
        this.zone = zone;
        for (int i = 0; i < DAYS; i++) {
            LocalDate day = FIRST.plusDays(i);
            all.add(day);
            if (isWorked(day)) {
                worked.add(day);
            }
            for (Pause pause : pauses) {
                String last = pause.to() == null ? today.toString() : pause.to().toString();
                if (day.toString().compareTo(pause.from().toString()) >= 0
                        && day.toString().compareTo(last) <= 0) {
                    paused.add(day);
                }
            }
        }
    }

    static boolean isWorked(LocalDate day) {
        boolean weekday = day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
        String text = day.toString();
        if (!text.startsWith("2026")) {
            return weekday && !BY_LAW.contains(text.substring(5));
        }
        boolean off = OFF.stream()
                .map(span -> span.split(" "))
                .anyMatch(span -> text.compareTo(span[0]) >= 0 && text.compareTo(span[1]) <= 0);
        return WORKED.contains(text) || weekday && !off;
    }

    String end(Term term, Instant start) {
        LocalDate day = LocalDateTime.ofInstant(start, zone).toLocalDate();
        return switch (term.unit()) {
            case WD -> tick(day, term.n(), true).toString();
            case D -> workedFrom(tick(day, term.n(), false)).toString();
            case MONTH -> workedFrom(months(day, term.n())).toString();
            case H -> minutes(start, term.n() * 60).toString();
        };
    }

    private LocalDate tick(LocalDate after, long n, boolean onlyWorked) {
        return open().filter(day -> day.isAfter(after))
                .filter(day -> !onlyWorked || worked.contains(day))
                .skip(n - 1)
                .findFirst()
                .orElseThrow();
    }

    /** The days on which the case was not paused. */
    private Stream<LocalDate> open() {
        return all.stream().filter(day -> !paused.contains(day));
    }

    private LocalDate workedFrom(LocalDate last) {
        return open().filter(day -> !day.isBefore(last) && worked.contains(day))
                .findFirst()
                .orElseThrow();
    }

    private LocalDate months(LocalDate from, int n) {
        int month = from.getYear() * 12 + from.getMonthValue() - 1 + n;
        LocalDate first = LocalDate.of(month / 12, month % 12 + 1, 1);
        LocalDate end = all.stream()
                .filter(day -> day.getYear() == first.getYear() && day.getMonth() == first.getMonth())
                .filter(day -> day.getDayOfMonth() <= from.getDayOfMonth())
                .reduce((one, other) -> other)
                .orElseThrow();
        long lost = paused.stream()
                .filter(day -> day.isAfter(from) && !day.isAfter(end))
                .count();
        return lost == 0 ? end : tick(end, lost, false);
    }

    private Instant minutes(Instant start, int minutes) {
        Instant at = start;
        for (int left = minutes; left > 0; at = at.plus(1, ChronoUnit.MINUTES)) {
            left -= paused.contains(LocalDate.ofInstant(at, zone)) ? 0 : 1;
        }
        return at;
    }
}
