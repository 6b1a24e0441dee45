package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.signin.ProviderAccounts.Decision;
import lingdian.access.signin.ProviderVisitStore.ProviderVisit;
import lingdian.access.signin.SignInLog.What;
import lingdian.domain.AccountId;
import lingdian.platform.secret.Tokens;
import lingdian.platform.settings.SignInSettings;

/**
 * {@code /sign-in/provider}: redirects to the OpenID Connect provider and receives its answer.
 *
 * <p>The answer must come from the browser that was redirected: a cookie holds the state too. That cookie is
 * {@code Lax}, since people come back from another site. For that reason the last step is a page and not a redirect: a
 * browser would not send the session's {@code Strict} cookie along a chain of redirects that began on another site.
 */
final class ProviderPages {
    private static final String PATH = "/sign-in/provider";
    private static final String COOKIE = "lingdian-provider";

    private final SignInSettings.Provider settings;
    private final Provider provider;
    private final ProviderVisitStore visits;
    private final ProviderVisitLimit limit;
    private final ProviderAccounts accounts;
    private final ClaimMapping mapping;
    private final SignIn signIn;
    private final Tokens tokens;
    private final OwnCookie cookie;
    private final Forms forms;
    private final String home;

    ProviderPages(
            SignInSettings.Provider settings,
            Provider provider,
            ProviderVisitStore visits,
            ProviderVisitLimit limit,
            ProviderAccounts accounts,
            SignIn signIn,
            Tokens tokens,
            RequestOrigin origin,
            Forms forms,
            String home) {
        this.settings = settings;
        this.provider = provider;
        this.visits = visits;
        this.limit = limit;
        this.accounts = accounts;
        this.mapping = new ClaimMapping(settings);
        this.signIn = signIn;
        this.tokens = tokens;
        this.cookie = new OwnCookie(COOKIE, CookieSameSite.LAX, origin);
        this.forms = forms;
        this.home = home;
    }

    void mountOn(Router router) {
        router.get(PATH).handler(routing -> leave(routing).onFailure(routing::fail));
        router.get(Provider.CALLBACK).handler(routing -> comeBack(routing).onFailure(routing::fail));
    }

    private Future<Void> leave(RoutingContext routing) {
        if (!limit.admits(forms.address(routing))) {
            routing.response().putHeader(HttpHeaders.RETRY_AFTER, "60");
            SignInPage.MESSAGE.send(routing, 429, new JsonObject().put("fault", "sign.in.locked"));
            return Future.succeededFuture();
        }
        String state = tokens.next();
        var visit = new ProviderVisit(
                tokens.next(),
                tokens.next(),
                LocalPath.of(routing.request().getParam("next"), ""),
                forms.former(routing)); // the browser does not send that cookie when it comes back
        return provider.address(state, visit)
                .compose(address -> forms.atDoor(routing, () -> visits.keep(state, visit))
                        .map(kept -> {
                            routing.response()
                                    .addCookie(cookie.with(routing.request(), state)
                                            .setMaxAge(ProviderVisitStore.LASTS.toSeconds()));
                            forms.seeOther(routing, address);
                            return null;
                        }));
    }

    private Future<Void> comeBack(RoutingContext routing) {
        Optional<String> state = ownState(routing);
        routing.response().addCookie(cookie.taken(routing.request()));
        Future<Optional<ProviderVisit>> visit = state.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : forms.atDoor(routing, () -> visits.take(state.get()));
        return visit.compose(found -> found.isEmpty() ? refuse(routing) : arrive(routing, found.get()));
    }

    private Future<Void> arrive(RoutingContext routing, ProviderVisit visit) {
        String code = Objects.requireNonNullElse(routing.request().getParam("code"), "");
        return code.isEmpty()
                ? refuse(routing)
                : provider.claims(code, visit)
                        .compose(claims -> claims.isEmpty() ? refuse(routing) : enter(routing, visit, claims.get()));
    }

    private Future<Void> enter(RoutingContext routing, ProviderVisit visit, JsonObject claims) {
        String subject = new IdToken(claims).subject().orElseThrow();
        ProvidedPerson provided = settings.provision() ? mapping.person(claims).orElse(null) : null;
        return accounts.accountOf(settings.issuer(), subject, provided).compose(decision -> switch (decision) {
            case Decision.Admitted(AccountId account) -> admit(routing, visit, account);
            case Decision.Withdrawn(AccountId account) ->
                forms.withdraw(routing, account).compose(ended -> refuse(routing));
            case Decision.Refused() -> refuse(routing);
        });
    }

    private Future<Void> admit(RoutingContext routing, ProviderVisit visit, AccountId account) {
        return forms.endFormer(routing, visit.former())
                .compose(ended -> signIn.admit(account, forms.address(routing), BrowserKind.of(routing.request())))
                .compose(session -> session.isEmpty() ? refuse(routing) : arrived(routing, visit, session.get()));
    }

    private Future<Void> arrived(RoutingContext routing, ProviderVisit visit, Session session) {
        forms.give(routing, session);
        String next = visit.next().isEmpty() ? home : visit.next();
        SignInPage.ARRIVED.send(routing, 200, new JsonObject().put("goTo", next));
        return Future.succeededFuture();
    }

    private Future<Void> refuse(RoutingContext routing) {
        return forms.written(routing, What.SIGN_IN_REFUSED, null).map(written -> {
            SignInPage.MESSAGE.send(routing, 403, new JsonObject().put("fault", "provider.refused"));
            return null;
        });
    }

    private Optional<String> ownState(RoutingContext routing) {
        String state = Objects.requireNonNullElse(routing.request().getParam("state"), "");
        return cookie.of(routing.request()).filter(own -> same(state, own));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
