package lingdian.office.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is what its first bytes say. */
class FileTypeTest {
    @ParameterizedTest
    @CsvSource({
        "JPEG, FFD8FFE000104A464946",
        "PNG, 89504E470D0A1A0A00",
        "WEBP, 52494646000000005745425056503820",
        "HEIC, 00000018667479706865696300000000",
        "PDF, 255044462D312E37",
        "TEXT, E4BDA0E5A5BD0A"
    })
    void isRecognisedByItsOwnTypeAlone(FileType type, String hex) {
        byte[] content = HexFormat.of().parseHex(hex);
        for (FileType other : FileType.values()) {
            boolean pdfReadsAsText = type == FileType.PDF && other == FileType.TEXT;
            assertThat(other.fits(content)).as(other.wire()).isEqualTo(other == type || pdfReadsAsText);
        }
        assertThat(FileType.of(type.wire())).contains(type);
    }

    @Test
    void aProgramIsNoText() {
        assertThat(FileType.TEXT.fits(new byte[] {'M', 'Z', 0, 1})).isFalse();
        assertThat(FileType.TEXT.fits("a\u001b[2J".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(FileType.TEXT.fits(new byte[] {(byte) 0xC3})).isFalse();
        assertThat(FileType.of("text/html")).isEmpty();
        assertThat(FileType.of("image/svg+xml")).isEmpty();
    }
}
