package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CheckpointBodyTest {
    private static final String TEXT = """
            lingdian checkpoint 1
            hash: sha256
            number: 7
            day: 2026-07-09
            made: 2026-07-10T00:10:00.5+08:00
            previous: 0000000000000000000000000000000000000000000000000000000000000000
            heads: 2
            root: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            """.replace("00.5", "00.500");

    @Test
    void isEightLinesOfText() {
        var body = new CheckpointBody(
                RecordHash.SHA_256,
                7,
                LocalDate.of(2026, 7, 9),
                Instant.parse("2026-07-09T16:10:00.5Z"),
                CheckpointBody.NONE,
                2,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

        assertThat(body.text()).isEqualTo(TEXT);
        assertThat(CheckpointBody.parse(TEXT)).isEqualTo(body);
    }

    @Test
    void hasOneSpelling() {
        for (String other : new String[] {
            TEXT + "\n",
            TEXT.replace("number: 7", "number: 07"),
            TEXT.replace("+08:00", "+09:00"),
            TEXT.replace("00.500", "00.5"),
            TEXT.replace("2026-07-09", "2026-02-30"),
            TEXT.replace("e3b0", "E3B0"),
            TEXT.replace("sha256", "sha512"),
            TEXT.replace("hash: sha256\n", ""),
            TEXT.replace("checkpoint 1", "checkpoint 2")
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> CheckpointBody.parse(other));
        }
    }
}
