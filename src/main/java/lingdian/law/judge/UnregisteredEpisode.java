package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A time in which a café's terminals are in use without a session, one or several of them, without a break (handbook,
 * rules.md#terminal_unregistered). Immutable, a new one after each event that changes it.
 *
 * @param finding the violation so far; open
 * @param qualifying the terminals that two heartbeats in a row listed without a session, and every one since
 * @param seen all that ever qualified, at most {@link TerminalRules#MAX_TERMINALS}
 * @param raised how many events raised the count or the peak, the first one included
 */
record UnregisteredEpisode(Finding finding, Set<String> qualifying, Set<String> seen, int raised) {
    private static final int MAX_RAISING = 200;

    /** @param finding without quantities */
    static UnregisteredEpisode of(Finding finding, Set<String> qualifying) {
        Set<String> seen = new HashSet<>();
        add(seen, qualifying);
        return new UnregisteredEpisode(
                finding.quantified(terminals(seen, qualifying.size())), qualifying, Set.copyOf(seen), 1);
    }

    /** Without a terminal on which a session opened. */
    UnregisteredEpisode without(String terminal) {
        var rest = new HashSet<>(qualifying);
        rest.remove(terminal);
        return new UnregisteredEpisode(finding, Set.copyOf(rest), seen, raised);
    }

    /** After a heartbeat that these qualify by, at least one. */
    UnregisteredEpisode after(EventRef heartbeat, Set<String> now) {
        Quantities quantities = finding.quantities();
        Integer before = quantities == null ? null : quantities.most();
        boolean known = seen.containsAll(now) || seen.size() >= TerminalRules.MAX_TERMINALS;
        if (known && before != null && now.size() <= before) {
            return now.equals(qualifying) ? this : new UnregisteredEpisode(finding, now, seen, raised);
        }
        Set<String> all = new HashSet<>(seen);
        add(all, now);
        int peak = Math.max(before == null ? 0 : before, now.size());
        Finding more = finding.quantified(terminals(all, peak));
        return new UnregisteredEpisode(
                raised < MAX_RAISING ? more.with(and(heartbeat)) : more, now, Set.copyOf(all), raised + 1);
    }

    /** The violation, ended by an event after which none qualifies. */
    Finding endedBy(EventRef event, Instant at) {
        return finding.with(and(event)).endingAt(at);
    }

    private List<EventRef> and(EventRef event) {
        var evidence = new ArrayList<>(finding.evidence());
        evidence.add(event);
        return List.copyOf(evidence);
    }

    private static void add(Set<String> seen, Set<String> now) {
        for (String terminal : now) {
            if (seen.size() < TerminalRules.MAX_TERMINALS) {
                seen.add(terminal);
            }
        }
    }

    private static Quantities terminals(Set<String> seen, int peak) {
        List<String> ids =
                new TreeSet<>(seen).stream().limit(TerminalRules.MAX_IDS).toList();
        return new Quantities.Terminals(seen.size(), ids, peak);
    }
}
