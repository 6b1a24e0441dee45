package lingdian.law.hours;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.law.hours.ChangeResult.EndsTooEarly;
import lingdian.law.hours.ChangeResult.TooEarly;
import org.jspecify.annotations.Nullable;

/**
 * The time up to which the cafés affected by a change have been judged: no change may begin before it (handbook,
 * hours.md#no-change-of-what-was-judged).
 */
public record JudgedTime(List<Until> zones) {
    /** The latest effective time among the cafés in one time zone. */
    public record Until(ZoneId zone, Instant effectiveAt) {}

    /**
     * The first moment, from {@code now} on, that has not been judged yet; whole microseconds, as the database keeps
     * them.
     */
    public Instant freeFrom(Instant now) {
        return Stream.concat(zones.stream().map(Until::effectiveAt), Stream.of(now.truncatedTo(ChronoUnit.MICROS)))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** The reason to refuse a change with this beginning in each zone; empty if there is none. */
    public <T> Optional<ChangeResult<T>> tooEarly(Function<ZoneId, Instant> beginning) {
        return zones.stream()
                .filter(until -> beginning.apply(until.zone()).isBefore(until.effectiveAt()))
                .map(Until::effectiveAt)
                .max(Instant::compareTo)
                .map(TooEarly::new);
    }

    /** The reason to refuse a change from {@code begins} to {@code ends}; empty if there is none. */
    public <T> Optional<ChangeResult<T>> refusal(Instant begins, @Nullable Instant ends) {
        if (ends != null && !begins.isBefore(ends)) {
            return Optional.of(new EndsTooEarly<>());
        }
        return tooEarly(zone -> begins);
    }

    /**
     * The end of an entry from {@code begins} to {@code ends} if it is ended now: the first free moment, or before it
     * began. Empty if it is already over.
     */
    public Optional<Instant> endedAt(Instant begins, @Nullable Instant ends, Instant now) {
        Instant moment = freeFrom(now);
        return isOver(begins, ends, moment) ? Optional.empty() : Optional.of(moment.isAfter(begins) ? moment : begins);
    }

    /** Whether an entry is over at a moment, or was cancelled before it began: then it is over whatever has been judged. */
    public static boolean isOver(Instant begins, @Nullable Instant ends, Instant moment) {
        return ends != null && (!begins.isBefore(ends) || !moment.isBefore(ends));
    }
}
