package lingdian.simulation.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lingdian.domain.document.CitizenNumber;
import lingdian.domain.document.Document;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 10);
    private static final Instant NOON = Instant.parse("2026-11-10T04:00:00Z");

    private final Population population = new Population(new SplittableRandom(1), TODAY);

    @Test
    void everyNewAdultIsSomebodyElseAndNobodyReal() {
        Set<String> numbers = new HashSet<>();
        IntStream.range(0, 200_000).mapToObj(i -> population.newAdult()).forEach(person -> {
            assertThat(numbers.add(person.card().number())).isTrue();
            assertThat(person.minor()).isFalse();
            assertThat(born(person.card())).isBeforeOrEqualTo(TODAY.minusYears(18));
        });
    }

    @Test
    void minorsAreMinorsForWeeksToCome() {
        IntStream.range(0, 2_000)
                .mapToObj(i -> population.minor())
                .forEach(person -> assertThat(born(person.card()))
                        .isAfter(TODAY.plusDays(59).minusYears(18))
                        .isBeforeOrEqualTo(TODAY.minusYears(12)));
    }

    /** Who found no seat with one; regulars are taken to be properly registered. */
    @Test
    void nobodyComesAgainWithAnExpiredCard() {
        var expired = new HashSet<CityPerson>();
        for (int i = 0; i < 1_000; i++) {
            CityPerson person = population.withExpiredCard();
            expired.add(person);
            population.home(person, NOON);
        }

        assertThat(IntStream.range(0, 1_000).mapToObj(i -> population.adult(NOON)))
                .doesNotContainAnyElementsOf(expired);
    }

    @Test
    void whoIsHomeComesAgainAndNotBefore() {
        var known = new HashSet<CityPerson>();
        for (int i = 0; i < 1_000; i++) {
            CityPerson person = population.newAdult();
            known.add(person);
            population.home(person, NOON);
        }

        assertThat(IntStream.range(0, 500).mapToObj(i -> population.adult(NOON.minusMillis(1))))
                .doesNotContainAnyElementsOf(known);
        long again = IntStream.range(0, 1_000)
                .mapToObj(i -> population.adult(NOON))
                .filter(known::remove)
                .count();
        assertThat(again).isBetween(250L, 450L);
    }

    private static LocalDate born(Document card) {
        if (!card.type().equals("111")) {
            return LocalDate.parse(card.birthDate());
        }
        String number = card.number();
        assertThat(number).hasSize(18).startsWith("36").endsWith("" + CitizenNumber.checkCharacter(number));
        assertThat(number.substring(14, 17)).isEqualTo("000");
        return LocalDate.parse(number.substring(6, 14), DateTimeFormatter.BASIC_ISO_DATE);
    }
}
