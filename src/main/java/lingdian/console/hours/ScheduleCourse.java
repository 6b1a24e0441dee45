package lingdian.console.hours;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lingdian.office.hours.GrantedHours.Schedule;

/**
 * Which of the granted schedules count, and what takes their place. A schedule is on record for good: it is withdrawn by a later one
 * for the same days.
 *
 * @param all those of a café or region and of the regions above it, the latest entered first
 * @param here the place code, or the code of the region
 */
record ScheduleCourse(List<Schedule> all, String here, LocalDate today) {
    ScheduleCourse {
        all = List.copyOf(all);
    }

    /** What a schedule does today. */
    enum State {
        OVER,
        REPLACED,
        RUNNING,
        FUTURE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    State state(Schedule one) {
        if (one.to() != null && one.to().isBefore(today)) {
            return State.OVER;
        }
        if (isReplaced(one)) {
            return State.REPLACED;
        }
        return one.from().isAfter(today) ? State.FUTURE : State.RUNNING;
    }

    /** Whether one later entry of the same café or region counts on all its days to come. */
    private boolean isReplaced(Schedule one) {
        LocalDate next = next(one);
        return all.stream()
                .takeWhile(other -> !other.equals(one))
                .filter(other -> other.area().equals(one.area()))
                .anyMatch(other -> other.covers(next)
                        && (other.to() == null
                                || one.to() != null && !other.to().isBefore(one.to())));
    }

    /** Whether the page of this café or region can enter another in its place. */
    boolean canReplace(Schedule one) {
        State state = state(one);
        return one.area().equals(here) && (state == State.RUNNING || state == State.FUTURE);
    }

    /** The first day on which another can take its place: never one that has begun. */
    LocalDate next(Schedule one) {
        LocalDate tomorrow = today.plusDays(1);
        return one.from().isBefore(tomorrow) ? tomorrow : one.from();
    }

    /** What counts on the first of its days without it; empty: the statutory hours. */
    Optional<Schedule> without(Schedule one) {
        LocalDate day = next(one);
        return all.stream()
                .filter(other -> !other.equals(one) && other.covers(day))
                .max(Comparator.comparingInt(Schedule::digits)); // of equals the first, which was entered last
    }
}
