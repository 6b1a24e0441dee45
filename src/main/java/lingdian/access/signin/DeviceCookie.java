package lingdian.access.signin;

import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import lingdian.platform.secret.Tokens;

/** The cookie by which a browser is known again after its session has ended. It permits nothing by itself. */
final class DeviceCookie {
    private static final String COOKIE = "lingdian-device";

    private final Tokens tokens;
    private final OwnCookie cookie;

    DeviceCookie(Tokens tokens, RequestOrigin origin) {
        this.tokens = tokens;
        this.cookie = new OwnCookie(COOKIE, CookieSameSite.STRICT, origin);
    }

    /** The device of a request; empty if it brings none. */
    String of(HttpServerRequest request) {
        return cookie.of(request).orElse("");
    }

    String next() {
        return tokens.next();
    }

    void give(RoutingContext routing, String device) {
        routing.response()
                .addCookie(cookie.with(routing.request(), device).setMaxAge(KnownDeviceStore.LASTS.toSeconds()));
    }
}
