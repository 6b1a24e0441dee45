package lingdian.law.hours;

import java.time.Instant;

/**
 * What became of a change of hours or suspensions.
 *
 * @param <T> what was changed
 */
public sealed interface Change<T> {
    /** Committed, as {@code entry} says. */
    record Done<T>(T entry) implements Change<T> {}

    /**
     * Refused, because a café that it touches was already judged beyond its beginning (handbook,
     * hours.md#no-change-of-what-was-judged). Nothing was changed.
     *
     * @param judgedUntil the latest effective time among those cafés: the earliest beginning that is free
     */
    record TooEarly<T>(Instant judgedUntil) implements Change<T> {}

    /** Refused, because it would end before it begins, or as it begins. Nothing was changed. */
    record EndsTooEarly<T>() implements Change<T> {}

    /** There is no such café, or what should be ended is unknown or already over. Nothing was changed. */
    record NotFound<T>() implements Change<T> {}
}
