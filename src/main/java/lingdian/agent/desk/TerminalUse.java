package lingdian.agent.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import lingdian.domain.event.AgentEvent;
import org.jspecify.annotations.Nullable;

/**
 * The terminals in use according to the last report, and for how long the report counts as current.
 *
 * <p>A report that is too old counts for nothing: repeating it would invent use, and taking it for "none" would end the
 * sessions of people who still sit there. Not thread-safe.
 */
final class TerminalUse {
    /**
     * The greatest age of a report, which is also the greatest distance of two heartbeats that prove use (handbook,
     * rules.md#terminal_unregistered).
     */
    static final Duration FRESH = Duration.ofMinutes(5);

    private final TreeSet<String> terminals = new TreeSet<>();
    private @Nullable List<String> powered;
    private @Nullable Instant reportedAt;

    /** The complete list was reported, and perhaps which terminals are on; what seats witness is not taken from here. */
    void reported(AgentEvent.Heartbeat report, Instant at) {
        reported(report.inUse(), at);
        powered = report.powered();
    }

    /** The complete list was reported, and nothing else. */
    void reported(Collection<String> inUse, Instant at) {
        terminals.clear();
        terminals.addAll(inUse);
        powered = null;
        reportedAt = at;
    }

    /** A guest logged in after the last report: the terminal is unlocked. */
    void unlocked(String terminal) {
        terminals.add(terminal);
    }

    /** A guest logged out after the last report: the terminal counts as locked until the next one. */
    void locked(String terminal) {
        terminals.remove(terminal);
    }

    /** The terminals in use; empty if the last report is too old or missing. */
    Optional<List<String>> fresh(Instant now) {
        Instant until = freshUntil();
        return until == null || now.isAfter(until) ? Optional.empty() : Optional.of(List.copyOf(terminals));
    }

    /** The terminals that are on; null if the last report is too old or missing, or does not say. */
    @Nullable
    List<String> powered(Instant now) {
        return fresh(now).isEmpty() ? null : powered;
    }

    /** Until when the last report is current; null if there was none. */
    @Nullable
    Instant freshUntil() {
        return reportedAt == null ? null : reportedAt.plus(FRESH);
    }

    @Nullable
    Instant reportedAt() {
        return reportedAt;
    }
}
