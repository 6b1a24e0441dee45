package lingdian.simulation.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lingdian.domain.document.Document;
import lingdian.simulation.city.Stay.Registered;
import lingdian.simulation.city.Truth.Shown;
import org.junit.jupiter.api.Test;

class HouseCardsTest {
    private static final Instant NOON = Instant.parse("2026-06-12T04:00:00Z");

    private final SplittableRandom random = new SplittableRandom(1);
    private final Population population = new Population(random, LocalDate.of(2026, 6, 12));
    private final List<Truth> truths = new ArrayList<>();
    private final HouseCards cards = new HouseCards(population, truths::add);
    private final Document card = cards.any(random);

    @Test
    void moreThanFiveMinutesAtOnceInOneCafeIsAFact() {
        use("A", "1", 0, 60);
        use("A", "2", 50, 90);
        cards.settle(NOON.plusSeconds(36_000));
        assertThat(truths).containsExactly(new Truth(Truth.SHARED, "A", minute(50), minute(60), "2", Shown.FACT));
    }

    @Test
    void fiveMinutesAreAChangeOfSeats() {
        use("A", "1", 0, 60);
        use("A", "2", 55, 90);
        cards.settle(NOON.plusSeconds(36_000));
        assertThat(truths).isEmpty();
    }

    @Test
    void inAnotherCafeItIsASuspicion() {
        use("B", "1", 0, 60);
        use("A", "1", 10, 30);
        cards.settle(NOON.plusSeconds(36_000));
        assertThat(truths).extracting(Truth::placeCode, Truth::shown).containsExactly(tuple("A", Shown.SUSPICION));
    }

    @Test
    void eachUseIsSettledOnce() {
        use("A", "1", 0, 60);
        use("A", "2", 10, 90);
        cards.settle(minute(100));
        cards.settle(minute(200));
        cards.settle(minute(2_000));
        assertThat(truths).hasSize(1);
    }

    private void use(String cafe, String seat, int from, int to) {
        var stay = new Stay(seat, population.newAdult(), Registered.ON_A_HOUSE_CARD, card, minute(from), minute(to));
        stay.session(cafe + seat);
        cards.used(cafe, stay);
    }

    private static Instant minute(int minute) {
        return NOON.plusSeconds(minute * 60L);
    }
}
