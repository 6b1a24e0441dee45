package lingdian.law.casework;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule under 50 % after 30 checks is poor. */
class PrecisionTest {
    @ParameterizedTest
    @CsvSource({
        "0,  0,  0,    false",
        "1,  0,  1,    false",
        "14, 15, 0.48, false",
        "14, 16, 0.47, true",
        "15, 15, 0.5,  false",
        "0,  29, 0,    false",
        "0,  30, 0,    true",
        "60, 61, 0.5,  true"
    })
    void fromConfirmedAndDismissed(long confirmed, long dismissed, double share, boolean poor) {
        var precision = new Precision("MINOR_ADMITTED", "1", confirmed, dismissed);

        assertThat(Math.round(precision.share() * 100) / 100.0).isEqualTo(share);
        assertThat(precision.isPoor()).isEqualTo(poor);
    }
}
