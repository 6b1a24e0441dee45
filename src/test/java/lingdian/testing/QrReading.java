package lingdian.testing;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads the first QR code of a page as a scanner would, from what is drawn. */
public final class QrReading {
    private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) ");
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1H\\d+z");
    private static final int QUIET = 4;

    private QrReading() {}

    public static String read(String page) throws Exception {
        String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>"));
        MatchResult size = SIZE.matcher(svg).results().findFirst().orElseThrow();
        var matrix = new BitMatrix(Integer.parseInt(size.group(1)) - 2 * QUIET);
        RUN.matcher(svg)
                .results()
                .forEach(run -> matrix.setRegion(
                        Integer.parseInt(run.group(1)) - QUIET,
                        Integer.parseInt(run.group(2)) - QUIET,
                        Integer.parseInt(run.group(3)),
                        1));
        return new Decoder().decode(matrix).getText();
    }
}
