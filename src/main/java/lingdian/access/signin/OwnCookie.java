package lingdian.access.signin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * A cookie with a secret of 256 random bits. Over TLS its name has the prefix {@code __Host-}: a browser then accepts it
 * over TLS only and from this host alone, so that no neighbouring host can plant one of its own (RFC 6265bis, 4.1.3.2).
 */
record OwnCookie(String name, CookieSameSite sameSite, RequestOrigin origin) {
    private static final int LENGTH = 43; // 256 bits in base64url

    /** The secret that the request brings; empty if it brings none, or something that is too long or short. */
    Optional<String> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(name(request)))
                .map(Cookie::getValue)
                .filter(secret -> secret.length() == LENGTH);
    }

    /** The cookie that gives the browser a secret. */
    Cookie with(HttpServerRequest request, String secret) {
        return Cookie.cookie(name(request), secret)
                .setHttpOnly(true)
                .setSameSite(sameSite)
                .setSecure(origin.isSecure(request))
                .setPath("/"); // required by the prefix
    }

    /** The cookie that takes the secret from the browser. */
    Cookie taken(HttpServerRequest request) {
        return with(request, "").setMaxAge(0);
    }

    private String name(HttpServerRequest request) {
        return origin.isSecure(request) ? "__Host-" + name : name;
    }
}
