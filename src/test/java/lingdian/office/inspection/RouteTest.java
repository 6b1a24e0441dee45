package lingdian.office.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.inspection.Route.Point;
import lingdian.office.inspection.Route.Stop;
import org.junit.jupiter.api.Test;

/** The order in which a team drives. */
class RouteTest {
    @Test
    void kilometresAreThoseOfTheEarth() {
        assertThat(new Point(29.676, 115.681).kilometresTo(new Point(29.705, 116.001)))
                .as("瑞昌 to 九江")
                .isCloseTo(31.1, within(0.5));
    }

    @Test
    void aRoadIsDrivenAlong() {
        List<Stop> road = IntStream.range(0, 12)
                .mapToObj(i -> stop(i, 29 + i * 0.01, 115))
                .toList();
        var shuffled = new ArrayList<>(road);
        Collections.shuffle(shuffled, new Random(3));

        assertThat(Route.of(new Point(28.99, 115), shuffled)).isEqualTo(road);
        assertThat(Route.of(new Point(29.2, 115), shuffled)).isEqualTo(road.reversed());
        assertThat(Route.of(null, shuffled)).isEqualTo(road);
    }

    @Test
    void stopsWithoutAPlaceComeLastByCounty() {
        Stop placed = stop(9, 29, 115);
        Stop first = new Stop(new PlaceCode("36048110000002"), new RegionCode("360402"), null);
        Stop second = new Stop(new PlaceCode("36048110000001"), new RegionCode("360481"), null);

        assertThat(Route.of(null, List.of(second, first, placed))).containsExactly(placed, first, second);
        assertThat(Route.of(null, List.of())).isEmpty();
    }

    /** Against every order of seven stops: the way found is never much longer than the shortest. */
    @Test
    void theWayIsNearTheShortest() {
        var random = new Random(11);
        Point start = new Point(29.7, 115.7);
        for (int round = 0; round < 30; round++) {
            List<Stop> stops = IntStream.range(0, 7)
                    .mapToObj(i -> stop(i, 29.6 + random.nextDouble() / 5, 115.6 + random.nextDouble() / 5))
                    .toList();
            List<Stop> found = Route.of(start, stops);

            assertThat(found).containsExactlyInAnyOrderElementsOf(stops);
            assertThat(Route.kilometres(start, found))
                    .isLessThanOrEqualTo(1.25 * shortest(start, new ArrayList<>(stops), 0));
        }
    }

    @Test
    void aCityIsPlannedInMoments() {
        var random = new Random(5);
        List<Stop> city = IntStream.range(0, 400)
                .mapToObj(i -> stop(i, 29.6 + random.nextDouble() / 5, 115.6 + random.nextDouble() / 5))
                .toList();

        assertThat(Route.of(null, city)).containsExactlyInAnyOrderElementsOf(city);
    }

    private static double shortest(Point start, List<Stop> stops, int from) {
        if (from == stops.size()) {
            return Route.kilometres(start, stops);
        }
        double best = Double.MAX_VALUE;
        for (int i = from; i < stops.size(); i++) {
            Collections.swap(stops, from, i);
            best = Math.min(best, shortest(start, stops, from + 1));
            Collections.swap(stops, from, i);
        }
        return best;
    }

    private static Stop stop(int number, double latitude, double longitude) {
        return new Stop(
                new PlaceCode("3604811000%04d".formatted(number)),
                new RegionCode("360481"),
                new Point(latitude, longitude));
    }
}
