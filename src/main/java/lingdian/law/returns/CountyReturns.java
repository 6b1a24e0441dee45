package lingdian.law.returns;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.domain.RegionCode;

/**
 * The returns of the counties of a city, a province or the country, for one period.
 *
 * <p>The return of such a region is the sum of what its counties submitted. A county that did not submit adds nothing, and is
 * named: figures for which no officer answers are not reported upward.
 */
public record CountyReturns(List<CountyReturn> counties) {
    public CountyReturns {
        counties = List.copyOf(counties);
    }

    /** The counties that did not submit. */
    public List<RegionCode> missing() {
        return counties.stream()
                .filter(CountyReturn::isMissing)
                .map(CountyReturn::county)
                .toList();
    }

    /** The counties that submitted. */
    public List<RegionCode> submitted() {
        return counties.stream()
                .filter(one -> !one.isMissing())
                .map(CountyReturn::county)
                .toList();
    }

    /** The sum of what was submitted for a column; empty if no county submitted it. */
    public Optional<ReturnFigure> submitted(String column) {
        return figures(counties.stream().flatMap(one -> Optional.ofNullable(one.submitted()).stream()), column)
                .reduce(ReturnFigure::plus);
    }

    /** The same, where no submission adds nothing. */
    public ReturnFigure sum(String column) {
        return submitted(column).orElse(ReturnFigure.ZERO);
    }

    /** The sum of what the rows of all counties are now. */
    public ReturnFigure counted(String column) {
        return figures(counties.stream().map(CountyReturn::counted), column)
                .reduce(ReturnFigure.ZERO, ReturnFigure::plus);
    }

    public boolean hasChanged(String column) {
        return counties.stream().anyMatch(one -> one.hasChanged(column));
    }

    private static Stream<ReturnFigure> figures(Stream<Map<String, ReturnFigure>> all, String column) {
        return all.flatMap(figures -> Optional.ofNullable(figures.get(column)).stream());
    }
}
