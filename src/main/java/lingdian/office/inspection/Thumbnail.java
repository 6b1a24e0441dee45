package lingdian.office.inspection;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import lingdian.office.file.FileType;

/** A small JPEG of a photograph, upright, so that a page of sixty shows them without opening each. */
final class Thumbnail {
    static final int SIDE_MAX = 240;
    /** A picture of more would need hundreds of megabytes while it is read; pages make theirs smaller before. */
    private static final long PIXELS_MAX = 24_000_000;

    /** Readers hold whole rows, whatever is taken of them. */
    private static final int LENGTH_MAX = 16_384;
    /** A progressive JPEG is read once for each of its scans; cameras make some ten. */
    private static final int SCANS_MAX = 100;
    /** Of all scans together: the largest picture of ten takes two seconds. */
    private static final long SCANNED_PIXELS_MAX = 10 * PIXELS_MAX;

    private Thumbnail() {}

    /** Empty where this platform cannot read the picture: WebP, HEIC, a broken or an enormous one. */
    static Optional<byte[]> of(FileType type, byte[] photo) {
        if (type != FileType.JPEG && type != FileType.PNG || type == FileType.JPEG && scans(photo) > SCANS_MAX) {
            return Optional.empty();
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(photo))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            return readers.hasNext() ? of(readers.next(), in, type, photo) : Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty(); // the photograph itself is kept as it was sent
        }
    }

    private static Optional<byte[]> of(ImageReader reader, ImageInputStream in, FileType type, byte[] photo)
            throws IOException {
        try {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            long pixels = (long) width * height;
            int scans = type == FileType.JPEG ? scans(photo) : 1;
            if (width > LENGTH_MAX
                    || height > LENGTH_MAX
                    || pixels > PIXELS_MAX
                    || pixels * scans > SCANNED_PIXELS_MAX) {
                return Optional.empty();
            }
            ImageReadParam every = reader.getDefaultReadParam();
            int step = Math.max(1, Math.max(width, height) / (2 * SIDE_MAX));
            every.setSourceSubsampling(step, step, 0, 0);
            int orientation = type == FileType.JPEG ? PhotoMetadata.orientation(photo) : 1;
            return Optional.of(jpeg(upright(reader.read(0, every), orientation)));
        } finally {
            reader.dispose();
        }
    }

    /** Within a scan, 0xFF is never followed by the marker of another one. */
    private static int scans(byte[] jpeg) {
        int scans = 0;
        for (int i = 1; i < jpeg.length; i++) {
            scans += jpeg[i - 1] == (byte) 0xFF && jpeg[i] == (byte) 0xDA ? 1 : 0;
        }
        return scans;
    }

    private static BufferedImage upright(BufferedImage read, int orientation) {
        double scale = Math.min(1, (double) SIDE_MAX / Math.max(read.getWidth(), read.getHeight()));
        int width = Math.max(1, (int) Math.round(read.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(read.getHeight() * scale));
        boolean lies = orientation >= 5;
        var small = new BufferedImage(lies ? height : width, lies ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.transform(turn(orientation, width, height));
        graphics.drawImage(read, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }

    /** What EXIF's orientations 1 to 8 mean for a picture of this size. */
    private static AffineTransform turn(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    private static byte[] jpeg(BufferedImage small) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(small, "jpeg", out);
        return out.toByteArray();
    }
}
