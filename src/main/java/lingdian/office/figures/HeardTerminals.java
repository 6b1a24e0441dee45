package lingdian.office.figures;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentEvent;
import lingdian.record.evidence.StoredBody;

/**
 * Which terminals of which café were heard of on which day, as far as it is not written yet. A heartbeat repeats nearly
 * all terminals of the one before it, so only those that it adds are written.
 *
 * <p>Belongs to one sweep at a time. What could not be written must be forgotten.
 */
final class HeardTerminals {
    /** Beyond this many cafés the memory begins again: some terminals are then written once more. */
    private static final int CAFES_MAX = 200_000;

    /** Likewise. A list is stored in a few dozen characters, unless its terminals have odd names. */
    private static final int CHARACTERS_MAX = 64 * 1024 * 1024;

    /** Of one café in one part: all that is kept of it, on two days. */
    private static final int NAMINGS_MAX = 2 * AgentEvent.Heartbeat.TERMINALS_MAX;

    /** A terminal that is on, or whose seat reported, is heard of even if nobody uses it. */
    private static final List<String> LISTS = List.of("inUse", "powered", "witnessed");

    private final Map<PlaceCode, Heard> newest = new HashMap<>();
    private long characters;

    /**
     * What a café's event says about terminals.
     *
     * @param body the event as stored, with no other fields than its lists of terminals
     */
    record Heard(PlaceCode placeCode, LocalDate day, boolean heartbeat, String body) {
        private Set<String> terminals() {
            var said = new JsonObject(StoredBody.read(body));
            var terminals = new LinkedHashSet<String>();
            for (String list : LISTS) {
                if (said.getValue(list) instanceof JsonArray named) {
                    named.forEach(terminal -> terminals.add(String.valueOf(terminal)));
                }
            }
            return terminals;
        }
    }

    /** A terminal that a café named on a local day. */
    record Naming(PlaceCode placeCode, String terminal, LocalDate day) {}

    /** What these add to what was heard before. */
    List<Naming> added(List<Heard> heard) {
        if (newest.size() > CAFES_MAX || characters > CHARACTERS_MAX) {
            forget();
        }
        var added = new ArrayList<Naming>();
        var counts = new HashMap<PlaceCode, Integer>();
        for (Heard one : heard) {
            Heard before = newest.get(one.placeCode());
            Set<String> terminals = one.terminals();
            if (before != null && before.day().equals(one.day())) {
                terminals.removeAll(before.terminals());
            }
            if (one.heartbeat()) {
                newest.put(one.placeCode(), one);
                characters += one.body().length()
                        - (before == null ? 0 : before.body().length());
            }
            for (String terminal : terminals) {
                if (counts.merge(one.placeCode(), 1, Integer::sum) <= NAMINGS_MAX) {
                    added.add(new Naming(one.placeCode(), terminal, one.day()));
                }
            }
        }
        return added;
    }

    void forget() {
        newest.clear();
        characters = 0;
    }
}
