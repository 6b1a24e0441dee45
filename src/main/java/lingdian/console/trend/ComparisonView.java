package lingdian.console.trend;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.violation.ViolationFilter;
import lingdian.domain.RegionCode;
import lingdian.office.figures.ComparisonFigures;
import org.jspecify.annotations.Nullable;

/**
 * Counties and months beside each other.
 *
 * @param month the one that was asked for; empty for the current one
 * @param region the chosen one; empty for the reader's own
 * @param order of the counties
 * @param own the reader's own; null where there is none
 */
record ComparisonView(
        ComparisonFigures figures,
        String month,
        String region,
        List<Choice> regions,
        Divisions divisions,
        Order order,
        @Nullable RegionCode own) {
    /**
     * Those with a rate by it, then those of too few days by their violations, then those that were not heard; withheld ones last, of
     * which no order may tell anything.
     */
    private static final Comparator<ComparisonFigures.County> BY_RATE = Comparator.comparing(
                    (ComparisonFigures.County county) -> rank(county.cells().getFirst()))
            .thenComparing(
                    county -> county.cells().getFirst(),
                    Comparator.<ComparisonFigures.Cell>comparingDouble(ComparisonView::rateOrCount)
                            .reversed());

    ComparisonView {
        regions = List.copyOf(regions);
    }

    /** How the counties are ordered. */
    enum Order {
        /** By violations a café in the month, the most first. */
        RATE,
        REGION;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** An unknown word is as none. */
        static Order of(String wire) {
            return wire.equals(REGION.wire()) ? REGION : RATE;
        }
    }

    static List<Order> orders() {
        return List.of(Order.values());
    }

    List<ComparisonFigures.County> counties() {
        return order == Order.REGION
                ? figures.counties()
                : figures.counties().stream().sorted(BY_RATE).toList();
    }

    private static int rank(ComparisonFigures.Cell cell) {
        if (cell.perCafe() != null) {
            return 0;
        }
        return cell.withheld() > 0 ? 3 : isUnheard(cell) ? 2 : 1;
    }

    private static double rateOrCount(ComparisonFigures.Cell cell) {
        Double rate = cell.perCafe();
        return rate != null ? rate : cell.withheld() > 0 ? 0 : cell.violations();
    }

    /** Whether no violations are no zero, since nothing was heard. */
    private static boolean isUnheard(ComparisonFigures.Cell cell) {
        return cell.cautions().contains("not-heard") && cell.violations() == 0 && cell.withheld() == 0;
    }

    /** The month as the form shows it. */
    String shownMonth() {
        return figures.periods().getFirst().from().toString().substring(0, "2026-07".length());
    }

    String place(ComparisonFigures.County county) {
        return divisions.name(county.region());
    }

    /** Whether it is the reader's own county. */
    boolean isOwn(ComparisonFigures.County county) {
        return own != null && own.value().equals(county.region());
    }

    /** What one county has in one period. */
    record Line(ComparisonFigures.Period period, ComparisonFigures.Cell cell, boolean isFirst) {
        boolean isUnheard() {
            return ComparisonView.isUnheard(cell);
        }

        /** Why the chart has no bar for it; null where it has one. */
        @Nullable
        String mark() {
            if (cell.perCafe() != null) {
                return null;
            }
            return cell.withheld() > 0 ? "withheld" : isUnheard() ? "unknown" : "unrated";
        }
    }

    /** The list of a county's violations in a period. */
    String path(ComparisonFigures.County county, ComparisonFigures.Period period) {
        return ViolationFilter.path(county.region(), "", period.from(), period.to());
    }

    /** The lines of a county, one for each period. */
    List<Line> lines(ComparisonFigures.County county) {
        return IntStream.range(0, county.cells().size())
                .mapToObj(i -> new Line(figures.periods().get(i), county.cells().get(i), i == 0))
                .toList();
    }

    /** A rate with two digits at most; a dash where it is not given. */
    String rate(@Nullable Double rate) {
        return rate == null ? "—" : String.valueOf(rate).replaceAll("\\.0$", "");
    }
}
