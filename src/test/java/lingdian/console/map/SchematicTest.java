package lingdian.console.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lingdian.console.frame.MapPosition;
import lingdian.console.map.Schematic.Dot;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The picture of cafés by kilometres. */
class SchematicTest {
    @Test
    void northIsUpEastIsRightAndTheUrgentIsDrawnLast() {
        Schematic picture = Schematic.of(
                List.of(cafe("A", "running", 29.7, 115.6, 2), cafe("B", "quiet", 29.6, 115.7, 1), nowhere()));

        assertThat(picture.dots()).extracting(dot -> dot.cafe().placeCode()).containsExactly("B", "A");
        Dot southEast = picture.dots().getFirst();
        Dot northWest = picture.dots().getLast();
        assertThat(northWest.x()).isLessThan(southEast.x());
        assertThat(northWest.y()).isLessThan(southEast.y());
        assertThat(picture.path())
                .isEqualTo("M%s %sL%s %s".formatted(southEast.x(), southEast.y(), northWest.x(), northWest.y()));
    }

    @Test
    void aRingIsAsFarAsItSays() {
        // one degree of latitude is 111.2 km, which fills the height without its margins
        Schematic picture = Schematic.of(List.of(cafe("A", "quiet", 30, 115, 0), cafe("B", "quiet", 31, 115, 0)));
        double pixelsAKilometre =
                (picture.dots().get(0).y() - picture.dots().get(1).y()) / 111.2;

        for (Schematic.Ring ring : picture.rings()) {
            assertThat(ring.radius())
                    .isCloseTo(Double.parseDouble(ring.kilometres()) * Math.abs(pixelsAKilometre), within(0.1));
        }
    }

    @Test
    void withoutPlacesThereIsNoPicture() {
        assertThat(Schematic.of(List.of(nowhere())).dots()).isEmpty();
        assertThat(Schematic.of(List.of(cafe("A", "quiet", 30, 115, 0))).dots()).hasSize(1);
    }

    @Property(tries = 100)
    void allCafesAreOnThePicture(@ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 3) Double> away) {
        Schematic picture = Schematic.of(away.stream()
                .map(one -> cafe("A", "quiet", 29 + one, 115 + one * one, 0))
                .toList());

        assertThat(picture.dots()).allSatisfy(dot -> {
            assertThat(dot.x()).isBetween(0.0, (double) Schematic.WIDTH);
            assertThat(dot.y()).isBetween(0.0, (double) Schematic.HEIGHT);
        });
    }

    private static MappedCafe cafe(String placeCode, String state, double latitude, double longitude, int stop) {
        return new MappedCafe(
                placeCode, placeCode, "", state, true, 0, new MapPosition(latitude, longitude), stop, false);
    }

    private static MappedCafe nowhere() {
        return new MappedCafe("N", "N", "", "running", true, 0, null, 3, false);
    }
}
