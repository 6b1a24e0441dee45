package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import lingdian.access.signin.SignIn.Attempt;
import lingdian.access.signin.SignIn.Outcome;
import lingdian.domain.AccountId;
import lingdian.platform.text.Template;
import org.jspecify.annotations.Nullable;

/** {@code /sign-in}: the form, signing in and signing out. */
final class SignInPages {
    static final String PATH = "/sign-in";
    private static final String PASSWORD_SET = "set";
    private static final String SIGNED_OUT = "out";
    private static final String SECOND_STEP = PATH + "/second-step";
    private static final Buffer STYLE = Buffer.buffer(Template.text(SignInPages.class, "style.css"));

    private final SignIn signIn;
    private final @Nullable SecondStepForm secondStep;
    private final Forms forms;
    private final @Nullable String provider;
    private final String home;

    /**
     * @param secondStep null if passkeys are impossible at the service's address
     * @param provider the name of the OpenID Connect provider on its button; null if there is none
     * @param home the page after a sign-in without a requested page
     */
    SignInPages(
            SignIn signIn, @Nullable SecondStepForm secondStep, Forms forms, @Nullable String provider, String home) {
        this.signIn = signIn;
        this.secondStep = secondStep;
        this.forms = forms;
        this.provider = provider;
        this.home = home;
    }

    void mountOn(Router router) {
        router.get(PATH + "/style.css")
                .handler(routing -> routing.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/css; charset=utf-8")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "max-age=3600")
                        .end(STYLE));
        router.get(PATH).handler(routing -> show(routing, 200, overdue(routing)));
        router.post(PATH).handler(forms.body()).handler(forms.ofVisit(this::enter));
        router.get(SECOND_STEP).handler(routing -> forms.turnBack(routing, PATH));
        if (secondStep != null) {
            router.post(SECOND_STEP)
                    .handler(forms.body())
                    .handler(forms.ofVisit(routing -> enter(routing, secondStep)));
        }
        router.post("/sign-out").handler(forms.body()).handler(forms.ofSession(this::leave));
    }

    /**
     * The page for whoever has just set a password, with the name that belongs to it.
     *
     * @param signInName empty if there is none
     * @param mark shows that a password was set in this browser: by a link of theirs, strangers could claim it of any name
     */
    static String afterPassword(String signInName, String mark) {
        String page = PATH + "?" + PASSWORD_SET + "=" + mark;
        return signInName.isEmpty() ? page : page + "&name=" + URLEncoder.encode(signInName, StandardCharsets.UTF_8);
    }

    /** What stands in the field of the name: what was typed before, or the name whose password was just set. */
    private String name(RoutingContext routing) {
        String typed = routing.request().getFormAttribute("name");
        return typed != null ? typed : isPasswordSet(routing) ? named(routing) : "";
    }

    private boolean isPasswordSet(RoutingContext routing) {
        return forms.isPasswordMark(routing, named(routing), routing.request().getParam(PASSWORD_SET));
    }

    private static String named(RoutingContext routing) {
        return Objects.requireNonNullElse(routing.request().getParam("name"), "");
    }

    /** The notice for a person whose session has ended. */
    private static @Nullable String overdue(RoutingContext routing) {
        return routing.request().getParam("over") == null ? null : "sign.in.over";
    }

    private void show(RoutingContext routing, int status, @Nullable String fault) {
        String next = LocalPath.of(routing.request().getParam("next"), "");
        String name = name(routing);
        SignInPage.SIGN_IN.send(
                routing,
                status,
                new JsonObject()
                        .put("csrf", forms.visitToken(routing))
                        .put("next", next)
                        .put("name", name)
                        .put("named", !name.isEmpty())
                        .put("provider", provider)
                        .put("passkeys", secondStep != null)
                        .put("passwordSet", fault == null && isPasswordSet(routing))
                        .put("signedOut", fault == null && routing.request().getParam(SIGNED_OUT) != null)
                        .put("fault", fault));
    }

    private Future<Void> enter(RoutingContext routing) {
        var attempt = new Attempt(
                Forms.typed(routing, "name"),
                Forms.typed(routing, "password"),
                Forms.typed(routing, "code"),
                forms.address(routing),
                forms.device(routing),
                BrowserKind.of(routing.request()));
        if (attempt.password().length() > 2 * PasswordRules.MOST_CHARACTERS) {
            show(routing, 403, "sign.in.refused");
            return Future.succeededFuture();
        }
        return signIn.attempt(attempt)
                .compose(outcome -> outcome instanceof Outcome.SecondStepNeeded(AccountId account) && secondStep != null
                        ? secondStep.show(routing, 200, account, null)
                        : finish(routing, outcome));
    }

    /** The second step. One that is refused may be tried again, until the lock-out. */
    private Future<Void> enter(RoutingContext routing, SecondStepForm form) {
        return form.attempt(routing).compose(attempted -> {
            if (attempted.isEmpty()) {
                show(routing, 403, "second-step.over");
                return Future.succeededFuture();
            }
            return attempted.get().outcome() instanceof Outcome.Refused
                    ? form.show(routing, 403, attempted.get().account(), "second-step.wrong")
                    : finish(routing, attempted.get().outcome());
        });
    }

    private Future<Void> finish(RoutingContext routing, Outcome outcome) {
        return remembered(routing, outcome).map(kept -> {
            answer(routing, kept);
            return null;
        });
    }

    /** A device is known from its first good sign-in on, and has one session. */
    private Future<Outcome> remembered(RoutingContext routing, Outcome outcome) {
        return outcome instanceof Outcome.SignedIn(Session session)
                ? forms.endFormer(routing, forms.former(routing))
                        .compose(ended -> forms.remember(routing, session.account()))
                        .map(outcome)
                : Future.succeededFuture(outcome);
    }

    private void answer(RoutingContext routing, Outcome outcome) {
        switch (outcome) {
            case Outcome.SignedIn(Session session) -> {
                forms.give(routing, session);
                forms.seeOther(
                        routing,
                        session.mustEnrol()
                                ? FactorPages.PATH
                                : LocalPath.of(routing.request().getFormAttribute("next"), home));
            }
            case Outcome.Refused() -> show(routing, 403, "sign.in.refused");
            case Outcome.SecondStepNeeded step -> show(routing, 403, "sign.in.refused");
            case Outcome.Copied() -> show(routing, 403, "passkey.copied");
            case Outcome.LockedOut locked -> {
                routing.response()
                        .putHeader(
                                HttpHeaders.RETRY_AFTER,
                                Long.toString(locked.remaining().toSeconds()));
                show(routing, 429, "sign.in.locked");
            }
        }
    }

    private Future<Void> leave(RoutingContext routing, Session session) {
        return forms.end(routing, session).map(ended -> {
            // What the console keeps on the device goes too, whichever page the sign-out came from.
            routing.response().putHeader("Clear-Site-Data", "\"storage\"");
            forms.seeOther(routing, PATH + "?" + SIGNED_OUT + "=1");
            return null;
        });
    }
}
