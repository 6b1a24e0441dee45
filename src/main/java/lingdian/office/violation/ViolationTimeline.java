package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * When sessions of a café were open around a violation, as {@link TimelineEndpoint} answers it.
 *
 * @param complete whether all sessions are listed
 */
public record ViolationTimeline(
        OffsetDateTime from, OffsetDateTime to, List<Span> closed, List<Span> sessions, boolean complete) {
    public ViolationTimeline {
        closed = List.copyOf(closed);
        sessions = List.copyOf(sessions);
    }

    /**
     * A period without permission, or a session.
     *
     * @param to null while it goes on
     * @param own whether it is the violation's own session
     */
    public record Span(OffsetDateTime from, @Nullable OffsetDateTime to, boolean own) {
        private static Span of(JsonObject json) {
            return new Span(
                    JsonValues.time(json, "from"), JsonValues.timeOrNull(json, "to"), json.getBoolean("own", false));
        }
    }

    static ViolationTimeline of(JsonObject json) {
        return new ViolationTimeline(
                JsonValues.time(json, "from"),
                JsonValues.time(json, "to"),
                JsonValues.all(json, "closed", Span::of),
                JsonValues.all(json, "sessions", Span::of),
                json.getBoolean("complete"));
    }
}
