package lingdian.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.agent.spool.EventDraft;
import lingdian.domain.event.AgentEvent;
import org.jspecify.annotations.Nullable;

/**
 * The events that one café gave its agent to record, in order, and the answers that it got. The journal is compared
 * with them. They outlive every program.
 */
final class Records {
    /** An event of the café. Its name identifies it in these records and in the journal. */
    static final class Entry {
        final String name;
        final int index;
        final EventDraft draft;
        final boolean login;
        long seq;
        boolean refused;

        private Entry(String name, int index, EventDraft draft, boolean login) {
            this.name = name;
            this.index = index;
            this.draft = draft;
            this.login = login;
        }

        /** Whether the agent confirmed that the event is on disk. */
        boolean isRecorded() {
            return seq > 0;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> byName = new HashMap<>();

    Entry add(String name, EventDraft draft, boolean login) {
        var entry = new Entry(name, entries.size(), draft, login);
        entries.add(entry);
        if (byName.put(name, entry) != null) {
            throw new IllegalStateException("two events are called " + name);
        }
        return entry;
    }

    @Nullable
    Entry named(String name) {
        return byName.get(name);
    }

    List<Entry> all() {
        return entries;
    }

    /** The name of an event. */
    static String name(AgentEvent event) {
        return switch (event) {
            case AgentEvent.Login login -> "login " + login.session();
            case AgentEvent.Logout logout -> "logout " + logout.session();
            case AgentEvent.Heartbeat heartbeat ->
                "heartbeat " + heartbeat.inUse().getFirst();
            case AgentEvent.Opened ignored -> "opened";
            case AgentEvent.Closed ignored -> "closed";
            case AgentEvent.Patrol ignored -> "patrol";
            case AgentEvent.Invalid ignored -> "invalid";
        };
    }
}
