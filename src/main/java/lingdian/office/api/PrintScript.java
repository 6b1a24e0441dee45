package lingdian.office.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The script of a page's own button with the id {@code print}: a phone has no key for printing. */
public final class PrintScript {
    public static final String TEXT = "document.getElementById('print').addEventListener('click',()=>print())";

    /** The directive of a page's {@code Content-Security-Policy} that allows this script alone. */
    public static final String POLICY = "script-src 'sha256-" + sha256() + "'";

    private PrintScript() {}

    private static String sha256() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
