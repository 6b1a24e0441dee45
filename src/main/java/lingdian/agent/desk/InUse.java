package lingdian.agent.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which terminals are in use, as last reported, and for how long that may be said of the present.
 *
 * <p>A report that is too old says nothing: to repeat it would invent use, and to take it for "none" would end sessions of
 * people who still sit there. Not thread-safe.
 */
final class InUse {
    /**
     * So old may a report be, which is also how far two heartbeats may be apart to prove use (handbook,
     * rules.md#terminal_unregistered).
     */
    static final Duration FRESH = Duration.ofMinutes(5);

    private final TreeSet<String> terminals = new TreeSet<>();
    private @Nullable Instant reportedAt;

    /** The whole list was reported. */
    void reported(Collection<String> inUse, Instant at) {
        terminals.clear();
        terminals.addAll(inUse);
        reportedAt = at;
    }

    /** Somebody logged in after the last report: the terminal is unlocked. */
    void unlocked(String terminal) {
        terminals.add(terminal);
    }

    /** Somebody logged out after the last report, and until the next one says otherwise the terminal is locked. */
    void locked(String terminal) {
        terminals.remove(terminal);
    }

    /** The terminals in use; empty where the last report is too old, or there was none. */
    Optional<List<String>> fresh(Instant now) {
        Instant until = freshUntil();
        return until == null || now.isAfter(until) ? Optional.empty() : Optional.of(List.copyOf(terminals));
    }

    /** Until when the last report is good; null where there was none. */
    @Nullable
    Instant freshUntil() {
        return reportedAt == null ? null : reportedAt.plus(FRESH);
    }

    @Nullable
    Instant reportedAt() {
        return reportedAt;
    }
}
