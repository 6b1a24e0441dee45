package lingdian.record.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The page that checks bundles without the service or a network: one file, for a browser. It lies in every bundle, where a
 * forger may replace it, so a node serves it too.
 */
public final class VerifyPage {
    public static final String NAME = "verify.html";

    private VerifyPage() {}

    public static String html() {
        try (InputStream in = VerifyPage.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its " + NAME);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a page is this one, byte for byte. A bundle without one brings no other. */
    static boolean isOurs(byte @Nullable [] page) {
        return page == null || Arrays.equals(page, html().getBytes(StandardCharsets.UTF_8));
    }
}
