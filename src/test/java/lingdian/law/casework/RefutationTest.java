package lingdian.law.casework;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The field refutes a rule by 30 checks of 5 accounts, 3 counties and 10 cafés that confirm fewer than half of them. */
class RefutationTest {
    @ParameterizedTest
    @CsvSource({
        "14, 16, 5, 3, 10, true",
        "15, 15, 5, 3, 10, false",
        "0,  29, 5, 3, 10, false",
        "0,  30, 4, 3, 10, false",
        "0,  30, 5, 2, 10, false",
        "0,  30, 5, 3, 9,  false",
        "0,  30, 5, 3, 10, true",
        "60, 61, 9, 9, 99, true"
    })
    void byEnoughChecksOfEnoughPeopleAndPlaces(
            long confirmed, long dismissed, long accounts, long counties, long cafes, boolean proven) {
        var refutation = new Refutation("CLOCK_WRONG", confirmed, dismissed, accounts, counties, cafes);

        assertThat(refutation.isProven()).isEqualTo(proven);
    }
}
