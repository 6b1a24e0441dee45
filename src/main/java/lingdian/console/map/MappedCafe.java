package lingdian.console.map;

import java.util.List;
import java.util.Objects;
import lingdian.console.frame.MapPosition;
import org.jspecify.annotations.Nullable;

/**
 * A café on the map.
 *
 * @param state in the API's words
 * @param connected whether its agent is; one with a case may not be, which its state does not say
 * @param position null where nobody entered it
 * @param stop its number in the order of tonight's round; 0 where it is not in it
 * @param added whether the reader put it on the round
 */
record MappedCafe(
        String placeCode,
        String name,
        String address,
        String state,
        boolean connected,
        int openCases,
        @Nullable MapPosition position,
        int stop,
        boolean added) {
    static final List<String> STATES = List.of("running", "open-case", "offline", "quiet");

    /** Whether it is on the list of cafés of a state. */
    boolean isListedAs(String asked) {
        return asked.equals("offline") ? !connected : state.equals(asked);
    }

    /** 0 for the most urgent. */
    int urgency() {
        int urgency = STATES.indexOf(state);
        return urgency < 0 ? STATES.size() : urgency;
    }

    /** Its position as the script reads it; null where nobody entered it. */
    @Nullable
    String where() {
        return position == null ? null : position.toString();
    }

    MapPosition at() {
        return Objects.requireNonNull(position);
    }

    List<MapPosition.Link> links() {
        return position == null ? List.of() : position.links(name);
    }

    String path() {
        return "/cafes/" + placeCode;
    }
}
