package lingdian.office.api;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import lingdian.access.account.Freshness;

/**
 * Lets whoever changed something in a browser see it in every list at once: a cookie sends the browser's lists to the
 * primary until the standby that is read has replayed the change, or is too far behind to be read.
 */
public final class OwnWrites {
    private static final String COOKIE = "lingdian-wrote";
    /** The longest time from the beginning of a request to its commit. */
    private static final Duration WRITING_MAX = Duration.ofMinutes(1);

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Duration behindMax;

    /** @param behindMax how far behind a standby may be that is read; zero: there is none */
    public OwnWrites(Duration behindMax) {
        this.behindMax = behindMax;
    }

    /** Remembers in the browser that this request changes something. A program without cookies names a position. */
    public void note(HttpServerRequest request) {
        if (!behindMax.isZero() && !READING.contains(request.method()) && request.cookieCount() > 0) {
            request.response()
                    .addCookie(Cookie.cookie(COOKIE, "1")
                            .setHttpOnly(true)
                            .setSameSite(CookieSameSite.STRICT)
                            .setPath("/")
                            .setMaxAge(behindMax.plus(WRITING_MAX).toSeconds()));
        }
    }

    /** How fresh the lists for a request must be. */
    static Freshness wanted(HttpServerRequest request) {
        return READING.contains(request.method()) && request.getCookie(COOKIE) == null
                ? Freshness.of(request.getHeader(Freshness.AT_LEAST))
                : Freshness.ofPrimary();
    }
}
