package lingdian.agent.spool;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lingdian.domain.event.AgentEvent;

/** What an agent that has ended had recorded. */
public final class SpoolEvents {
    private SpoolEvents() {}

    /** All events of its directory, in their order. */
    public static List<AgentEvent.WellFormed> of(Path directory) throws Exception {
        var events = new ArrayList<AgentEvent.WellFormed>();
        try (SpoolDirectory opened = SpoolDirectory.open(
                new SpoolDisk.Real(),
                directory,
                SpoolSettings.of("reader/1", 10),
                InstantSource.system(),
                new Random())) {
            StoredEvents.forEach(opened.spool(), stored -> events.add(stored.event()));
        }
        return events;
    }
}
