package lingdian.agent.adapter;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line that means something.
 *
 * @param document as in a login of the local API; empty for a logout
 * @param at the time that the line says; null if it says none
 */
record CardEvent(
        CardAction action,
        String terminal,
        JsonObject document,
        @Nullable Instant at) {
    @Override
    public String toString() {
        return "CardEvent[" + action + "]"; // the document is of a person
    }
}
