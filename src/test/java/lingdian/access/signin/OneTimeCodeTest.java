package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OneTimeCodeTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_111);

    /** The test vectors of RFC 6238, appendix B: the last six of their eight digits. */
    @ParameterizedTest
    @CsvSource({"59,287082", "1111111109,081804", "1111111111,050471", "1234567890,005924", "2000000000,279037"})
    void isThatOfTheStandard(long second, String code) {
        assertThat(OneTimeCode.code(SECRET, OneTimeCode.step(Instant.ofEpochSecond(second))))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"-60,false", "-30,true", "0,true", "30,true", "60,false"})
    void clocksMayBeHalfAMinuteApart(long seconds, boolean taken) {
        String code = OneTimeCode.code(SECRET, OneTimeCode.step(NOW.plusSeconds(seconds)));

        assertThat(OneTimeCode.match(SECRET, code, NOW, 0).isPresent()).isEqualTo(taken);
    }

    @Test
    void noCodeIsTakenTwiceAndNoneBeforeOneThatWas() {
        long step = OneTimeCode.step(NOW);
        String code = OneTimeCode.code(SECRET, step);

        assertThat(OneTimeCode.match(SECRET, code, NOW, step - 1)).isEqualTo(OptionalLong.of(step));
        assertThat(OneTimeCode.match(SECRET, code, NOW, step)).isEmpty();
        assertThat(OneTimeCode.match(SECRET, OneTimeCode.code(SECRET, step - 1), NOW, step))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05047", "0504711", "05047x", "٠٥٠٤٧١"})
    void onlySixDigitsAreACode(String typed) {
        assertThat(OneTimeCode.match(SECRET, typed, NOW, 0)).isEmpty();
    }

    @Test
    void base32IsThatOfTheStandard() {
        assertThat(SecondFactor.BASE32.encodeToString(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(SecondFactor.BASE32.decode("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
                .isEqualTo(SECRET);
    }
}
