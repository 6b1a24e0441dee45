package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursSegment;
import lingdian.law.judge.SessionLog.Moment;
import lingdian.law.judge.SessionLog.Stay;
import org.jspecify.annotations.Nullable;

/**
 * {@code OVERTIME_OPERATION} by the words of the handbook (rules.md#overtime_operation), from whole sessions: period by
 * period, with no running totals.
 */
final class OvertimeOracle {
    /** What must be found. */
    record Overtime(
            Instant startedAt, @Nullable Instant endedAt, Standing standing, long seconds, int sessions, int peak) {}

    private final SessionLog log;
    private final String placeCode;
    private final Hours hours;
    private final Duration grace;

    OvertimeOracle(SessionLog log, CafeFacts facts, Duration grace) {
        this.log = log;
        this.placeCode = facts.placeCode().value();
        this.hours = facts.hours();
        this.grace = grace;
    }

    List<Overtime> all() {
        var found = new ArrayList<Overtime>();
        Instant last = log.clocks.get(placeCode);
        if (last != null) {
            HoursSegment segment = hours.at(Instant.parse("2026-06-30T00:00:00Z"));
            while (!segment.from().isAfter(last)) {
                Overtime overtime = segment.permitted() ? null : in(segment);
                if (overtime != null) {
                    found.add(overtime);
                }
                segment = hours.at(segment.to());
            }
        }
        return found;
    }

    private @Nullable Overtime in(HoursSegment period) {
        List<Stay> within = log.in(placeCode).stream()
                .filter(stay -> isWithin(stay, period))
                .sorted(Comparator.comparing(Stay::startedAt))
                .toList();
        if (within.stream().noneMatch(stay -> shown(stay, period))) {
            return null;
        }
        Instant first = within.getFirst().startedAt();
        return new Overtime(
                first.isBefore(period.from()) ? period.from() : first,
                end(within, period),
                proven(period) ? Standing.FACT : Standing.SUSPICION,
                covered(within, period).toSeconds(),
                within.size(),
                peak(within, period));
    }

    private boolean isWithin(Stay stay, HoursSegment period) {
        return stay.startedAt().isBefore(period.from())
                ? until(stay).isAfter(period.from())
                : stay.startedAt().isBefore(period.to());
    }

    private boolean shown(Stay stay, HoursSegment period) {
        Instant settled = period.from().plus(grace);
        return until(stay).isBefore(period.to()) ? !until(stay).isBefore(settled) : settled.isBefore(period.to());
    }

    private Instant until(Stay stay) {
        return stay.endedAt() == null ? clock() : stay.endedAt();
    }

    private Instant clock() {
        return Objects.requireNonNull(log.clocks.get(placeCode));
    }

    private @Nullable Instant end(List<Stay> within, HoursSegment period) {
        Instant last =
                within.stream().map(this::until).max(Comparator.naturalOrder()).orElseThrow();
        if (!last.isBefore(period.to())) {
            return period.to();
        }
        return lastsOn(period) ? null : last;
    }

    /** Some session is open, be it one that nothing shows within the period yet, as at its first instant. */
    private boolean lastsOn(HoursSegment period) {
        return clock().isBefore(period.to()) && log.in(placeCode).stream().anyMatch(stay -> stay.endedAt() == null);
    }

    private boolean proven(HoursSegment period) {
        return moments()
                .filter(Moment::proof)
                .anyMatch(moment -> period.contains(moment.at())
                        && !moment.at().isBefore(period.from().plus(grace)));
    }

    private Duration covered(List<Stay> within, HoursSegment period) {
        Duration covered = Duration.ZERO;
        Instant done = period.from();
        for (Stay stay : within) {
            Instant from = stay.startedAt().isBefore(done) ? done : stay.startedAt();
            Instant to = until(stay).isBefore(period.to()) ? until(stay) : period.to();
            if (from.isBefore(to)) {
                covered = covered.plus(Duration.between(from, to));
                done = to;
            }
        }
        return covered;
    }

    private int peak(List<Stay> within, HoursSegment period) {
        int later = moments()
                .filter(moment -> moment.at().isAfter(period.from()) && period.contains(moment.at()))
                .mapToInt(Moment::open)
                .max()
                .orElse(0);
        return Math.max(later, atStart(within, period));
    }

    /** After all that happened at its first instant, whenever that was told; of a stream that ends there, what it tells. */
    private int atStart(List<Stay> within, HoursSegment period) {
        if (period.from().equals(clock())) {
            return moments()
                    .filter(moment -> moment.at().equals(period.from()))
                    .reduce((one, next) -> next)
                    .orElseThrow()
                    .open();
        }
        return (int) within.stream()
                .filter(stay -> !stay.startedAt().isAfter(period.from()))
                .filter(stay -> stay.endedAt() == null || stay.endedAt().isAfter(period.from()))
                .count();
    }

    private java.util.stream.Stream<Moment> moments() {
        return log.moments.stream().filter(moment -> moment.placeCode().equals(placeCode));
    }
}
