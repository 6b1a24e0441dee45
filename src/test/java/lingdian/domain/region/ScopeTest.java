package lingdian.domain.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lingdian.domain.Authority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {
    @ParameterizedTest(name = "{0} covers {1}: {2}")
    @CsvSource({
        "000000, 360481, true",
        "360000, 360481, true",
        "360400, 360481, true",
        "360481, 360481, true",
        "360482, 360481, false",
        "360500, 360481, false",
        "370000, 360481, false",
        "360010, 360481, false", // only pairs of trailing zeros are wildcards
        "360010, 360010, true",
        "100000, 110101, false",
    })
    void trailingZerosOfARegionAreWildcards(String region, String county, boolean covered) {
        assertThat(Scope.regionCovers(region, county)).isEqualTo(covered);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "CULTURE,         360400, ,               true",
        "PUBLIC_SECURITY, 360400, ,               false",
        "CULTURE,         360500, ,               false",
        ",                000000, 36048110000001, true",
        ",                000000, 36048110000002, false",
        ",                370000, 36048110000001, false",
    })
    void whoSeesACultureViolationOfOneCafe(Authority authority, String region, String place, boolean seen) {
        var scope = new Scope(authority, region, place);

        assertThat(scope.covers("36048110000001", "360481", List.of(Authority.CULTURE)))
                .isEqualTo(seen);
    }
}
