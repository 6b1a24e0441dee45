package lingdian.agent.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import lingdian.platform.secret.Tokens;

/**
 * The browsers in which the secret was typed, each by the random id in its cookie, for a shift or until it signs out.
 *
 * <p>In memory, so that a sign-out ends them here too and not only in the browser. A restart of the agent ends them all.
 */
final class OpenPages {
    static final Duration SHIFT = Duration.ofHours(12);

    /** More than a café has screens. Beyond it the oldest ends. */
    static final int PAGES_MAX = 64;

    private final Tokens ids;
    private final InstantSource clock;
    private final Map<String, Instant> untilById = new LinkedHashMap<>();

    OpenPages(RandomGenerator random, InstantSource clock) {
        this.ids = new Tokens(random);
        this.clock = clock;
    }

    /** Opens a page, and returns its id. */
    synchronized String open() {
        Instant now = clock.instant();
        untilById.values().removeIf(until -> !until.isAfter(now));
        if (untilById.size() == PAGES_MAX) {
            untilById.remove(untilById.keySet().iterator().next());
        }
        String id = ids.next();
        untilById.put(id, now.plus(SHIFT));
        return id;
    }

    synchronized boolean isOpen(String id) {
        Instant until = untilById.get(id);
        return until != null && until.isAfter(clock.instant());
    }

    synchronized void close(String id) {
        untilById.remove(id);
    }
}
