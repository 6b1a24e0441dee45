package lingdian.console;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One café, for its regulators and for whoever runs it.
 *
 * @param hours when it may be open within the next two days
 * @param violations of the days of the heat map, newest first
 * @param whole whether these are all of them
 * @param maintenance work that notice was given of, the latest first
 * @param announces whether whoever looks may give notice
 * @param safety its safety officer, training and letter of responsibility
 * @param inspects whether whoever looks may record an inspection
 * @param refusal why a notice was not taken; null where it was
 */
record CafeView(
        CafeLine cafe,
        String address,
        String licence,
        String licensedUntil,
        String terminals,
        List<String> hours,
        HeatMap heat,
        List<ViolationRow> violations,
        boolean whole,
        List<MaintenanceLine> maintenance,
        boolean announces,
        SafetyView safety,
        boolean inspects,
        @Nullable Refusal refusal) {

    CafeView {
        hours = List.copyOf(hours);
        violations = List.copyOf(violations);
        maintenance = List.copyOf(maintenance);
    }

    /** What may be done in a café at night, as the API calls it. */
    static List<String> works() {
        return List.of("cleaning", "equipment", "network", "power", "renovation");
    }

    static CafeView of(
            JsonObject cafe,
            Divisions divisions,
            HeatMap heat,
            List<ViolationRow> rows,
            boolean whole,
            List<MaintenanceLine> maintenance,
            boolean announces,
            SafetyView safety,
            boolean inspects,
            @Nullable Refusal refusal) {
        JsonObject licence = cafe.getJsonObject("licence");
        return new CafeView(
                CafeLine.of(cafe, divisions),
                Objects.requireNonNullElse(cafe.getString("address"), ""),
                licence.getString("number"),
                Objects.requireNonNullElse(licence.getString("validUntil"), ""),
                Objects.toString(cafe.getInteger("terminals"), ""),
                Stream.of(cafe.getJsonArray("hours"))
                        .flatMap(intervals -> intervals.stream())
                        .map(interval -> interval((JsonObject) interval))
                        .toList(),
                heat,
                rows,
                whole,
                maintenance,
                announces,
                safety,
                inspects,
                refusal);
    }

    private static String interval(JsonObject interval) {
        OffsetDateTime opens = OffsetDateTime.parse(interval.getString("opens"));
        return Times.minute(opens) + " – " + Times.minute(OffsetDateTime.parse(interval.getString("closes")), opens);
    }
}
