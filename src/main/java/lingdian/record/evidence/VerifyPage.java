package lingdian.record.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The page in every bundle that checks bundles without the service or a network: one file, for a browser. */
final class VerifyPage {
    private static final String NAME = "verify.html";

    private VerifyPage() {}

    static String html() {
        try (InputStream in = VerifyPage.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its " + NAME);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
