package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordHashTest {
    /** The examples of GB/T 32905, appendix A, and of FIPS 180. The second is "abcd" sixteen times. */
    @ParameterizedTest
    @CsvSource({
        "sm3, abc, 1, 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        "sm3, abcd, 16, debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
        "sha256, abc, 1, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    })
    void isThatOfTheStandard(String hash, String text, int times, String expected) {
        byte[] message = text.repeat(times).getBytes(StandardCharsets.US_ASCII);

        assertThat(HexFormat.of().formatHex(RecordHash.named(hash).of(message))).isEqualTo(expected);
    }

    @Test
    void hasOneName() {
        for (RecordHash hash : RecordHash.values()) {
            assertThat(RecordHash.named(hash.toString())).isEqualTo(hash);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> RecordHash.named("md5"));
    }
}
