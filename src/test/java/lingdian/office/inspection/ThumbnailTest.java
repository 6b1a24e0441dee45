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
        byte[] scanned = Arrays.copyOf(photo, photo.length + 200);
        for (int i = photo.length; i < scanned.length; i += 2) {
            scanned[i] = (byte) 0xFF;
            scanned[i + 1] = (byte) 0xDA;
        }

        assertThat(Thumbnail.of(FileType.JPEG, photo)).isPresent();
        assertThat(Thumbnail.of(FileType.JPEG, scanned)).isEmpty();
    }

    private static byte[] picture(String format, int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), format, out);
        return out.toByteArray();
    }
}
