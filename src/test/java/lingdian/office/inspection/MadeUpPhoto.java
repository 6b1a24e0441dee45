package lingdian.office.inspection;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Pictures as a telephone makes them, with its place beside them. */
final class MadeUpPhoto {
    /** In every part that a camera writes. */
    static final String PLACE = "N29.67 E115.67";

    private MadeUpPhoto() {}

    /** @param orientation of EXIF, 1 to 8 */
    static byte[] jpeg(int width, int height, int orientation) throws IOException {
        byte[] plain = picture(width, height, "jpeg");
        var photo = new ByteArrayOutputStream();
        photo.write(plain, 0, 2);
        photo.writeBytes(segment(0xE1, exif(orientation)));
        photo.writeBytes(segment(0xE1, ("http://ns.adobe.com/xap/1.0/\0" + PLACE).getBytes(StandardCharsets.UTF_8)));
        photo.writeBytes(segment(0xED, PLACE.getBytes(StandardCharsets.UTF_8)));
        photo.writeBytes(segment(0xFE, PLACE.getBytes(StandardCharsets.UTF_8)));
        photo.write(plain, 2, plain.length - 2);
        photo.writeBytes(PLACE.getBytes(StandardCharsets.UTF_8)); // a preview after the end
        return photo.toByteArray();
    }

    static byte[] picture(int width, int height, String format) throws IOException {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            picture.setRGB(x, x % height, 0xFF0000 + x);
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture, format, out);
        return out.toByteArray();
    }

    private static byte[] exif(int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(64);
        tiff.put("Exif\0\0".getBytes(StandardCharsets.UTF_8));
        tiff.putInt(0x4D4D002A).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        tiff.putShort((short) 0x010F).putShort((short) 2).putInt(PLACE.length()).putInt(38);
        tiff.putInt(0).put(PLACE.getBytes(StandardCharsets.UTF_8));
        return tiff.array();
    }

    private static byte[] segment(int marker, byte[] content) {
        return ByteBuffer.allocate(content.length + 4)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (content.length + 2))
                .put(content)
                .array();
    }
}
