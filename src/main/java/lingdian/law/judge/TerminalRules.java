package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lingdian.domain.event.AgentEvent;
import org.jspecify.annotations.Nullable;

/**
 * {@code TERMINAL_UNREGISTERED}: seats in use without a login, one finding for a café and episode (handbook,
 * rules.md#terminal_unregistered; Order 363, Art. 23).
 *
 * <p>One heartbeat proves nothing, since a guest may be just sitting down; two in a row do.
 */
final class TerminalRules {
    /** More distinct ones are not counted. */
    static final int MAX_TERMINALS = AgentEvent.Heartbeat.TERMINALS_MAX;

    /** More are not named. */
    static final int MAX_IDS = 200;

    private TerminalRules() {}

    /**
     * The data of the last heartbeat that the next one is compared with.
     *
     * @param unregistered the terminals, staff ones apart, that it listed with no session open on them, less those on
     *     which one was opened since
     */
    record LastHeartbeat(Instant at, EventRef by, Set<String> unregistered) {
        LastHeartbeat {
            unregistered = unregistered == null ? Set.of() : unregistered; // empty values are not stored
        }
    }

    /**
     * @param inUse each terminal once, ascending
     * @param registered how many of them have an open session; usually all, and then no lookup is needed
     */
    static void heartbeat(Step step, Instant at, List<String> inUse, int registered) {
        Set<String> unregistered = registered == inUse.size() ? Set.of() : unregistered(step, inUse);
        LastHeartbeat last = step.cafe.heartbeat();
        UnregisteredEpisode episode = step.cafe.unregistered();
        if (episode != null || last != null && !unregistered.isEmpty()) {
            judge(step, at, last, qualifying(step, at, inUse, unregistered));
        }
        step.cafe.heartbeat(new LastHeartbeat(at, step.ref, unregistered));
    }

    /** A session opens on a terminal: it does not qualify any more, and the next heartbeat starts again. */
    static void sessionOpened(Step step, String terminal, Instant at) {
        UnregisteredEpisode episode = step.cafe.unregistered();
        if (episode != null && episode.qualifying().contains(terminal)) {
            UnregisteredEpisode rest = episode.without(terminal);
            if (rest.qualifying().isEmpty()) {
                end(step, at, episode);
            } else {
                step.cafe.unregistered(rest);
            }
        }
        LastHeartbeat last = step.cafe.heartbeat();
        if (last != null && last.unregistered().contains(terminal)) {
            var rest = new HashSet<>(last.unregistered());
            rest.remove(terminal);
            step.cafe.heartbeat(new LastHeartbeat(last.at(), last.by(), Set.copyOf(rest)));
        }
    }

    /** @param now the terminals that qualify after this heartbeat */
    private static void judge(Step step, Instant at, @Nullable LastHeartbeat last, Set<String> now) {
        UnregisteredEpisode episode = step.cafe.unregistered();
        if (episode == null) {
            if (last != null && !now.isEmpty()) {
                open(step, last, now);
            }
        } else if (now.isEmpty()) {
            end(step, at, episode);
        } else {
            UnregisteredEpisode next = episode.after(step.ref, now);
            step.cafe.unregistered(next);
            step.note(episode.finding(), next.finding());
        }
    }

    /** Those that qualified and are listed still, and those that two heartbeats in a row list. */
    private static Set<String> qualifying(Step step, Instant at, List<String> inUse, Set<String> unregistered) {
        var now = new HashSet<String>();
        UnregisteredEpisode episode = step.cafe.unregistered();
        if (episode != null) {
            for (String terminal : episode.qualifying()) {
                if (Collections.binarySearch(inUse, terminal) >= 0) {
                    now.add(terminal);
                }
            }
        }
        LastHeartbeat last = step.cafe.heartbeat();
        if (last != null
                && follows(last.at(), at, step.rules.thresholds().sessions().unregistered())) {
            for (String terminal : unregistered) {
                if (last.unregistered().contains(terminal)) {
                    now.add(terminal);
                }
            }
        }
        return Set.copyOf(now);
    }

    private static boolean follows(Instant first, Instant second, Duration limit) {
        return first.isBefore(second) && Duration.between(first, second).compareTo(limit) <= 0;
    }

    private static Set<String> unregistered(Step step, List<String> inUse) {
        @Nullable Set<String> found = null;
        for (String terminal : inUse) {
            if (step.cafe.on(terminal) == null && !step.facts.staffTerminals().contains(terminal)) {
                found = found == null ? new HashSet<>() : found;
                found.add(terminal);
            }
        }
        return found == null ? Set.of() : Collections.unmodifiableSet(found);
    }

    private static void open(Step step, LastHeartbeat first, Set<String> now) {
        String key = first.at().toString();
        Finding finding = step.finding(Code.TERMINAL_UNREGISTERED, key, first.at(), step.receivedAt)
                .with(List.of(first.by(), step.ref));
        UnregisteredEpisode episode = UnregisteredEpisode.of(finding, now);
        step.cafe.unregistered(episode);
        step.note(null, episode.finding());
    }

    private static void end(Step step, Instant at, UnregisteredEpisode episode) {
        step.cafe.unregistered(null);
        step.note(episode.finding(), episode.endedBy(step.ref, at));
    }
}
