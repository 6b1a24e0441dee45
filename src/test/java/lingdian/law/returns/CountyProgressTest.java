package lingdian.law.returns;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a county is towards a target, and what its records do not tell (handbook, returns.md#targets). */
class CountyProgressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # cafés | reached | unnamed | inspections | % | required | share | runs    | over    | cautions
            31      | 4       | 0       | 3           | 10  | 4      | 12    | reached | reached | ''
            31      | 3       | 0       | 3           | 10  | 4      | 9     | open    | missed  | ''
            31      | 3       | 1       | 3           | 10  | 4      | 9     | open    | unknown | unnamed
            31      | 2       | 1       | 3           | 10  | 4      | 6     | open    | missed  | unnamed
            31      | 30      | 0       | 9           | 100 | 31     | 96    | open    | missed  | ''
            31      | 31      | 0       | 9           | 100 | 31     | 100   | reached | reached | ''
            31      | 0       | 0       | 0           | 10  | 4      | 0     | open    | unknown | nothing-recorded
            31      | 0       | 0       | 2           | 10  | 4      | 0     | open    | missed  | ''
            1       | 0       | 0       | 1           | 1   | 1      | 0     | open    | missed  | ''
            0       | 0       | 0       | 0           | 10  | 0      |       | unknown | unknown | no-cafes
            0       | 0       | 2       | 1           | 100 | 0      |       | unknown | unknown | no-cafes unnamed
            """)
    void nothingIsMissedThatCouldHaveBeenReached(
            long cafes,
            long reached,
            long unnamed,
            long inspections,
            int percent,
            long required,
            @Nullable Long share,
            String runs,
            String over,
            String cautions) {
        var progress = new CountyProgress(cafes, reached, unnamed, inspections);

        assertThat(progress.required(percent)).isEqualTo(required);
        assertThat(progress.percent()).isEqualTo(share);
        assertThat(progress.state(percent, false).wire()).isEqualTo(runs);
        assertThat(progress.state(percent, true).wire()).isEqualTo(over);
        assertThat(String.join(" ", progress.cautions())).isEqualTo(cautions);
    }
}
