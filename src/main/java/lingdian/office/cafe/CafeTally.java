package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;

/**
 * What goes on right now, as {@link TallyEndpoint} counts it.
 *
 * @param open cafés with open sessions
 * @param overtime cafés that are open past closing
 */
public record CafeTally(long cafes, long connected, long open, long sessions, long overtime) {
    static CafeTally of(JsonObject json) {
        return new CafeTally(
                json.getLong("cafes"),
                json.getLong("connected"),
                json.getLong("open"),
                json.getLong("sessions"),
                json.getLong("overtime"));
    }
}
