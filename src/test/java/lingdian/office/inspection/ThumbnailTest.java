package lingdian.office.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import lingdian.office.file.FileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of which photographs a small one is made: none takes much memory or time, whatever it holds. */
class ThumbnailTest {
    @ParameterizedTest
    @CsvSource({"640, 480, true", "16384, 1, true", "16385, 1, false", "1, 16385, false", "5000, 4801, false"})
    void aPictureOfALongRowOrOfManyPixelsIsNotRead(int width, int height, boolean made) throws IOException {
        assertThat(Thumbnail.of(FileType.PNG, picture("png", width, height)).isPresent())
                .isEqualTo(made);
    }

    @Test
    void norIsOneOfManyScans() throws IOException {
        byte[] photo = picture("jpeg", 64, 48);

        assertThat(Thumbnail.of(FileType.JPEG, photo)).isPresent();
        assertThat(Thumbnail.of(FileType.JPEG, scanned(photo, 100))).isEmpty();
    }

    /** Each scan passes over the whole picture: half a megabyte of a hundred scans would take twenty seconds. */
    @ParameterizedTest
    @CsvSource({"6000, 4000, 9, true", "6000, 4000, 10, false", "2400, 1500, 70, false", "640, 480, 98, true"})
    void theLargerAPictureTheFewerScansAreRead(int width, int height, int more, boolean made) throws IOException {
        byte[] photo = picture("jpeg", width, height);

        assertThat(Thumbnail.of(FileType.JPEG, scanned(photo, more)).isPresent())
                .isEqualTo(made);
    }

    /** With more scans, behind its end. */
    private static byte[] scanned(byte[] photo, int more) {
        byte[] scanned = Arrays.copyOf(photo, photo.length + 2 * more);
        for (int i = photo.length; i < scanned.length; i += 2) {
            scanned[i] = (byte) 0xFF;
            scanned[i + 1] = (byte) 0xDA;
        }
        return scanned;
    }

    private static byte[] picture(String format, int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), format, out);
        return out.toByteArray();
    }
}
