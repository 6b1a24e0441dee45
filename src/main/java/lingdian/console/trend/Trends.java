package lingdian.console.trend;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.frame.Chart;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;

/**
 * What happened over some time, from the figures of the API: those of persons under five are withheld there already.
 *
 * @param coverage of each day, in per cent: in how many of its hours the cafés were heard, of those that were heard at all
 * @param meanCoverage of all days, likewise
 * @param withheld how many counties' days are left out of the figures of persons
 */
record Trends(
        LocalDate from,
        LocalDate to,
        String region,
        List<Choice> regions,
        Chart violations,
        Chart overtimeMinutes,
        Chart minorsRefused,
        Chart minorsAdmitted,
        Chart coverage,
        long meanCoverage,
        List<Sum> sums,
        long withheld) {
    private static final long SECONDS_A_MINUTE = 60;
    private static final long HOURS_A_DAY = 24;

    /** Of one county and code; {@code withheld} of its days are not in it. */
    record Sum(String place, String code, long violations, long withheld, long overtimeMinutes) {
        /** Nothing of it may be told: that is not none. */
        boolean isWithheld() {
            return violations == 0 && withheld > 0;
        }
    }

    Trends {
        regions = List.copyOf(regions);
        sums = List.copyOf(sums);
    }

    static Trends of(JsonObject figures, String region, List<Choice> regions, Divisions divisions) {
        LocalDate from = LocalDate.parse(figures.getString("from"));
        LocalDate to = LocalDate.parse(figures.getString("to"));
        List<JsonObject> violations = objects(figures, "violations");
        List<JsonObject> minors = violations.stream()
                .filter(one -> "MINOR_ADMITTED".equals(one.getString("code")))
                .toList();
        List<JsonObject> logins = objects(figures, "logins");
        List<JsonObject> premises = objects(figures, "premises");
        return new Trends(
                from,
                to,
                region,
                regions,
                chart(violations, one -> number(one, "violations"), from, to),
                chart(violations, one -> number(one, "overtimeSeconds") / SECONDS_A_MINUTE, from, to),
                chart(logins, one -> number(one, "minorsRefused"), from, to),
                chart(minors, one -> number(one, "violations"), from, to),
                Chart.of(
                        premises.stream()
                                .collect(Collectors.groupingBy(
                                        one -> LocalDate.parse(one.getString("day")),
                                        Collectors.collectingAndThen(Collectors.toList(), Trends::coverage))),
                        from,
                        to),
                coverage(premises),
                sums(violations, divisions),
                Stream.concat(logins.stream(), violations.stream())
                        .mapToLong(one -> number(one, "withheld"))
                        .sum());
    }

    private static List<Sum> sums(List<JsonObject> violations, Divisions divisions) {
        Map<String, Map<String, List<JsonObject>>> grouped = violations.stream()
                .collect(Collectors.groupingBy(
                        one -> one.getString("region"),
                        TreeMap::new,
                        Collectors.groupingBy(one -> one.getString("code"), TreeMap::new, Collectors.toList())));
        return grouped.entrySet().stream()
                .flatMap(region -> region.getValue().entrySet().stream()
                        .map(code -> sum(divisions.name(region.getKey()), code.getKey(), code.getValue())))
                .sorted(Comparator.comparingLong(Sum::violations).reversed())
                .toList();
    }

    private static Sum sum(String place, String code, List<JsonObject> rows) {
        return new Sum(
                place,
                code,
                rows.stream().mapToLong(one -> number(one, "violations")).sum(),
                rows.stream().mapToLong(one -> number(one, "withheld")).sum(),
                rows.stream().mapToLong(one -> number(one, "overtimeSeconds")).sum() / SECONDS_A_MINUTE);
    }

    private static long coverage(List<JsonObject> premises) {
        long cafes = premises.stream().mapToLong(one -> number(one, "cafes")).sum();
        long hours =
                premises.stream().mapToLong(one -> number(one, "hoursHeard")).sum();
        return cafes == 0 ? 0 : Math.round(100.0 * hours / (HOURS_A_DAY * cafes));
    }

    private static Chart chart(List<JsonObject> rows, ToLongFunction<JsonObject> figure, LocalDate from, LocalDate to) {
        Function<JsonObject, LocalDate> day = one -> LocalDate.parse(one.getString("day"));
        return Chart.of(rows.stream().collect(Collectors.groupingBy(day, Collectors.summingLong(figure))), from, to);
    }

    /** What is withheld counts for nothing. */
    private static long number(JsonObject row, String name) {
        return Objects.requireNonNullElse(row.getLong(name), 0L);
    }

    private static List<JsonObject> objects(JsonObject figures, String name) {
        return figures.getJsonArray(name).stream().map(JsonObject.class::cast).toList();
    }
}
