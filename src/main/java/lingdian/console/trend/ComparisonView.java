package lingdian.console.trend;

import java.util.List;
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
 * @param own the reader's own; null where there is none
 */
record ComparisonView(
        ComparisonFigures figures,
        String month,
        String region,
        List<Choice> regions,
        Divisions divisions,
        @Nullable RegionCode own) {
    ComparisonView {
        regions = List.copyOf(regions);
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
        /** Whether no violations are no zero, since nothing was heard. */
        boolean isUnheard() {
            return cell.cautions().contains("not-heard") && cell.violations() == 0 && cell.withheld() == 0;
        }

        /** Why the chart has no bar for it; null where it has one. */
        @Nullable
        String mark() {
            return cell.perCafe() != null ? null : cell.withheld() > 0 ? "withheld" : "unknown";
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
