package lingdian.law.hours;

import java.time.Instant;

/**
 * The result of a change of hours or suspensions.
 *
 * @param <T> the changed entry
 */
public sealed interface ChangeResult<T> {
    /** Committed, as {@code entry} says. */
    record Done<T>(T entry) implements ChangeResult<T> {}

    /**
     * Refused, because a café that it covers has already been judged beyond its beginning (handbook,
     * hours.md#no-change-of-what-was-judged). Nothing was changed.
     *
     * @param judgedUntil the latest effective time among those cafés: the earliest possible beginning
     */
    record TooEarly<T>(Instant judgedUntil) implements ChangeResult<T> {}

    /** Refused, because its end is not after its beginning. Nothing was changed. */
    record EndsTooEarly<T>() implements ChangeResult<T> {}

    /** Refused, because its area may have no more entries of its kind. Nothing was changed. */
    record TooMany<T>(AreaLimit limit) implements ChangeResult<T> {}

    /** There is no such café, or the entry to end is unknown or already over. Nothing was changed. */
    record NotFound<T>() implements ChangeResult<T> {}
}
