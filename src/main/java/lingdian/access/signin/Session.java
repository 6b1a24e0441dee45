package lingdian.access.signin;

import java.util.Base64;
import lingdian.domain.AccountId;
import lingdian.platform.secret.Tokens;

/**
 * One sign-in of one person, until it ends.
 *
 * @param id the secret of the cookie, 256 random bits; the database stores only its hash
 * @param mustEnrol whether it permits only setting up the second factor that its role requires
 */
public record Session(String id, AccountId account, boolean mustEnrol) {
    /** The token that a form or the {@code Lingdian-Csrf} header must carry with every change. */
    public String csrfToken() {
        return CsrfToken.of(id);
    }

    /**
     * The token that the address of a form carries in its query if the form is checked before it is read. It is valid
     * for this path only, because addresses are written into the logs of proxies.
     */
    public String csrfToken(String path) {
        return CsrfToken.ofPath(id, path);
    }

    /** Identifies the session without revealing its secret: the hash, 43 characters of base64url. */
    public String name() {
        return name(id);
    }

    static String name(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash(id));
    }

    @Override
    public String toString() {
        return "Session[account=" + account + "]"; // the id is a secret
    }
}
