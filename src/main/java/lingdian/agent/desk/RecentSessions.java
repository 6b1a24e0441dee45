package lingdian.agent.desk;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The sessions of the last logins, by which an adapter that reads a line again knows that it was recorded.
 *
 * <p>An adapter reads at most a hundred lines again, so a thousand are enough for several. Not thread-safe.
 */
final class RecentSessions {
    private static final int KEPT_MAX = 1_000;

    private final Set<String> sessions = new LinkedHashSet<>();

    void add(String session) {
        sessions.add(session);
        if (sessions.size() > KEPT_MAX) {
            Iterator<String> oldest = sessions.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    void addAll(RecentSessions others) {
        others.sessions.forEach(this::add);
    }

    boolean contains(String session) {
        return sessions.contains(session);
    }
}
