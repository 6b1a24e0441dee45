package lingdian.agent.desk;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import lingdian.platform.text.Rfc3339;

/**
 * A message for the people at the front desk. Holds no personal data.
 *
 * @param id greater than the id of every earlier warning, also after a restart
 * @param details further data that depend on the kind
 */
record Warning(long id, Instant at, Kind kind, JsonObject details) {
    /** The subject of a warning. */
    enum Kind {
        /** The permitted hours end in {@code minutes}, at {@code closesAt}. */
        CLOSING_SOON,
        /** The service sent different hours. */
        HOURS_CHANGED,
        /** The connection was lost: decisions are made here. */
        DISCONNECTED,
        /** The service refuses this agent for this {@code reason}: an operator must act. */
        STOPPED,
        /** The disk is full: no guest is admitted. */
        DISK_FULL,
        /** The spool was unreadable and set aside: guests must log in again. */
        SPOOL_SET_ASIDE,
        /** No terminal software reports which terminals are in use although there are guests. */
        TERMINALS_NOT_REPORTED,
        /** The service denies a guest who was admitted here. */
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
