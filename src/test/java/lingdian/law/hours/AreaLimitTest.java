package lingdian.law.hours;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaLimitTest {
    @ParameterizedTest
    @CsvSource({
        "0,   0,",
        "199, 499,",
        "200, 0,   IN_FORCE",
        "201, 600, IN_FORCE",
        "0,   500, ENTERED",
        "199, 501, ENTERED",
    })
    void isReachedByWhatIsInForceOrWasEntered(long inForce, long entered, @Nullable AreaLimit limit) {
        assertThat(AreaLimit.reached(inForce, entered).orElse(null)).isEqualTo(limit);
    }
}
