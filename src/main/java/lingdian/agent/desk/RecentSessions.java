package lingdian.agent.desk;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The sessions of each adapter's last logins, by which an adapter that reads a line again knows that it was recorded.
 *
 * <p>An adapter reads at most a hundred lines again, so a thousand of its own are enough. Those of another one do not
 * count among them: it may record thousands while this one is killed again and again before it saves its position.
 *
 * <p>Not thread-safe.
 */
final class RecentSessions {
    private static final int KEPT_MAX = 1_000;

    /** By the adapter's name, which ends at the first full stop of a session's id. */
    private final Map<String, Set<String>> adapters = new HashMap<>();

    /** Sessions of the desk itself, whose ids have no full stop, are not kept: nothing asks for them. */
    void add(String session) {
        int end = session.indexOf('.');
        if (end < 0) {
            return;
        }
        Set<String> sessions = adapters.computeIfAbsent(session.substring(0, end), name -> new LinkedHashSet<>());
        sessions.add(session);
        if (sessions.size() > KEPT_MAX) {
            Iterator<String> oldest = sessions.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    void addAll(RecentSessions others) {
        others.adapters.values().forEach(sessions -> sessions.forEach(this::add));
    }

    boolean contains(String session) {
        return adapters.values().stream().anyMatch(sessions -> sessions.contains(session));
    }
}
