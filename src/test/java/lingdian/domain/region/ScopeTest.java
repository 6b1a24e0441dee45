package lingdian.domain.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "CULTURE,         360400, ,               true",
        "PUBLIC_SECURITY, 360400, ,               false",
        "CULTURE,         360500, ,               false",
        ",                000000, 36048110000001, true",
        ",                000000, 36048110000002, false",
        ",                370000, 36048110000001, false",
    })
    void whoSeesACultureViolationOfOneCafe(Authority authority, RegionCode region, PlaceCode place, boolean seen) {
        var scope = new Scope(authority, region, place == null ? Set.of() : Set.of(place));

        assertThat(scope.covers(new PlaceCode("36048110000001"), new RegionCode("360481"), List.of(Authority.CULTURE)))
                .isEqualTo(seen);
    }

    @Test
    void anOperatorOfSeveralCafesSeesEachOfThemAlone() {
        var first = new PlaceCode("36048110000001");
        var second = new PlaceCode("36048110000002");
        var county = new RegionCode("360481");
        var scope = new Scope(null, RegionCode.COUNTRY, Set.of(first, second));

        assertThat(List.of(first, second)).allMatch(cafe -> scope.coversCafe(cafe, county));
        assertThat(scope.coversCafe(new PlaceCode("36048110000003"), county)).isFalse();
        assertThat(scope.coversBeside(second, county)).isFalse();
        assertThat(new Scope(Authority.CULTURE, county, Set.of()).coversBeside(second, county))
                .isTrue();
    }
}
