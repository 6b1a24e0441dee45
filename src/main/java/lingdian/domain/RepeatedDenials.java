package lingdian.domain;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts, for the running hour, how often each person was denied for what asking again finds out: the right name by
 * trying, where a person sits by repeating. After five denials the answers about the person come later and later.
 *
 * <p>An honest counter meets this rarely: a guest who is denied is not asked about a sixth time. Of the service and of a
 * café's own program alike. Not thread-safe.
 *
 * @param <P> by what a person is told from others
 */
public final class RepeatedDenials<P> {
    /** Denials of one person in an hour that are answered at once. */
    public static final int AT_ONCE = 5;

    private static final int DOUBLINGS_MAX = 5;

    /** An answer is late by no more pauses. */
    public static final int PAUSES_MAX = 1 << DOUBLINGS_MAX;

    /** More persons are not counted: who is denied so many is late anyway. */
    private static final int PERSONS_MAX = 4_096;

    private final Map<P, Integer> denials = new HashMap<>();

    /**
     * Counts a question.
     *
     * @param denied whether its answer is such a denial
     * @return how many pauses late the answer is: 0, then 1, 2, 4 and so on to 32
     */
    public int pauses(P person, boolean denied) {
        if (denied && (denials.size() < PERSONS_MAX || denials.containsKey(person))) {
            denials.merge(person, 1, Integer::sum);
        }
        int beyond = denials.getOrDefault(person, 0) - AT_ONCE;
        return beyond <= 0 ? 0 : 1 << Math.min(beyond - 1, DOUBLINGS_MAX);
    }

    /** Whether the person is among those that are counted. */
    public boolean isCounted(P person) {
        return denials.containsKey(person);
    }

    /** A new hour begins. */
    public void clear() {
        denials.clear();
    }
}
