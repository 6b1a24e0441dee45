package lingdian.console.cafe;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.frame.Chart;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Times;
import lingdian.console.violation.ViolationRow;
import org.jspecify.annotations.Nullable;

/**
 * One café, for its regulators and for whoever runs it.
 *
 * @param hours when it may be open within the next two days
 * @param heard on how many hours of each of these days it was heard
 * @param confirmed within twelve months, by code, the most frequent first
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
        Chart heard,
        List<Confirmed> confirmed,
        List<ViolationRow> violations,
        boolean whole,
        List<MaintenanceLine> maintenance,
        boolean announces,
        SafetyView safety,
        boolean inspects,
        @Nullable Refusal refusal) {

    private static final String CONFIRMED = "confirmed";
    private static final Set<String> SETTLED = Set.of("dismissed", "closed");

    CafeView {
        hours = List.copyOf(hours);
        confirmed = List.copyOf(confirmed);
        violations = List.copyOf(violations);
        maintenance = List.copyOf(maintenance);
    }

    /** The codes of what goes on or was confirmed: what whoever runs the café has to mend. */
    List<String> mends() {
        return violations.stream()
                .filter(one -> one.isOpen() ? !SETTLED.contains(one.step()) : CONFIRMED.equals(one.step()))
                .map(ViolationRow::code)
                .distinct()
                .toList();
    }

    /** How many violations of one code. */
    record Confirmed(String code, int violations) {}

    /** What may be done in a café at night, as the API calls it. */
    static List<String> works() {
        return List.of("cleaning", "equipment", "network", "power", "renovation");
    }

    static CafeView of(
            JsonObject cafe,
            Divisions divisions,
            HeatMap heat,
            JsonObject history,
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
                heard(history),
                objects(history, "confirmed")
                        .map(one -> new Confirmed(one.getString("code"), one.getInteger("violations")))
                        .toList(),
                rows,
                whole,
                maintenance,
                announces,
                safety,
                inspects,
                refusal);
    }

    private static Chart heard(JsonObject history) {
        return Chart.of(
                objects(history, "days")
                        .collect(Collectors.toMap(
                                one -> LocalDate.parse(one.getString("day")), one -> one.getLong("hoursHeard"))),
                LocalDate.parse(history.getString("from")),
                LocalDate.parse(history.getString("to")));
    }

    private static Stream<JsonObject> objects(JsonObject json, String name) {
        return json.getJsonArray(name).stream().map(JsonObject.class::cast);
    }

    private static String interval(JsonObject interval) {
        OffsetDateTime opens = OffsetDateTime.parse(interval.getString("opens"));
        return Times.minute(opens) + " – " + Times.minute(OffsetDateTime.parse(interval.getString("closes")), opens);
    }
}
