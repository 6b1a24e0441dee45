package lingdian.simulation.replay;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentEvent;

/**
 * The events that one café's agent sends in a replay: a pure function of the file, so that a second run of the file
 * continues where the first one stopped instead of recording everything twice.
 *
 * @param terminals how many terminals the café needs for these sessions
 * @param sessions how many sessions are played
 * @param events numbered from 1, in time order
 */
public record ReplayPlan(PlaceCode placeCode, UUID stream, int terminals, int sessions, List<AgentEvent> events) {
    /** The plans of all cafés of the file, by place code. */
    public static List<ReplayPlan> of(ReplayFile file, LocalDate birthDate) {
        Map<PlaceCode, List<ReplayFile.Row>> cafes = new TreeMap<>();
        file.rows()
                .forEach(row -> cafes.computeIfAbsent(row.placeCode(), code -> new ArrayList<>())
                        .add(row));
        String run = run(file.hash(), birthDate);
        return cafes.entrySet().stream()
                .map(cafe -> of(cafe.getKey(), cafe.getValue(), run, birthDate))
                .toList();
    }

    private static ReplayPlan of(PlaceCode placeCode, List<ReplayFile.Row> rows, String run, LocalDate birthDate) {
        var score = new ReplayScore(run, birthDate, rows);
        List<AgentEvent> events = score.play();
        return new ReplayPlan(placeCode, stream(run, placeCode), score.terminals(), rows.size(), events);
    }

    /** The id of the session for a line of the file, unique in its café over replays of several files. */
    static String session(String run, int line) {
        return run.substring(0, 12) + "-" + line;
    }

    /** Identifies everything that the events are derived from. */
    static String run(String fileHash, LocalDate birthDate) {
        return uuid("lingdian replay " + fileHash + " " + birthDate).toString().replace("-", "");
    }

    private static UUID stream(String run, PlaceCode placeCode) {
        return uuid("lingdian replay stream " + run + " " + placeCode);
    }

    private static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ReplayPlan[" + placeCode + ", sessions=" + sessions + ", events=" + events.size() + "]";
    }
}
