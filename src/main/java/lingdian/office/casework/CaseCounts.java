package lingdian.office.casework;

import io.vertx.core.json.JsonObject;

/**
 * How many cases each view of a worklist has.
 *
 * @param clipped whether there are more than were counted
 */
public record CaseCounts(
        long running, long mine, long unassigned, long dueToday, long overdue, long work, boolean clipped) {
    static CaseCounts of(JsonObject json) {
        return new CaseCounts(
                json.getLong("running"),
                json.getLong("mine"),
                json.getLong("unassigned"),
                json.getLong("dueToday"),
                json.getLong("overdue"),
                json.getLong("work"),
                json.getBoolean("clipped"));
    }
}
