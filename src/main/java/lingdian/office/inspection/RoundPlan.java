package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import lingdian.domain.AccountId;
import lingdian.domain.InspectionId;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * The cafés that look open past closing, in the order to drive to them, as {@link PlanEndpoints} plans it.
 *
 * @param complete whether these are all
 */
public record RoundPlan(OffsetDateTime at, double kilometres, boolean complete, List<PlannedStop> stops) {
    /** Where no round was asked for. */
    public static final RoundPlan NONE = new RoundPlan(OffsetDateTime.MIN, 0, true, List.of());

    public RoundPlan {
        stops = List.copyOf(stops);
    }

    /**
     * A café to drive to.
     *
     * @param address empty where nobody entered it
     * @param telephone likewise
     * @param at empty where nobody entered it
     * @param openSessions as its agent said last
     * @param connected whether it is connected, so that they are those of now
     * @param lastHeard null: never
     * @param overtime the id of its open violation; empty where none was found yet
     * @param codes of its open violations that speak for its being open
     * @param added whether the reader put it on the round
     * @param inspected its inspection of tonight; null where there is none
     */
    public record PlannedStop(
            String placeCode,
            String name,
            String region,
            String address,
            String telephone,
            Optional<Route.Point> at,
            int openSessions,
            boolean connected,
            @Nullable OffsetDateTime lastHeard,
            String overtime,
            List<String> codes,
            boolean added,
            @Nullable Inspected inspected) {
        public PlannedStop {
            codes = List.copyOf(codes);
        }

        private static PlannedStop of(JsonObject json) {
            return new PlannedStop(
                    json.getString("placeCode"),
                    json.getString("name"),
                    json.getString("region"),
                    JsonValues.textOrEmpty(json, "address"),
                    JsonValues.textOrEmpty(json, "telephone"),
                    point(json),
                    json.getInteger("openSessions"),
                    json.getBoolean("connected"),
                    JsonValues.timeOrNull(json, "lastHeard"),
                    JsonValues.textOrEmpty(json, "overtime"),
                    JsonValues.texts(json, "codes"),
                    json.getBoolean("added"),
                    Inspected.orNull(json.getJsonObject("inspected")));
        }

        private static Optional<Route.Point> point(JsonObject json) {
            Double latitude = json.getDouble("latitude");
            Double longitude = json.getDouble("longitude");
            return latitude == null || longitude == null
                    ? Optional.empty()
                    : Optional.of(new Route.Point(latitude, longitude));
        }
    }

    /**
     * The inspection of a stop.
     *
     * @param at when the record first named the café
     * @param by the account that recorded it
     */
    public record Inspected(InspectionId id, OffsetDateTime at, String unit, AccountId by) {
        private static @Nullable Inspected orNull(@Nullable JsonObject json) {
            return json == null
                    ? null
                    : new Inspected(
                            new InspectionId(JsonValues.id(json, "id")),
                            JsonValues.time(json, "at"),
                            json.getString("unit"),
                            new AccountId(JsonValues.id(json, "by")));
        }
    }

    static RoundPlan of(JsonObject json) {
        return new RoundPlan(
                JsonValues.time(json, "at"),
                json.getDouble("kilometres"),
                json.getBoolean("complete"),
                JsonValues.all(json, "stops", PlannedStop::of));
    }
}
