package lingdian.law.hours;

import static org.assertj.core.api.Assertions.assertThat;

import lingdian.law.hours.AreaLimit.Count;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaLimitTest {
    @ParameterizedTest
    @CsvSource({
        "0,   0,   0,   0,",
        "199, 499, 99,  249,",
        "200, 0,   0,   0,   IN_FORCE",
        "201, 600, 0,   0,   IN_FORCE",
        "0,   500, 0,   0,   ENTERED",
        "199, 501, 0,   0,   ENTERED",
        "199, 499, 100, 249, IN_FORCE_OF_ACCOUNT",
        "199, 499, 0,   250, ENTERED_OF_ACCOUNT",
        "200, 500, 100, 250, IN_FORCE",
    })
    void isReachedByWhatIsInForceOrWasEnteredByAllOrOne(
            long inForce, long entered, long ownInForce, long ownEntered, @Nullable AreaLimit limit) {
        assertThat(AreaLimit.reached(new Count(inForce, entered), new Count(ownInForce, ownEntered))
                        .orElse(null))
                .isEqualTo(limit);
    }
}
