package lingdian.access.signin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import lingdian.platform.Tokens;

/**
 * A browser that has not signed in yet: a secret in a cookie, from which the tokens of its forms are derived.
 *
 * <p>It prevents a page of another site from signing a browser in to another account. It is never a session's id.
 */
final class Visit {
    private static final String COOKIE = "lingdian-visit";
    private static final int LENGTH = 43;

    private final Tokens tokens;
    private final RequestOrigin origin;

    Visit(Tokens tokens, RequestOrigin origin) {
        this.tokens = tokens;
        this.origin = origin;
    }

    /** The token for a form that is shown now. */
    String formToken(RoutingContext routing) {
        Cookie known = routing.request().getCookie(COOKIE);
        String secret = known == null || known.getValue().length() != LENGTH ? begin(routing) : known.getValue();
        return CsrfToken.of(secret);
    }

    /** Whether a form comes from a page of ours that was shown to this browser. */
    boolean isOurs(RoutingContext routing) {
        Cookie known = routing.request().getCookie(COOKIE);
        return known != null
                && origin.isOwn(routing.request())
                && CsrfToken.isOf(known.getValue(), routing.request().getFormAttribute(Sessions.CSRF_FIELD));
    }

    private String begin(RoutingContext routing) {
        String secret = tokens.next();
        routing.response()
                .addCookie(Cookie.cookie(COOKIE, secret)
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.STRICT)
                        .setSecure(origin.isSecure(routing.request()))
                        .setPath("/sign-in"));
        return secret;
    }
}
