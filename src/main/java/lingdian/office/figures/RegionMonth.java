package lingdian.office.figures;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one county in one period, added up from what is published of its days.
 *
 * @param cafeDays days of cafés from which anything was heard
 * @param hoursHeard hours of cafés in which anything was heard
 * @param violations that are published
 * @param violationsWithheld cells that are not
 * @param loginsWithheld days whose logins are not published
 * @param daysHeard days on which any of its cafés was heard
 */
record RegionMonth(
        long cafeDays,
        long hoursHeard,
        long violations,
        long violationsWithheld,
        long overtimeSeconds,
        long logins,
        long loginsWithheld,
        long daysHeard) {
    static final RegionMonth NONE = new RegionMonth(0, 0, 0, 0, 0, 0, 0, 0);

    private static final double PER_CENT = 100.0;
    private static final long HOURS_A_DAY = 24;
    private static final double THOUSAND = 1_000.0;

    /** By county, from the rows that {@link TrendStore} reads at the level of counties. */
    static Map<String, RegionMonth> byRegion(JsonArray violations, JsonArray premises, JsonArray logins) {
        var sums = new TreeMap<String, RegionMonth>();
        premises.forEach(row -> add(sums, (JsonObject) row, ofPremises((JsonObject) row)));
        violations.forEach(row -> add(sums, (JsonObject) row, ofViolations((JsonObject) row)));
        logins.forEach(row -> add(sums, (JsonObject) row, ofLogins((JsonObject) row)));
        return sums;
    }

    private static void add(Map<String, RegionMonth> sums, JsonObject row, RegionMonth figures) {
        sums.merge(row.getString("region"), figures, RegionMonth::plus);
    }

    private static RegionMonth ofPremises(JsonObject row) {
        long cafes = number(row, "cafes");
        return new RegionMonth(cafes, number(row, "hoursHeard"), 0, 0, 0, 0, 0, cafes > 0 ? 1 : 0);
    }

    private static RegionMonth ofViolations(JsonObject row) {
        return new RegionMonth(
                0, 0, number(row, "violations"), number(row, "withheld"), number(row, "overtimeSeconds"), 0, 0, 0);
    }

    private static RegionMonth ofLogins(JsonObject row) {
        return new RegionMonth(0, 0, 0, 0, 0, number(row, "allowed"), row.getLong("allowed") == null ? 1 : 0, 0);
    }

    private static long number(JsonObject row, String field) {
        return Objects.requireNonNullElse(row.getLong(field), 0L);
    }

    RegionMonth plus(RegionMonth other) {
        return new RegionMonth(
                cafeDays + other.cafeDays,
                hoursHeard + other.hoursHeard,
                violations + other.violations,
                violationsWithheld + other.violationsWithheld,
                overtimeSeconds + other.overtimeSeconds,
                logins + other.logins,
                loginsWithheld + other.loginsWithheld,
                daysHeard + other.daysHeard);
    }

    /** In which share of a day's hours its cafés were heard, in per cent; null if none was. */
    @Nullable
    Double coverage() {
        return cafeDays == 0 ? null : (Double) rounded(PER_CENT * hoursHeard / (HOURS_A_DAY * cafeDays));
    }

    /** Whether so few days of the period have data that they say nothing of the others. */
    boolean isOfFewDays(long days) {
        return daysHeard > 0 && daysHeard * 2 < days;
    }

    /**
     * Violations of a café in a period of so many days; null if a part of them is withheld, no café was heard, or too few
     * days have data.
     */
    @Nullable
    Double perCafe(long days) {
        return cafeDays == 0 || violationsWithheld > 0 || isOfFewDays(days)
                ? null
                : (Double) rounded((double) violations * days / cafeDays);
    }

    /** Violations of 1,000 logins; null if a part of either is withheld, or there was no login. */
    @Nullable
    Double perThousandLogins() {
        return logins == 0 || loginsWithheld > 0 || violationsWithheld > 0
                ? null
                : (Double) rounded(THOUSAND * violations / logins);
    }

    private static double rounded(double number) {
        return Math.round(number * PER_CENT) / PER_CENT;
    }

    JsonObject json(long days) {
        return new JsonObject()
                .put("cafeDays", cafeDays)
                .put("coverage", coverage())
                .put("violations", violations)
                .put("violationsWithheld", violationsWithheld)
                .put("overtimeSeconds", overtimeSeconds)
                .put("logins", logins)
                .put("loginsWithheld", loginsWithheld)
                .put("perCafe", perCafe(days))
                .put("perThousandLogins", perThousandLogins());
    }
}
