package lingdian.agent.desk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the seats themselves said since the last heartbeat. A seat that says nothing is not in it, which the service sees in
 * coverage. Not thread-safe.
 */
final class SeatWitnesses {
    private static final int SEATS_MAX = 10_000;

    private final Map<String, Boolean> activeByTerminal = new TreeMap<>();

    /** @param active whether there was input at the seat within five minutes */
    void reported(String terminal, boolean active) {
        if (activeByTerminal.size() < SEATS_MAX || activeByTerminal.containsKey(terminal)) {
            activeByTerminal.put(terminal, active);
        }
    }

    boolean isWitnessed(String terminal) {
        return activeByTerminal.containsKey(terminal);
    }

    /** All that are on. */
    List<String> witnessed() {
        return List.copyOf(activeByTerminal.keySet());
    }

    /** Those at which somebody sits. */
    List<String> active() {
        return activeByTerminal.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The heartbeat that holds them is recorded. */
    void forget() {
        activeByTerminal.clear();
    }
}
