package lingdian.access.signin;

import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import lingdian.platform.secret.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A browser that has not signed in yet: a secret in a cookie, from which the tokens of its forms are derived.
 *
 * <p>It prevents a page of another site from signing a browser in to another account. It is never a session's id.
 */
final class Visit {
    private static final String COOKIE = "lingdian-visit";
    private static final String PASSWORD_SET = "password set ";

    private final Tokens tokens;
    private final RequestOrigin origin;
    private final OwnCookie cookie;

    Visit(Tokens tokens, RequestOrigin origin) {
        this.tokens = tokens;
        this.origin = origin;
        this.cookie = new OwnCookie(COOKIE, CookieSameSite.STRICT, origin);
    }

    /** The token for a form that is shown now. */
    String formToken(RoutingContext routing) {
        return CsrfToken.of(cookie.of(routing.request()).orElseGet(() -> begin(routing)));
    }

    /** For a link of ours to this browser: a proof that its password has just been set, which no stranger's link has. */
    String passwordMark(RoutingContext routing, String signInName) {
        return CsrfToken.ofPath(
                cookie.of(routing.request()).orElseGet(() -> begin(routing)), PASSWORD_SET + signInName);
    }

    boolean isPasswordMark(RoutingContext routing, String signInName, @Nullable String shown) {
        return cookie.of(routing.request())
                .filter(secret -> CsrfToken.isOfPath(secret, PASSWORD_SET + signInName, shown))
                .isPresent();
    }

    /** Whether a form comes from a page of ours that was shown to this browser. */
    boolean isOurs(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        return origin.isOwn(request)
                && cookie.of(request)
                        .filter(secret -> CsrfToken.isOf(secret, request.getFormAttribute(Sessions.CSRF_FIELD)))
                        .isPresent();
    }

    /** The secret of the browser's cookie, which identifies it; empty if it has none. */
    String secret(RoutingContext routing) {
        return cookie.of(routing.request()).orElse("");
    }

    private String begin(RoutingContext routing) {
        String secret = tokens.next();
        routing.response().addCookie(cookie.with(routing.request(), secret));
        return secret;
    }
}
