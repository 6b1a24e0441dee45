package lingdian.agent.desk;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import lingdian.platform.Rfc3339;

/**
 * Something that the people at the desk should know. Holds no personal data.
 *
 * @param id greater than that of every earlier warning, over restarts too
 * @param details what the kind says beside its name
 */
record Warning(long id, Instant at, Kind kind, JsonObject details) {
    /** What a warning is about. */
    enum Kind {
        /** The permitted hours end in {@code minutes}, at {@code closesAt}. */
        CLOSING_SOON,
        /** The service sent other hours. */
        HOURS_CHANGED,
        /** The connection was lost: decisions are taken here. */
        DISCONNECTED,
        /** The service will not have this agent, for this {@code reason}: somebody must mend it. */
        STOPPED,
        /** The disk is full: nobody is admitted. */
        DISK_FULL,
        /** The spool was unreadable and set aside: whoever is on must log in again. */
        SPOOL_SET_ASIDE,
        /** No terminal software reports which terminals are in use, and guests are on. */
        TERMINALS_NOT_REPORTED,
        /** The service says no to somebody who was admitted here. */
        DENIED_AFTERWARDS,
        /** The service took an event without effect. */
        REJECTED;

        /** As in JSON: {@code closing-soon}. */
        String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    JsonObject json(ZoneId zone) {
        return new JsonObject()
                .put("id", id)
                .put("at", Rfc3339.format(at, zone))
                .put("warning", kind.wire())
                .mergeIn(details);
    }
}
