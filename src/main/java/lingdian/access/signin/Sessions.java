package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import lingdian.domain.AccountId;
import lingdian.platform.http.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session of a request by its cookie, and decides whether a change comes from a page of ours.
 *
 * <p>For pages: {@link #find} for reading, {@link Session#csrfToken} for their forms (field {@value #CSRF_FIELD}) and
 * scripts (header {@value #CSRF_HEADER}), {@link Session#csrfToken(String)} for the address of a form that is checked
 * before it is read (query {@value #CSRF_FIELD}), {@link #mayChange} before each change.
 */
public final class Sessions {
    public static final String CSRF_HEADER = "Lingdian-Csrf";
    public static final String CSRF_FIELD = "csrf";

    /** The cookie of a session; over TLS with a prefix. */
    public static final String COOKIE = "lingdian-session";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final String PAGE_HEADER = "HX-Request"; // htmx sets it
    private static final String EVENT_STREAM = "text/event-stream";

    private final SignInSessionStore store;
    private final RequestOrigin origin;
    private final OwnCookie cookie;

    Sessions(SignInSessionStore store, RequestOrigin origin) {
        this.store = store;
        this.origin = origin;
        this.cookie = new OwnCookie(COOKIE, CookieSameSite.STRICT, origin);
    }

    /** The session of the request; empty if it carries none, or an ended one. */
    public Future<Optional<Session>> find(HttpServerRequest request) {
        String id = id(request);
        return id == null ? Future.succeededFuture(Optional.empty()) : store.find(id, !isByPage(request));
    }

    /**
     * Whether an open page makes the request by itself, to reload a part or to follow the feed. Such a request does not
     * show that a person is there, so it does not refresh the idle time (OWASP ASVS 5, 7.3.1).
     */
    private static boolean isByPage(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && (request.headers().contains(PAGE_HEADER)
                        || request.headers().contains(HttpHeaders.ACCEPT, EVENT_STREAM, true));
    }

    /** The {@link Session#name} of the session whose cookie the request carries, ended or not; empty if it has none. */
    String name(HttpServerRequest request) {
        String id = id(request);
        return id == null ? "" : Session.name(id);
    }

    /** The account whose session the request carries, even an ended one, whose cookie may have been stolen. */
    public Future<Optional<AccountId>> owner(HttpServerRequest request) {
        String id = id(request);
        return id == null ? Future.succeededFuture(Optional.empty()) : store.owner(id);
    }

    /**
     * Whether the request may do what it asks, by its origin: a read always may; a change must come from our own pages
     * and carry the session's token. A WebSocket reads, but any page may open one: it must come from ours.
     */
    public boolean mayChange(HttpServerRequest request, Session session) {
        if (READING.contains(request.method())) {
            return !request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)
                    || origin.isOwn(request);
        }
        return origin.isOwn(request) && showsToken(request, session);
    }

    /** The address of the client, as far as it can be known; from a trusted proxy if one is configured. */
    public ClientAddress address(HttpServerRequest request) {
        return origin.address(request);
    }

    /** Whether the browser says that the request comes from a page of ours. */
    public boolean isOwn(HttpServerRequest request) {
        return origin.isOwn(request);
    }

    private static boolean showsToken(HttpServerRequest request, Session session) {
        String header = request.getHeader(CSRF_HEADER);
        if (header != null) {
            return CsrfToken.isOf(session.id(), header);
        }
        return CsrfToken.isOf(session.id(), request.getFormAttribute(CSRF_FIELD))
                || CsrfToken.isOfPath(session.id(), String.valueOf(request.path()), request.getParam(CSRF_FIELD));
    }

    /** The ended sessions among {@code names}, which are values of {@link Session#name}. */
    public Future<Set<String>> ended(Set<String> names) {
        return store.ended(names);
    }

    /** Sets the session cookie in the browser. */
    void give(RoutingContext routing, Session session) {
        routing.response().addCookie(cookie.with(routing.request(), session.id()));
    }

    /** Removes the session cookie from the browser. */
    void take(RoutingContext routing) {
        routing.response().addCookie(cookie.taken(routing.request()));
    }

    private @Nullable String id(HttpServerRequest request) {
        return cookie.of(request).orElse(null);
    }
}
