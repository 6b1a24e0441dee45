package lingdian.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import lingdian.identity.Document;
import org.junit.jupiter.api.Test;

class DemoPeopleTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 10);

    private final DemoPeople people = new DemoPeople(new Random(1), TODAY);

    @Test
    void everyAdultIsSomebodyElseAndNobodyReal() {
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            Document card = people.adult();
            assertThat(numbers.add(card.number())).isTrue();
            if (card.type().equals("111")) {
                checkResident(card.number());
            } else {
                assertThat(LocalDate.parse(card.birthDate())).isBefore(TODAY.minusYears(18));
            }
        }
    }

    @Test
    void minorsAreMinors() {
        IntStream.range(0, 500)
                .forEach(i -> assertThat(LocalDate.parse(people.minor().birthDate()))
                        .isAfter(TODAY.minusYears(18))
                        .isBefore(TODAY.minusYears(12)));
    }

    /** The weights are powers of two modulo 11, which is another way to say ISO 7064 MOD 11-2. */
    private static void checkResident(String number) {
        assertThat(number).hasSize(18).startsWith("360481");
        assertThat(number.substring(14, 17)).isEqualTo("000");
        LocalDate born = LocalDate.parse(number.substring(6, 14), DateTimeFormatter.BASIC_ISO_DATE);
        assertThat(born).isBefore(TODAY.minusYears(18));
        int rest = 0;
        for (int i = 0; i < 17; i++) {
            rest = (rest + (number.charAt(i) - '0')) * 2 % 11;
        }
        int check = number.charAt(17) == 'X' ? 10 : number.charAt(17) - '0';
        assertThat((rest + check) % 11).isEqualTo(1);
    }
}
