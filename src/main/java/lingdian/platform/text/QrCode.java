package lingdian.platform.text;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A text as a QR code (ISO/IEC 18004) for SVG, so that it prints sharply at any size and needs no picture file. The text may be a
 * secret.
 *
 * @param size the width and height of the view box, in modules
 * @param path one rectangle for each run of dark modules
 */
public record QrCode(int size, String path) {
    /** White modules around it, which readers need. */
    private static final int QUIET = 4;

    /** @throws IllegalArgumentException if the text is too long for a QR code */
    public static QrCode of(String text) {
        ByteMatrix matrix = matrix(text);
        return new QrCode(matrix.getWidth() + 2 * QUIET, path(matrix));
    }

    /** As an element of a page. */
    public String svg() {
        return "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size
                + "\" shape-rendering=\"crispEdges\"><path d=\"" + path + "\"/></svg>";
    }

    private static ByteMatrix matrix(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("the text is too long for a QR code", tooLong);
        }
    }

    private static String path(ByteMatrix matrix) {
        var path = new StringBuilder();
        for (int y = 0; y < matrix.getHeight(); y++) {
            for (int x = 0; x < matrix.getWidth(); x++) {
                int end = x;
                while (end < matrix.getWidth() && matrix.get(end, y) == 1) {
                    end++;
                }
                if (end > x) {
                    path.append('M').append(x + QUIET).append(' ').append(y + QUIET);
                    path.append('h')
                            .append(end - x)
                            .append("v1H")
                            .append(x + QUIET)
                            .append('z');
                    x = end;
                }
            }
        }
        return path.toString();
    }

    @Override
    public String toString() {
        return "QrCode[" + size + "]";
    }
}
