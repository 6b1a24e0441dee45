package lingdian.access.signin;

import java.util.Base64;
import java.util.UUID;
import lingdian.platform.Tokens;

/**
 * One sign-in of one person, as long as it lasts.
 *
 * @param id the secret of the cookie, 256 random bits; the database knows its hash alone
 * @param mustEnrol whether it is good for nothing but setting up the second factor that its role must have
 */
public record Session(String id, UUID account, boolean mustEnrol) {
    /** What a form or {@code Lingdian-Csrf} header must show with every change. */
    public String csrfToken() {
        return CsrfToken.of(id);
    }

    /** Names it without telling it: its hash, 43 characters of base64url. */
    public String name() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash(id));
    }

    @Override
    public String toString() {
        return "Session[account=" + account + "]"; // the id is a secret
    }
}
