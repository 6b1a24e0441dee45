package lingdian.console.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import lingdian.console.frame.Divisions;
import lingdian.console.trend.ComparisonView.Order;
import lingdian.domain.region.Regions;
import lingdian.office.figures.ComparisonFigures;
import lingdian.office.figures.ComparisonFigures.Cell;
import lingdian.office.figures.ComparisonFigures.County;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which order counties are compared, and which word stands for a bar that is missing. */
class ComparisonViewTest {
    private static final LocalDate DAY = LocalDate.parse("2026-07-01");

    private static final List<County> COUNTIES = List.of(
            county("360401", 9, 1, null, "withheld"),
            county("360402", 0, 0, null, "not-heard"),
            county("360403", 4, 0, 0.5, "coverage"),
            county("360404", 3, 0, null, "few-days"),
            county("360405", 8, 0, 2.5));

    @Test
    void whatNeedsAttentionComesFirstAndWhatIsWithheldLast() {
        assertThat(view(Order.RATE).counties())
                .extracting(County::region)
                .containsExactly("360405", "360403", "360404", "360402", "360401");
        assertThat(view(Order.of("region")).counties()).isEqualTo(COUNTIES);
        assertThat(Order.of("anything")).isEqualTo(Order.RATE);
    }

    /** A county of which the table has a number is not one without data. */
    @Test
    void theChartSaysNoDataOnlyWhereNothingWasHeard() {
        assertThat(COUNTIES.stream()
                        .map(county -> view(Order.RATE).lines(county).getFirst().mark()))
                .containsExactly("withheld", "unknown", null, "unrated", null);
    }

    private static ComparisonView view(Order order) {
        return new ComparisonView(
                new ComparisonFigures(List.of(new ComparisonFigures.Period("month", DAY, DAY)), null, COUNTIES),
                "",
                "",
                List.of(),
                new Divisions(Regions.read(
                        new ByteArrayInputStream("code,name,from,to\n".getBytes(StandardCharsets.UTF_8)), "none")),
                order,
                null);
    }

    private static County county(
            String region, long violations, long withheld, @Nullable Double perCafe, String... cautions) {
        return new County(region, List.of(new Cell(null, violations, withheld, perCafe, null, List.of(cautions))));
    }
}
