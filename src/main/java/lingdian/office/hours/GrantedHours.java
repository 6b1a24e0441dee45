package lingdian.office.hours;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.RegionCode;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/** What was granted and ordered for a café or region, as {@link HoursJson} writes it; the latest entered first. */
public record GrantedHours(
        List<Schedule> schedules, List<Order> orders, List<Order> suspensions, List<Order> closures) {
    public GrantedHours {
        schedules = List.copyOf(schedules);
        orders = List.copyOf(orders);
        suspensions = List.copyOf(suspensions);
        closures = List.copyOf(closures);
    }

    /**
     * A schedule as it was granted.
     *
     * @param area the place code, or the code of the region, that it was made for
     * @param weekly the hours of each day, {@code mon} to {@code sun}; a closed day is missing
     * @param to null: without end
     */
    public record Schedule(
            String area,
            Map<String, List<String>> weekly,
            LocalDate from,
            @Nullable LocalDate to,
            String document,
            OffsetDateTime enteredAt) {
        public boolean covers(LocalDate day) {
            return !from.isAfter(day) && (to == null || !to.isBefore(day));
        }

        /** How many digits name its area: the nearer to the café, the more. */
        public int digits() {
            return RegionCode.find(area).map(RegionCode::prefix).orElse(area).length();
        }

        private static Schedule of(JsonObject json) {
            return new Schedule(
                    json.getString("area"),
                    weekly(json.getJsonObject("weekly")),
                    JsonValues.day(json, "from"),
                    JsonValues.dayOrNull(json, "to"),
                    json.getString("document"),
                    JsonValues.time(json, "enteredAt"));
        }

        private static Map<String, List<String>> weekly(JsonObject json) {
            var weekly = new LinkedHashMap<String, List<String>>();
            json.fieldNames().forEach(day -> weekly.put(day, JsonValues.texts(json, day)));
            return weekly;
        }
    }

    /**
     * An order, a suspension or a closure.
     *
     * @param kind of an order {@code open} or {@code closed}, of a closure {@code temporary} or {@code permanent}; empty
     *     for a suspension
     * @param to null: until it is ended
     */
    public record Order(
            String area,
            UUID id,
            String kind,
            OffsetDateTime from,
            @Nullable OffsetDateTime to,
            String document) {
        private static Order of(JsonObject json) {
            return new Order(
                    json.getString("area"),
                    JsonValues.id(json, "id"),
                    JsonValues.textOrEmpty(json, "kind"),
                    JsonValues.time(json, "from"),
                    JsonValues.timeOrNull(json, "to"),
                    json.getString("document"));
        }

        public boolean isOver(OffsetDateTime now) {
            return to != null && !to.isAfter(now);
        }
    }

    static GrantedHours of(JsonObject json) {
        return new GrantedHours(
                JsonValues.all(json, "schedules", Schedule::of),
                JsonValues.all(json, "orders", Order::of),
                JsonValues.all(json, "suspensions", Order::of),
                JsonValues.all(json, "closures", Order::of));
    }
}
