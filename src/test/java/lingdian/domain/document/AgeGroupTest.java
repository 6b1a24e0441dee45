package lingdian.domain.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeGroupTest {
    private static final LocalDate DAY = LocalDate.of(2026, 7, 10);

    @ParameterizedTest
    @CsvSource({
        "2008-07-10, ADULT", // the 18th birthday counts as 18
        "2008-07-11, MINOR",
        "2012-07-10, MINOR", // and the 14th as 14
        "2012-07-11, UNDER_14",
        "2026-07-10, UNDER_14",
        "2026-07-11, UNKNOWN", // not born yet: the date says nothing
        "1987-06-05, ADULT",
        "1987-02-30, UNKNOWN",
        ",           UNKNOWN",
    })
    void byTheBirthDateThatTheCardGives(@Nullable String birthDate, AgeGroup expected) {
        assertThat(AgeGroup.of(document("990", "G-1", birthDate), DAY)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2012-02-29, 2026-02-28, UNDER_14", // born on 29 February: older on 1 March in common years
        "2012-02-29, 2026-03-01, MINOR",
        "2008-02-29, 2026-02-28, MINOR",
        "2008-02-29, 2026-03-01, ADULT",
    })
    void leapDays(String birthDate, LocalDate day, AgeGroup expected) {
        assertThat(AgeGroup.of(document("990", "G-1", birthDate), day)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "111, 360481201509070010, UNDER_14", // whatever its check character says
        "111, ' 36048120150907001x ', UNDER_14",
        "zzz, 360481198706050010, ADULT",
        "111, 3604811987060500, UNKNOWN",
        "111, 360481198713050010, UNKNOWN",
    })
    void aWrongNumberTellsABirthDateToo(String type, String number, AgeGroup expected) {
        assertThat(AgeGroup.of(document(type, number, null), DAY)).isEqualTo(expected);
    }

    @Test
    void ofTwoDatesTheLaterOneProtects() {
        assertThat(AgeGroup.of(document("111", "360481201509070010", "1987-06-05"), DAY))
                .isEqualTo(AgeGroup.UNDER_14);
        assertThat(AgeGroup.of(document("111", "360481198706050010", "2015-09-07"), DAY))
                .isEqualTo(AgeGroup.UNDER_14);
    }

    private static Document document(String type, String number, @Nullable String birthDate) {
        return new Document(type, number, "name", null, birthDate, ReadMethod.CHIP);
    }
}
