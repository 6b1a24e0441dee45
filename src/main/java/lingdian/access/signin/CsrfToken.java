package lingdian.access.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The synchroniser token of a session or visit, which our pages know and a page of another site cannot.
 *
 * <p>Derived from the cookie's secret rather than stored: it reveals nothing of the cookie, and every node derives an
 * equal token.
 */
final class CsrfToken {
    private static final String LABEL = "lingdian csrf 1";

    private CsrfToken() {}

    /** @param secret the value of the cookie */
    static String of(String secret) {
        return mac(secret, LABEL);
    }

    /** The token of one path, which permits no other. */
    static String ofPath(String secret, String path) {
        return mac(secret, LABEL + "\0" + path);
    }

    private static String mac(String secret, String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(label.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    static boolean isOf(String secret, @Nullable String shown) {
        return shown != null && isEqual(of(secret), shown);
    }

    static boolean isOfPath(String secret, String path, @Nullable String shown) {
        return shown != null && isEqual(ofPath(secret, path), shown);
    }

    private static boolean isEqual(String expected, String shown) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
