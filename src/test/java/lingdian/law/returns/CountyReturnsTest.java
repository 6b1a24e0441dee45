package lingdian.law.returns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lingdian.domain.RegionCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the returns of counties add up (handbook, returns.md#a-citys-return). */
class CountyReturnsTest {
    /**
     * Each county is {@code code counted/submitted}, a figure {@code thisPeriod:accumulated}; {@code -}: not submitted.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            481 3:7/3:7                         | 3:7   | 3:7   | ''      | ''
            481 3:7/3:7, 482 2:2/2:2            | 5:9   | 5:9   | ''      | ''
            481 3:7/3:7, 482 2:2/-              | 3:7   | 5:9   | 482     | ''
            481 4:8/3:7, 482 2:2/2:2            | 5:9   | 6:10  | ''      | 481
            481 3:8/3:7, 482 2:2/-, 483 1:1/1:1 | 4:8   | 6:11  | 482     | 481
            481 0:0/-, 482 0:0/-                | 0:0   | 0:0   | 481 482 | ''
            """)
    void aCityIsTheSumOfWhatItsCountiesSubmitted(
            String counties, String sum, String counted, String missing, String changed) {
        var returns = new CountyReturns(Arrays.stream(counties.split(","))
                .map(CountyReturnsTest::county)
                .toList());

        assertThat(text(returns.sum("c"))).isEqualTo(sum);
        assertThat(text(returns.counted("c"))).isEqualTo(counted);
        assertThat(codes(returns.missing())).isEqualTo(missing);
        assertThat(codes(returns.counties().stream()
                        .filter(one -> one.hasChanged("c"))
                        .map(CountyReturn::county)
                        .toList()))
                .isEqualTo(changed);
        assertThat(returns.hasChanged("c")).isEqualTo(!changed.isEmpty());
    }

    /** A column that the form did not have then is nothing that has changed. */
    @ParameterizedTest
    @CsvSource({"c, true", "new, false", "none, false"})
    void onlyWhatWasSubmittedChanges(String column, boolean changed) {
        var county = new CountyReturn(
                new RegionCode("360481"),
                Map.of("c", new ReturnFigure(1, 1), "new", new ReturnFigure(1, 1)),
                Map.of("c", new ReturnFigure(2, 2)));

        assertThat(county.hasChanged(column)).isEqualTo(changed);
    }

    private static CountyReturn county(String text) {
        String[] parts = text.strip().split("[ /]");
        return new CountyReturn(
                new RegionCode("360" + parts[0]),
                Map.of("c", figure(parts[1])),
                parts[2].equals("-") ? null : Map.of("c", figure(parts[2])));
    }

    private static ReturnFigure figure(String text) {
        String[] both = text.split(":");
        return new ReturnFigure(Long.parseLong(both[0]), Long.parseLong(both[1]));
    }

    private static String text(ReturnFigure figure) {
        return figure.thisPeriod() + ":" + figure.accumulated();
    }

    private static String codes(List<RegionCode> regions) {
        return regions.stream().map(region -> region.value().substring(3)).collect(Collectors.joining(" "));
    }
}
