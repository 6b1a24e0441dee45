package lingdian.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionCodeTest {
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
    void trailingZerosOfARegionAreWildcards(RegionCode region, RegionCode county, boolean covered) {
        assertThat(region.covers(county)).isEqualTo(covered);
    }

    @ParameterizedTest(name = "covering {0}: {1}")
    @CsvSource({
        "360481, 360481 360400 360000 000000",
        "360400, 360400 360000 000000",
        "360010, 360010 360000 000000",
        "100000, 100000 000000",
        "000000, 000000",
    })
    void theRegionsThatCoverOneAreListed(RegionCode region, String covering) {
        assertThat(region.covering()).extracting(RegionCode::value).containsExactly(covering.split(" "));
        assertThat(region.covering()).allMatch(one -> one.covers(region));
    }

    @ParameterizedTest(name = "the last within {0} is {1}")
    @CsvSource({"000000, 999999", "360000, 369999", "360400, 360499", "360481, 360481"})
    void theLastRegionWithinHasNinesForWildcards(RegionCode region, String last) {
        assertThat(region.last()).hasToString(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "36048", "3604811", "36048a", "36048٣", " 360481"})
    void anythingButSixDigitsIsRefused(String text) {
        assertThat(RegionCode.find(text)).isEmpty();
        assertThatThrownBy(() -> new RegionCode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAbsentCodeStaysAbsent() {
        assertThat(RegionCode.orNull(null)).isNull();
        assertThat(RegionCode.find(null)).isEmpty();
    }
}
