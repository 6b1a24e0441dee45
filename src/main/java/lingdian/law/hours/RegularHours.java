package lingdian.law.hours;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import lingdian.law.hours.Precedence.Claim;

/** The hours of a café by its schedules alone, without orders: the week in force on each day, and its intervals. */
final class RegularHours {
    /**
     * Outside the range of times in the protocol, in every zone. Fixed, so that answers do not depend on the present.
     */
    private static final LocalDate FIRST_DAY = LocalDate.of(-1, 1, 1);

    private static final LocalDate END_DAY = LocalDate.of(10_001, 1, 1);

    private final LocalDays days;
    /** The week in force from each day to the next entry; begins at {@link #FIRST_DAY}. */
    private final NavigableMap<LocalDate, Week> eras;

    RegularHours(LocalDays days, List<Schedule> schedules) {
        this.days = days;
        this.eras = eras(schedules);
    }

    /** The first instant that is judged. */
    Instant beginning() {
        return days.start(FIRST_DAY);
    }

    /** The first instant that is no longer judged. */
    Instant end() {
        return days.start(END_DAY);
    }

    /** An interval around {@code at} that is permitted, or closed, throughout; not always a maximal one. */
    HoursSegment around(Instant at) {
        LocalDate day = days.dayOf(at);
        Map.Entry<LocalDate, Week> era = requireNonNull(eras.floorEntry(day));
        Week week = era.getValue();
        if (day.isAfter(era.getKey()) && (week.neverCloses() || week.neverOpens())) {
            return new HoursSegment(week.neverCloses(), days.start(era.getKey().plusDays(1)), days.start(eraEnd(day)));
        }
        return aroundOnDay(at, day);
    }

    /** An interval belongs to the day on which it begins, and none lasts beyond the next day: two days are enough. */
    private HoursSegment aroundOnDay(Instant at, LocalDate day) {
        Instant from = days.start(day);
        Instant to = days.start(day.plusDays(1));
        for (LocalDate begun : List.of(day.minusDays(1), day)) {
            for (Week.Span span : spans(begun)) {
                Instant opens = days.at(begun, span.from());
                Instant closes = days.at(begun, span.to());
                if (!opens.isAfter(at) && closes.isAfter(at)) {
                    return new HoursSegment(true, opens, closes);
                }
                if (!closes.isAfter(at)) {
                    from = later(from, closes);
                } else if (opens.isBefore(closes)) { // otherwise a clock change leaves nothing of it
                    to = earlier(to, opens);
                }
            }
        }
        return new HoursSegment(false, from, to);
    }

    private List<Week.Span> spans(LocalDate day) {
        Map.Entry<LocalDate, Week> era = eras.floorEntry(day);
        return era == null ? List.of() : era.getValue().on(day);
    }

    private LocalDate eraEnd(LocalDate day) {
        LocalDate next = eras.higherKey(day);
        return next == null ? END_DAY : next;
    }

    private static NavigableMap<LocalDate, Week> eras(List<Schedule> schedules) {
        var weeks = new HashMap<Weekly, Week>();
        List<Claim<LocalDate, Weekly>> claims =
                schedules.stream().map(RegularHours::claim).toList();
        var eras = new TreeMap<LocalDate, Week>();
        eras.put(FIRST_DAY, Week.STATUTORY);
        Precedence.sweep(claims)
                .forEach((day, weekly) -> eras.put(
                        day,
                        weekly.map(w -> weeks.computeIfAbsent(w, Week::new)).orElse(Week.STATUTORY)));
        eras.tailMap(END_DAY, true).clear();
        return eras;
    }

    private static Claim<LocalDate, Weekly> claim(Schedule schedule) {
        LocalDate from = schedule.from().isBefore(FIRST_DAY) ? FIRST_DAY : schedule.from();
        LocalDate last = schedule.to();
        LocalDate until = last == null || !last.isBefore(END_DAY) ? END_DAY : last.plusDays(1);
        return new Claim<>(from, until, schedule.weekly());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
