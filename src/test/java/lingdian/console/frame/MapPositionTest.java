package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Coordinates of the country's map programs, against the test vectors that the projects eviltransform and coordtransform publish.
 * No authority has published control points.
 */
class MapPositionTest {
    @ParameterizedTest
    @CsvSource({
        "31.1774276, 121.5272106, 31.17530398364597, 121.531541859215", // Shanghai
        "22.543847, 113.912316, 22.540796131694766, 113.9171764808363", // Shenzhen
        "39.911954, 116.377817, 39.91334545536069, 116.38404722455657", // Beijing
    })
    void gcj02IsAsPublished(double latitude, double longitude, double shiftedLatitude, double shiftedLongitude) {
        MapPosition shifted = new MapPosition(latitude, longitude).gcj02();

        assertThat(shifted.latitude()).isCloseTo(shiftedLatitude, within(1e-6));
        assertThat(shifted.longitude()).isCloseTo(shiftedLongitude, within(1e-6));
    }

    /** The project coordtransform prints these for one place; eviltransform computes BD-09 by other constants. */
    @Test
    void bd09IsAsPublished() {
        var place = new MapPosition(39.915, 116.404);

        assertThat(place.gcj02().latitude()).isCloseTo(39.91640428150164, within(1e-9));
        assertThat(place.gcj02().longitude()).isCloseTo(116.41024449916938, within(1e-9));
        assertThat(place.bd09().latitude()).isCloseTo(39.922699552216216, within(1e-9));
        assertThat(place.bd09().longitude()).isCloseTo(116.41662724378733, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"35.6812, 139.7671", "64.0464, -16.1776", "-22.9068, -43.1729"})
    void abroadNothingIsShifted(double latitude, double longitude) {
        var abroad = new MapPosition(latitude, longitude);

        assertThat(abroad.gcj02()).isEqualTo(abroad);
    }

    @Property(tries = 200)
    void withinTheCountryThePlaceMovesByLessThanAKilometre(
            @ForAll @DoubleRange(min = 18, max = 53) double latitude,
            @ForAll @DoubleRange(min = 74, max = 135) double longitude) {
        var place = new MapPosition(latitude, longitude);
        double[] moved = place.gcj02().kilometresFrom(place);

        assertThat(Math.hypot(moved[0], moved[1])).isBetween(0.01, 1.2);
    }

    @Test
    void eachProgramGetsItsOwnCoordinates() {
        List<MapPosition.Link> links = MapPosition.of("39.911954,116.377817").links("夜 &");

        assertThat(links.get(0).href()).contains("position=116.384047,39.913345&name=%E5%A4%9C%20%26&");
        assertThat(links.get(1).href()).contains("location=39.91").contains("coord_type=bd09ll");
        assertThat(links.get(2).href()).contains("coord:39.913345,116.384047;title:%E5%A4%9C%20%26&");
        assertThat(links.get(4).href()).startsWith("geo:39.911954,116.377817?");
    }
}
