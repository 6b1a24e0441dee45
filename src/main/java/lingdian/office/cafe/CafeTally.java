package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;

/**
 * What goes on right now, as {@link TallyStore} counts it and {@link TallyEndpoint} answers it.
 *
 * @param connected cafés whose agent is connected to any node
 * @param open cafés with open sessions
 * @param silentSessions of the sessions, those of cafés that are not connected, as they were heard last
 * @param overtime cafés that are open past closing
 * @param neverHeard cafés that never sent anything
 * @param heard cafés that sent something since the instant that was asked for; 0 if none was
 */
public record CafeTally(
        long cafes,
        long connected,
        long open,
        long sessions,
        long silentSessions,
        long overtime,
        long neverHeard,
        long heard) {
    /** How many cafés ever sent anything. */
    public long everHeard() {
        return cafes - neverHeard;
    }

    /** Whether nothing at all is heard, since the instant that was asked for, of cafés that were heard of before. */
    public boolean isSilent() {
        return everHeard() > 0 && connected == 0 && heard == 0;
    }

    static CafeTally of(JsonObject json) {
        return new CafeTally(
                json.getLong("cafes"),
                json.getLong("connected"),
                json.getLong("open"),
                json.getLong("sessions"),
                json.getLong("silentSessions"),
                json.getLong("overtime"),
                json.getLong("neverHeard"),
                json.getLong("heard", 0L));
    }
}
