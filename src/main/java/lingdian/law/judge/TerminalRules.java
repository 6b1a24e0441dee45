package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code TERMINAL_UNREGISTERED}: a seat in use without a login (handbook, rules.md#terminal_unregistered; Order 363,
 * Art. 23).
 *
 * <p>One heartbeat proves nothing, since a guest may be just sitting down; two in a row do.
 */
final class TerminalRules {
    private TerminalRules() {}

    /**
     * @param inUse each terminal once, ascending
     * @param registered how many of them have an open session; usually all, and then no lookup is needed
     */
    static void heartbeat(Step step, Instant at, List<String> inUse, int registered) {
        endUnlisted(step, at, inUse);
        Set<String> unregistered = registered == inUse.size() ? Set.of() : unregistered(step, inUse);
        HeartbeatTrack last = step.cafe.heartbeat();
        if (last != null
                && follows(last.at(), at, step.rules.thresholds().sessions().unregistered())) {
            for (String terminal : unregistered) {
                if (last.unregistered().contains(terminal)
                        && !step.cafe.unregistered().containsKey(terminal)) {
                    open(step, terminal, last);
                }
            }
        }
        step.cafe.heartbeat(new HeartbeatTrack(at, step.ref, unregistered));
    }

    /** A session opens on a terminal: whatever was found there ends, and the next heartbeat starts again. */
    static void sessionOpened(Step step, String terminal, Instant at) {
        end(step, terminal, at);
        HeartbeatTrack last = step.cafe.heartbeat();
        if (last != null && last.unregistered().contains(terminal)) {
            var rest = new HashSet<>(last.unregistered());
            rest.remove(terminal);
            step.cafe.heartbeat(new HeartbeatTrack(last.at(), last.by(), Set.copyOf(rest)));
        }
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

    private static void open(Step step, String terminal, HeartbeatTrack first) {
        Code code = Code.TERMINAL_UNREGISTERED;
        var id = Finding.id(code, step.facts.placeCode(), terminal + "|" + first.at());
        Finding finding = step.finding(
                step.matter(code, id, first.at()).at(terminal),
                first.at(),
                step.receivedAt,
                List.of(first.by(), step.ref));
        step.cafe.unregistered().put(terminal, finding);
        step.note(null, finding);
    }

    private static void endUnlisted(Step step, Instant at, List<String> inUse) {
        Map<String, Finding> open = step.cafe.unregistered();
        if (!open.isEmpty()) {
            for (String terminal : List.copyOf(open.keySet())) {
                if (Collections.binarySearch(inUse, terminal) < 0) {
                    end(step, terminal, at);
                }
            }
        }
    }

    private static void end(Step step, String terminal, Instant at) {
        Finding finding = step.cafe.unregistered().remove(terminal);
        if (finding != null) {
            var evidence = new ArrayList<>(finding.evidence());
            evidence.add(step.ref);
            step.note(finding, finding.with(List.copyOf(evidence)).endingAt(at));
        }
    }
}
