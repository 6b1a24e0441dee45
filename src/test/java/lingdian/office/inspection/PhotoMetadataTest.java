package lingdian.office.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import lingdian.office.file.FileType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out of a photograph, and its small picture. */
class PhotoMetadataTest {
    private static final byte[] PLACE = MadeUpPhoto.PLACE.getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 8})
    void aJpegKeepsItsPictureAndItsOrientationAlone(int orientation) throws IOException {
        byte[] taken = MadeUpPhoto.jpeg(64, 48, orientation);

        byte[] kept = without(FileType.JPEG, taken);

        assertThat(text(taken)).contains(MadeUpPhoto.PLACE);
        assertThat(text(kept)).doesNotContain(MadeUpPhoto.PLACE);
        assertThat(PhotoMetadata.orientation(kept)).isEqualTo(orientation);
        assertThat(pixels(kept)).isEqualTo(pixels(taken));
        assertThat(without(FileType.JPEG, kept)).as("again").isEqualTo(kept);
    }

    @Test
    void aPngLosesItsTexts() throws IOException {
        byte[] plain = MadeUpPhoto.picture(8, 8, "png");
        var taken = new ByteArrayOutputStream();
        taken.write(plain, 0, 33); // signature and header
        taken.writeBytes(chunk("tEXt"));
        taken.writeBytes(chunk("eXIf"));
        taken.write(plain, 33, plain.length - 33);
        taken.writeBytes(PLACE);

        assertThat(without(FileType.PNG, taken.toByteArray())).isEqualTo(plain);
    }

    @Test
    void aWebpLosesItsChunksAndTheFlagsThatAnnounceThem() {
        byte[] taken = webp((byte) 0x2C, riff("EXIF", PLACE), riff("VP8 ", new byte[] {1, 2, 3}), riff("XMP ", PLACE));

        assertThat(without(FileType.WEBP, taken)).isEqualTo(webp((byte) 0x20, riff("VP8 ", new byte[] {1, 2, 3})));
    }

    /** Other programs find the place in it all the same. */
    @Test
    void aByteTooManyHidesNothing() throws IOException {
        byte[] taken = MadeUpPhoto.jpeg(16, 16, 6);
        var jpeg = new ByteArrayOutputStream();
        jpeg.write(taken, 0, 2);
        jpeg.write(0);
        jpeg.write(taken, 2, taken.length - 2);
        byte[] plain = MadeUpPhoto.picture(8, 8, "png");
        var png = new ByteArrayOutputStream();
        png.write(plain, 0, 33);
        png.write(0x7F);
        png.writeBytes(chunk("tEXt"));
        png.write(plain, 33, plain.length - 33);
        byte[] webp = webp((byte) 0x2C, riff("VP8 ", new byte[] {1, 2}), new byte[] {1, 2, 3}, riff("EXIF", PLACE));

        assertThat(PhotoMetadata.without(FileType.JPEG, jpeg.toByteArray())).isEmpty();
        assertThat(PhotoMetadata.without(FileType.PNG, png.toByteArray())).isEmpty();
        assertThat(PhotoMetadata.without(FileType.WEBP, webp)).isEmpty();
    }

    /** Whatever a file is cut to, it is read without a failure, and shows no place. */
    @Test
    void aBrokenFileIsKept() throws IOException {
        byte[] taken = MadeUpPhoto.jpeg(16, 16, 6);
        for (int length = 3; length < taken.length; length++) {
            byte[] cut = Arrays.copyOf(taken, length);

            PhotoMetadata.without(FileType.JPEG, cut)
                    .ifPresent(kept -> assertThat(text(kept)).doesNotContain(MadeUpPhoto.PLACE));
            PhotoMetadata.without(FileType.PNG, cut)
                    .ifPresent(kept -> assertThat(kept).isNotEmpty());
            PhotoMetadata.without(FileType.WEBP, cut)
                    .ifPresent(kept -> assertThat(kept).isNotEmpty());
        }
        assertThat(without(FileType.JPEG, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3}))
                .containsExactly(0xFF, 0xD8, 0xFF, 1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 240x120",
        "2, 240x120",
        "3, 240x120",
        "4, 240x120",
        "5, 120x240",
        "6, 120x240",
        "7, 120x240",
        "8, 120x240"
    })
    void aSmallPictureIsUpright(int orientation, String size) throws IOException {
        byte[] small = Thumbnail.of(FileType.JPEG, MadeUpPhoto.jpeg(1_000, 500, orientation))
                .orElseThrow();

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(small));
        assertThat(read.getWidth() + "x" + read.getHeight()).isEqualTo(size);
        assertThat(text(small)).doesNotContain(MadeUpPhoto.PLACE);
    }

    @Test
    void whatCannotBeReadHasNoSmallPicture() throws IOException {
        byte[] enormous = MadeUpPhoto.picture(8, 8, "png");
        ByteBuffer header = ByteBuffer.wrap(enormous).putInt(16, 30_000).putInt(20, 30_000);
        var crc = new CRC32();
        crc.update(enormous, 12, 17);
        header.putInt(29, (int) crc.getValue());

        assertThat(Thumbnail.of(FileType.PNG, enormous)).isEmpty();
        assertThat(Thumbnail.of(FileType.JPEG, Arrays.copyOf(MadeUpPhoto.jpeg(64, 64, 1), 200)))
                .isEmpty();
        assertThat(Thumbnail.of(FileType.WEBP, enormous)).isEmpty();
        assertThat(Thumbnail.of(FileType.PNG, MadeUpPhoto.picture(5, 3, "png"))).isPresent();
    }

    private static byte[] chunk(String type) {
        byte[] named = (type + MadeUpPhoto.PLACE).getBytes(StandardCharsets.UTF_8);
        var crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(named.length + 8)
                .putInt(PLACE.length)
                .put(named)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] webp(byte flags, byte[]... chunks) {
        var all = new ByteArrayOutputStream();
        all.writeBytes("WEBP".getBytes(StandardCharsets.UTF_8));
        byte[] extended = new byte[10];
        extended[0] = flags;
        all.writeBytes(riff("VP8X", extended));
        Arrays.stream(chunks).forEach(all::writeBytes);
        return riff("RIFF", all.toByteArray());
    }

    private static byte[] riff(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + (content.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.UTF_8))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static int[] pixels(byte[] photo) throws IOException {
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(photo));
        return read.getRGB(0, 0, read.getWidth(), read.getHeight(), null, 0, read.getWidth());
    }

    /** Exif and XMP, boxes of films, descriptions, and what phones put behind are gone; the pictures stay where they were. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aHeicKeepsItsPicturesAlone(int version) {
        var made = new MadeUpHeic(version);
        byte[] taken = made.photo();

        byte[] kept = HeicMetadata.without(taken).orElseThrow();

        assertThat(occurrences(taken, MadeUpPhoto.PLACE)).isEqualTo(7);
        assertThat(text(kept)).doesNotContain(MadeUpPhoto.PLACE).contains("hvc1", "irot");
        assertThat(Arrays.copyOfRange(kept, made.pictureAt(), made.pictureAt() + MadeUpHeic.PICTURE.length))
                .isEqualTo(MadeUpHeic.PICTURE);
        assertThat(occurrences(kept, MadeUpHeic.GRID)).isEqualTo(1);
        assertThat(HeicMetadata.without(kept)).as("again").hasValue(kept);
    }

    /** One that cannot be followed is refused, because its place would be kept. */
    @Test
    void aHeicThatIsLaidOutOtherwiseIsRefused() {
        var made = new MadeUpHeic(1);
        byte[] taken = made.photo();

        for (int end = 12; end < made.pictureAt() + MadeUpHeic.PICTURE.length; end++) {
            assertThat(HeicMetadata.without(Arrays.copyOf(taken, end)))
                    .as("cut at %d", end)
                    .isEmpty();
        }
        for (String lost : new String[] {"iloc", "iinf", "infe", "mdat", "meta", "pitm", "grid"}) {
            byte[] odd = text(taken).replace(lost, "lost").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(HeicMetadata.without(odd)).as(lost).isEmpty();
        }
    }

    /** Each of its boxes would be searched for. */
    @Test
    void aHeicOfNothingButBoxesIsRefused() {
        byte[] taken = new MadeUpHeic(1).photo();
        byte[] box = {0, 0, 0, 8, 'f', 'r', 'e', 'e'};
        var many = new ByteArrayOutputStream();
        many.writeBytes(Arrays.copyOf(taken, taken.length - MadeUpPhoto.PLACE.length()));
        for (int i = 0; i < 10_000; i++) {
            many.writeBytes(box);
        }

        assertThat(HeicMetadata.without(many.toByteArray())).isEmpty();
    }

    @Property(tries = 2_000)
    void aDamagedHeicIsRefusedOrLosesItsPlace(@ForAll int place, @ForAll byte value) {
        byte[] damaged = new MadeUpHeic(1).photo();
        damaged[Math.floorMod(place, damaged.length)] = value;

        HeicMetadata.without(damaged).ifPresent(kept -> assertThat(kept.length).isLessThanOrEqualTo(damaged.length));
    }

    private static int occurrences(byte[] in, String of) {
        return text(in).split(Pattern.quote(of), -1).length - 1;
    }

    private static byte[] without(FileType type, byte[] photo) {
        return PhotoMetadata.without(type, photo).orElseThrow();
    }
}
