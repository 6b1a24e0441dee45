package lingdian.law.hours;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.law.hours.Change.EndsTooEarly;
import lingdian.law.hours.Change.TooEarly;
import org.jspecify.annotations.Nullable;

/**
 * How far the cafés that a change touches are judged: no change may begin before that (handbook,
 * hours.md#no-change-of-what-was-judged).
 */
public record Judged(List<Until> zones) {
    /** The latest effective time among those in one time zone. */
    public record Until(ZoneId zone, Instant effectiveAt) {}

    /** The first moment, from {@code now} on, that nobody has judged yet; whole microseconds, as the database keeps them. */
    public Instant freeFrom(Instant now) {
        return Stream.concat(zones.stream().map(Until::effectiveAt), Stream.of(now.truncatedTo(ChronoUnit.MICROS)))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Why a change with this beginning in each zone is refused; empty where it is not. */
    public <T> Optional<Change<T>> tooEarly(Function<ZoneId, Instant> beginning) {
        return zones.stream()
                .filter(until -> beginning.apply(until.zone()).isBefore(until.effectiveAt()))
                .map(Until::effectiveAt)
                .max(Instant::compareTo)
                .map(TooEarly::new);
    }

    /** Why a change from {@code begins} to {@code ends} is refused; empty where it is not. */
    public <T> Optional<Change<T>> refusal(Instant begins, @Nullable Instant ends) {
        if (ends != null && !begins.isBefore(ends)) {
            return Optional.of(new EndsTooEarly<>());
        }
        return tooEarly(zone -> begins);
    }

    /**
     * When that which was to last from {@code begins} to {@code ends} is over if it is ended now: at the first free moment,
     * or before it began. Empty where it is over already.
     */
    public Optional<Instant> endedAt(Instant begins, @Nullable Instant ends, Instant now) {
        Instant moment = freeFrom(now);
        boolean over = ends != null && (!begins.isBefore(ends) || !moment.isBefore(ends));
        return over ? Optional.empty() : Optional.of(moment.isAfter(begins) ? moment : begins);
    }
}
