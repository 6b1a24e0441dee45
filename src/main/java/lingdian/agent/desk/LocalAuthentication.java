package lingdian.agent.desk;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import lingdian.platform.http.Problem;
import lingdian.platform.secret.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates callers by the local secret: programs send it as a bearer token, and people get a cookie after typing
 * it once.
 *
 * <p>The cookie does not contain the secret. It lasts for a shift or until the sign-out, and permits reading. With it alone
 * nothing is recorded: the page's one form that records, a patrol, must also repeat a token that only this page shows, so
 * that no page of another site can make a browser record anything. The Host header must be an address or a name of this machine, so that no
 * other name can be made to point here (DNS rebinding).
 */
final class LocalAuthentication {
    private static final String COOKIE = "lingdian-page";
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final long LINGERING_MILLIS = 1_000;
    private static final String BASIC = "Basic ";
    private static final String SCHEME = "bearer ";

    private final byte[] secret;
    private final String host;
    private final OpenPages pages;

    /** @param host the name or address that the program listens on, which callers may use too */
    LocalAuthentication(String secret, String host, OpenPages pages) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.host = host.toLowerCase(Locale.ROOT);
        this.pages = pages;
    }

    /**
     * Has the answer end the connection, unless the caller turns out to have a secret, key or page of the café: whoever has
     * none holds no connection for longer. To be called before all others.
     */
    static void distrust(RoutingContext routing) {
        routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        routing.addEndHandler(ended -> {
            if (routing.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
                end(routing);
            }
        });
    }

    /** A client that is still sending its body would miss the answer. */
    private static void end(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.isEnded()) {
            request.connection().close();
        } else {
            routing.vertx()
                    .setTimer(LINGERING_MILLIS, late -> request.connection().close());
        }
    }

    /** The caller has one of them, so its connection stays. */
    static void trust(RoutingContext routing) {
        routing.response().headers().remove(HttpHeaders.CONNECTION);
    }

    /** Refuses requests for another host name: 421. */
    void checkHost(RoutingContext routing) {
        HostAndPort authority = routing.request().authority();
        if (authority == null || !known(authority.host().toLowerCase(Locale.ROOT))) {
            throw otherHost().thrown();
        }
        routing.next();
    }

    static Problem otherHost() {
        return Problem.of(421, "expected the Host header to be an address, localhost or the agent's own name");
    }

    /** Programs: 401 without the secret. */
    void checkBearer(RoutingContext routing) {
        if (!bearer(routing.request())) {
            throw secretMissing().thrown();
        }
        trust(routing);
        routing.next();
    }

    /** Cashiers' programs, of which some know a password only: that of HTTP Basic, with whatever user. */
    void checkBearerOrBasic(RoutingContext routing) {
        if (!bearer(routing.request()) && !basic(routing.request())) {
            throw secretMissing().thrown();
        }
        trust(routing);
        routing.next();
    }

    private boolean basic(HttpServerRequest request) {
        String header = request.getHeader("authorization");
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return false;
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            return opensWith(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    static Problem secretMissing() {
        return Problem.of(
                401,
                "send \"Authorization: Bearer <local secret>\"; the secret is in the file local-secret of the agent's directory");
    }

    /** Whether the caller, a program or a person, may see the status. */
    boolean mayLook(RoutingContext routing) {
        boolean mayLook = bearer(routing.request()) || openPage(routing).isPresent();
        if (mayLook) {
            trust(routing);
        }
        return mayLook;
    }

    /** What the page's form must repeat; empty if no page is open in the browser. */
    Optional<String> formToken(RoutingContext routing) {
        return openPage(routing).map(LocalAuthentication::formToken);
    }

    /** Whether a form comes from the page that is open in the browser. */
    boolean isOwnForm(RoutingContext routing) {
        String given = routing.request().getFormAttribute("form");
        return given != null
                && formToken(routing)
                        .filter(token -> MessageDigest.isEqual(
                                token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
    }

    /** Derived from the cookie, which another page can neither read nor guess. */
    private static String formToken(String page) {
        return HexFormat.of().formatHex(Tokens.hash("form " + page));
    }

    boolean opensWith(@Nullable String typed) {
        return typed != null && MessageDigest.isEqual(secret, typed.strip().getBytes(StandardCharsets.UTF_8));
    }

    /** Gives the browser a cookie for the length of a shift. */
    void letIn(RoutingContext routing) {
        routing.response()
                .addCookie(Cookie.cookie(COOKIE, pages.open())
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.STRICT)
                        .setPath("/")
                        .setMaxAge(OpenPages.SHIFT.toSeconds()));
    }

    /** Ends the page here and takes the cookie from the browser. */
    void seeOut(RoutingContext routing) {
        page(routing).ifPresent(pages::close);
        routing.response()
                .addCookie(Cookie.cookie(COOKIE, "")
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.STRICT)
                        .setPath("/")
                        .setMaxAge(0));
    }

    private boolean known(String name) {
        return name.equals("localhost")
                || name.equals(host)
                || name.contains(":") // an IPv6 address: no name has a colon
                || IPV4.matcher(name).matches();
    }

    private boolean bearer(HttpServerRequest request) {
        String header = request.getHeader("authorization");
        return header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && opensWith(header.substring(SCHEME.length()));
    }

    private Optional<String> openPage(RoutingContext routing) {
        return page(routing).filter(pages::isOpen);
    }

    private static Optional<String> page(RoutingContext routing) {
        return Optional.ofNullable(routing.request().getCookie(COOKIE)).map(Cookie::getValue);
    }
}
