package lingdian.office.figures;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counties beside each other, and a month beside the last one and last year's.
 *
 * <p>More violations are found where more is heard. Figures are comparable only where cafés were heard for the same
 * share of time, so every figure that is not carries a caution, and no figure is given of what is withheld in part.
 *
 * @param periods the month, the one before it, and last year's, each with as many days as have passed of the month
 * @param figures of each period, by county
 */
record Comparison(List<Period> periods, List<Map<String, RegionMonth>> figures) {
    /** Coverages that differ by more points than this are not equal: 10 of 100 are two and a half hours a day. */
    static final double EQUAL_POINTS = 10;

    /**
     * Some days of a month, or all.
     *
     * @param name {@code month}, {@code last-month} or {@code last-year}
     */
    record Period(String name, LocalDate from, LocalDate to) {
        long days() {
            return ChronoUnit.DAYS.between(from, to) + 1;
        }
    }

    Comparison {
        periods = List.copyOf(periods);
        figures = List.copyOf(figures);
    }

    /**
     * The periods to compare. Of a month that has not ended, the days up to today; of the others, the same days, as far as
     * they have them.
     */
    static List<Period> periods(YearMonth month, LocalDate today) {
        boolean runs = YearMonth.from(today).equals(month);
        int days = runs ? today.getDayOfMonth() : month.lengthOfMonth();
        return List.of(
                period("month", month, days, runs),
                period("last-month", month.minusMonths(1), days, runs),
                period("last-year", month.minusYears(1), days, runs));
    }

    private static Period period(String name, YearMonth month, int days, boolean partly) {
        int last = partly ? Math.min(days, month.lengthOfMonth()) : month.lengthOfMonth();
        return new Period(name, month.atDay(1), month.atDay(last));
    }

    JsonObject json() {
        var json = new JsonArray();
        periods.forEach(one -> json.add(new JsonObject()
                .put("name", one.name())
                .put("from", one.from().toString())
                .put("to", one.to().toString())));
        var items = new JsonArray();
        var regions = new TreeSet<String>();
        figures.forEach(one -> regions.addAll(one.keySet()));
        Double mean = figures.getFirst().values().stream()
                .reduce(RegionMonth.NONE, RegionMonth::plus)
                .coverage();
        regions.forEach(region -> items.add(item(region, mean)));
        return new JsonObject()
                .put("periods", json)
                .put("meanCoverage", mean)
                .put("equalPoints", EQUAL_POINTS)
                .put("items", items);
    }

    private JsonObject item(String region, @Nullable Double mean) {
        RegionMonth present = of(0, region);
        var values = new JsonArray();
        for (int i = 0; i < periods.size(); i++) {
            RegionMonth period = of(i, region);
            values.add(period.json(periods.get(i).days())
                    .put("period", periods.get(i).name())
                    .put(
                            "cautions",
                            new JsonArray(cautions(
                                    period,
                                    i == 0 ? mean : present.coverage(),
                                    periods.get(i).days()))));
        }
        return new JsonObject().put("region", region).put("figures", values);
    }

    private RegionMonth of(int period, String region) {
        return figures.get(period).getOrDefault(region, RegionMonth.NONE);
    }

    /**
     * Why figures are not comparable.
     *
     * @param other the coverage to compare with: of all counties this month; for an earlier period, the county's own
     * @param days of the period
     */
    static List<String> cautions(RegionMonth figures, @Nullable Double other, long days) {
        var cautions = new ArrayList<String>();
        Double own = figures.coverage();
        if (own == null) {
            cautions.add("not-heard");
        } else if (other == null || Math.abs(own - other) > EQUAL_POINTS) {
            cautions.add("coverage");
        }
        if (figures.isOfFewDays(days)) {
            cautions.add("few-days");
        }
        if (figures.violationsWithheld() > 0 || figures.loginsWithheld() > 0) {
            cautions.add("withheld");
        }
        return cautions;
    }
}
