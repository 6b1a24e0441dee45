package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import lingdian.access.account.Refused;
import lingdian.access.signin.SignInService;

/**
 * Asks a person in a session for their password before something that goes on after the session, so that whoever found it
 * open leaves nothing behind. Programs have a token and no password, nor has who signs in through the identity provider.
 */
public final class OwnPassword {
    private final SignInService people;

    public OwnPassword(SignInService people) {
        this.people = people;
    }

    /** Whether the caller is asked. */
    public Future<Boolean> isAsked(AuthorisedCall call) {
        return call.browser() == null
                ? Future.succeededFuture(false)
                : people.hasPassword(call.account().id());
    }

    /** Fails with 400 where a person in a session did not give it in the body's {@code password}; counted as at the sign-in. */
    public Future<Void> check(AuthorisedCall call) {
        HttpServerRequest browser = call.browser();
        return browser == null
                ? Future.succeededFuture()
                : people.knowsPassword(call.account().id(), call.body().getString("password", ""), browser)
                        .compose(knows -> knows
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        Refused.body("/password", "expected the password of this account")));
    }
}
