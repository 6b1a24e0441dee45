package lingdian.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceCodeTest {
    @Test
    void itBeginsWithTheCountyThatLicensedThePremises() {
        assertThat(new PlaceCode("36048110000001").county()).isEqualTo(new RegionCode("360481"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3604811000001",
                "360481100000011",
                "36048120000001",
                "3604811000000a",
                "360481\u0661\u06600000001"
            })
    void anythingElseIsRefused(String text) {
        assertThat(PlaceCode.find(text)).isEmpty();
        assertThatThrownBy(() -> new PlaceCode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAbsentCodeStaysAbsent() {
        assertThat(PlaceCode.orNull(null)).isNull();
        assertThat(PlaceCode.find(null)).isEmpty();
    }
}
