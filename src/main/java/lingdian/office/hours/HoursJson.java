package lingdian.office.hours;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import lingdian.law.hours.Effect;
import lingdian.platform.text.Rfc3339;
import lingdian.record.hours.GrantStore.Grants;
import lingdian.record.hours.GrantStore.OrderOrSuspension;
import lingdian.record.hours.GrantStore.ScheduleGrant;

/** Schedules, orders, suspensions and closures, and the effect of a change, as JSON. */
final class HoursJson {
    /** The number of differences in an answer; the earliest ones are the ones to act on. */
    private static final int DIFFERENCES_MAX = 20;

    private HoursJson() {}

    static JsonObject of(Grants granted, ZoneId zone) {
        return new JsonObject()
                .put("schedules", all(granted.schedules(), one -> schedule(one, zone)))
                .put("orders", all(granted.orders(), one -> given(one, zone).put("kind", one.kind())))
                .put("suspensions", all(granted.suspensions(), one -> given(one, zone)))
                .put("closures", all(granted.closures(), one -> given(one, zone).put("kind", one.kind())));
    }

    static JsonObject of(Effect effect, ZoneId zone) {
        return new JsonObject()
                .put("begins", Rfc3339.format(effect.begins(), zone))
                .put("cafes", effect.cafes())
                .put("changed", effect.changed())
                .put("complete", effect.complete())
                .put(
                        "differences",
                        all(
                                effect.differences().stream()
                                        .limit(DIFFERENCES_MAX)
                                        .toList(),
                                one -> new JsonObject()
                                        .put(
                                                "from",
                                                Rfc3339.format(one.interval().from(), zone))
                                        .put("to", Rfc3339.format(one.interval().to(), zone))
                                        .put("permitted", one.permitted())
                                        .put("cafes", one.cafes())));
    }

    private static JsonObject schedule(ScheduleGrant one, ZoneId zone) {
        return new JsonObject()
                .put("area", one.area())
                .put("weekly", one.weekly())
                .put("from", one.from().toString())
                .put("to", Objects.toString(one.to(), null))
                .put("document", one.document())
                .put("enteredAt", Rfc3339.format(one.enteredAt(), zone));
    }

    private static JsonObject given(OrderOrSuspension one, ZoneId zone) {
        return new JsonObject()
                .put("area", one.area())
                .put("id", one.id().toString())
                .put("from", Rfc3339.format(one.from(), zone))
                .put("to", one.to() == null ? null : Rfc3339.format(one.to(), zone))
                .put("document", one.document())
                .put("enteredAt", Rfc3339.format(one.enteredAt(), zone));
    }

    private static <T> JsonArray all(List<T> entries, Function<T, JsonObject> json) {
        var array = new JsonArray();
        entries.forEach(one -> array.add(json.apply(one)));
        return array;
    }
}
