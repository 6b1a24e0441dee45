package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import lingdian.access.signin.SignInLog.Entry;
import lingdian.access.signin.SignInLog.What;
import lingdian.domain.AccountId;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.OpenDoor;
import org.jspecify.annotations.Nullable;

/**
 * The checks common to all forms: the visit or session, and that the request comes from our own page; otherwise it is
 * refused and logged.
 *
 * <p>No form can be mounted without one of the two checks.
 */
final class Forms {
    private static final long MOST_BYTES = 8_192;

    private final Sessions sessions;
    private final SignInSessionStore store;
    private final Visit visit;
    private final DeviceCookie device;
    private final KnownDeviceStore devices;
    private final RequestOrigin origin;
    private final SignInLog log;
    private final OpenDoor door;

    Forms(
            Sessions sessions,
            SignInSessionStore store,
            Visit visit,
            DeviceCookie device,
            KnownDeviceStore devices,
            RequestOrigin origin,
            SignInLog log,
            OpenDoor door) {
        this.sessions = sessions;
        this.store = store;
        this.visit = visit;
        this.device = device;
        this.devices = devices;
        this.origin = origin;
        this.log = log;
        this.door = door;
    }

    /** Handles a form of a visitor who is not signed in. */
    interface OfVisit {
        Future<Void> take(RoutingContext routing);
    }

    /** Handles a page or form of a person who is signed in. */
    interface OfSession {
        Future<Void> take(RoutingContext routing, Session session);
    }

    /** Reads the form. */
    BodyHandler body() {
        return BodyHandler.create(false).setBodyLimit(MOST_BYTES);
    }

    Handler<RoutingContext> ofVisit(OfVisit form) {
        return routing -> (visit.isOurs(routing) ? form.take(routing) : forged(routing, null)).onFailure(routing::fail);
    }

    /** Redirects visitors who are not signed in to the sign-in page. */
    Handler<RoutingContext> ofSession(OfSession form) {
        return routing -> sessions.find(routing.request())
                .compose(found -> take(routing, found, form))
                .onFailure(routing::fail);
    }

    String visitToken(RoutingContext routing) {
        return visit.formToken(routing);
    }

    /** As of {@link Visit}. */
    String passwordMark(RoutingContext routing, String signInName) {
        return visit.passwordMark(routing, signInName);
    }

    boolean isPasswordMark(RoutingContext routing, String signInName, @Nullable String shown) {
        return visit.isPasswordMark(routing, signInName, shown);
    }

    /** Identifies the browser of a form of a visit, whose cookie it must have shown. */
    String visitSecret(RoutingContext routing) {
        return visit.secret(routing);
    }

    ClientAddress address(RoutingContext routing) {
        return origin.address(routing.request());
    }

    /** Asks the database for a caller who has not signed in. Fails with 429 while too many such questions are in progress. */
    <T> Future<T> atDoor(RoutingContext routing, Supplier<Future<T>> question) {
        return door.attempt(address(routing), question);
    }

    /** The browser's device cookie; empty if it has none. */
    String device(RoutingContext routing) {
        return device.of(routing.request());
    }

    /** Makes the browser a known device of the account, and of those who signed in on it before. */
    Future<Void> remember(RoutingContext routing, AccountId account) {
        String known = device(routing);
        String id = known.isEmpty() ? device.next() : known;
        return devices.remember(id, account).map(remembered -> {
            device.give(routing, id);
            return null;
        });
    }

    Future<Void> written(RoutingContext routing, What what, @Nullable AccountId account) {
        return log.write(new Entry(what, account, address(routing)));
    }

    /** The name of the session that the browser has, ended or not; empty if it has none. */
    String former(RoutingContext routing) {
        return sessions.name(routing.request());
    }

    /**
     * Ends the session that the browser had before a new sign-in, and logs it: its cookie is about to be replaced, so
     * nobody could sign out of it any more (OWASP ASVS 5, 7.2.4).
     *
     * @param former its name; empty if there was none
     */
    Future<Void> endFormer(RoutingContext routing, String former) {
        return former.isEmpty()
                ? Future.succeededFuture()
                : store.endNamed(former)
                        .compose(account -> account.isEmpty()
                                ? Future.succeededFuture()
                                : written(routing, What.SIGNED_OUT, account.get()));
    }

    /** Ends all sessions of an account that the identity provider no longer describes, and logs it if there were any. */
    Future<Void> withdraw(RoutingContext routing, AccountId account) {
        return store.endAll(account)
                .compose(ended ->
                        ended == 0 ? Future.succeededFuture() : written(routing, What.SESSIONS_WITHDRAWN, account));
    }

    /** Sets the session cookie in the browser. */
    void give(RoutingContext routing, Session session) {
        sessions.give(routing, session);
    }

    /** Ends the session and logs it. */
    Future<Void> end(RoutingContext routing, Session session) {
        return store.end(session.id())
                .compose(ended -> written(routing, What.SIGNED_OUT, session.account()))
                .map(written -> {
                    sessions.take(routing);
                    return null;
                });
    }

    /** What was typed in a field; empty if nothing was. */
    static String typed(RoutingContext routing, String field) {
        return Objects.requireNonNullElse(routing.request().getFormAttribute(field), "");
    }

    /** For the link to the other language on a form's answer, which cannot be shown again: shows the form's page in it. */
    void turnBack(RoutingContext routing, String path) {
        Language.of(routing);
        seeOther(routing, path);
    }

    void seeOther(RoutingContext routing, String path) {
        routing.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, path)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }

    private Future<Void> take(RoutingContext routing, Optional<Session> found, OfSession form) {
        if (found.isEmpty()) {
            seeOther(routing, SignInPages.PATH);
            return Future.succeededFuture();
        }
        Session session = found.get();
        return sessions.mayChange(routing.request(), session)
                ? form.take(routing, session)
                : forged(routing, session.account());
    }

    private Future<Void> forged(RoutingContext routing, @Nullable AccountId account) {
        return written(routing, What.FORGED_REQUEST, account).map(written -> {
            SignInPage.MESSAGE.send(routing, 403, new JsonObject().put("fault", "form.forged"));
            return null;
        });
    }
}
