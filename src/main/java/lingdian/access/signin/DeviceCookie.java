package lingdian.access.signin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import lingdian.platform.Tokens;

/** The cookie by which a browser is known again after its session has ended. It permits nothing by itself. */
final class DeviceCookie {
    private static final String COOKIE = "lingdian-device";
    private static final String SECURE_COOKIE = "__Host-" + COOKIE; // accepted only over TLS
    private static final int LENGTH = 43;

    private final Tokens tokens;
    private final RequestOrigin origin;

    DeviceCookie(Tokens tokens, RequestOrigin origin) {
        this.tokens = tokens;
        this.origin = origin;
    }

    /** The device of a request; empty if it brings none. */
    String of(HttpServerRequest request) {
        Cookie cookie = request.getCookie(name(request));
        return cookie == null || cookie.getValue().length() != LENGTH ? "" : cookie.getValue();
    }

    String next() {
        return tokens.next();
    }

    void give(RoutingContext routing, String device) {
        HttpServerRequest request = routing.request();
        routing.response()
                .addCookie(Cookie.cookie(name(request), device)
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.STRICT)
                        .setSecure(origin.isSecure(request))
                        .setMaxAge(KnownDeviceStore.LASTS.toSeconds())
                        .setPath("/"));
    }

    private String name(HttpServerRequest request) {
        return origin.isSecure(request) ? SECURE_COOKIE : COOKIE;
    }
}
