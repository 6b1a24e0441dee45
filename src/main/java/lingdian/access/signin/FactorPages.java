package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import lingdian.access.signin.SignInLog.What;
import lingdian.platform.text.QrCode;
import org.jspecify.annotations.Nullable;

/**
 * The pages for setting up the second factor of one's own account: the secret is shown once, to whoever knows the
 * password, confirmed by a first code, and activated with recovery codes that are shown once too.
 */
final class FactorPages {
    static final String PATH = "/sign-in/second-factor";

    private final PeopleStore people;
    private final SecondFactor factor;
    private final SignInSessionStore sessions;
    private final SignIn signIn;
    private final Forms forms;

    FactorPages(PeopleStore people, SecondFactor factor, SignInSessionStore sessions, SignIn signIn, Forms forms) {
        this.people = people;
        this.factor = factor;
        this.sessions = sessions;
        this.signIn = signIn;
        this.forms = forms;
    }

    void mountOn(Router router) {
        router.get(PATH).handler(forms.ofSession((routing, session) -> ask(routing, 200, session, null)));
        router.post(PATH).handler(forms.body()).handler(forms.ofSession(this::begin));
        router.post(PATH + "/confirmation").handler(forms.body()).handler(forms.ofSession(this::confirm));
    }

    /**
     * Whether the person must show the password: otherwise whoever found a session open would lock its owner out by a
     * factor of their own. Not at a first sign-in, which has just asked for it.
     */
    private static boolean asksPassword(Session session, Person person) {
        return !session.mustEnrol() && person.passwordHash() != null;
    }

    private Future<Void> begin(RoutingContext routing, Session session) {
        return own(session)
                .compose(person -> knowsPassword(routing, session, person)
                        .compose(knows -> knows
                                ? begin(routing, session, person)
                                : ask(routing, 403, session, "password.wrong")));
    }

    private Future<Boolean> knowsPassword(RoutingContext routing, Session session, Person person) {
        return asksPassword(session, person)
                ? signIn.knowsPassword(
                        person, Forms.typed(routing, "current"), forms.address(routing), forms.device(routing))
                : Future.succeededFuture(true);
    }

    private Future<Void> begin(RoutingContext routing, Session session, Person person) {
        return factor.begin(person)
                .compose(shown -> shown.isPresent()
                        ? show(routing, 200, session, false, shown.get(), true, null)
                        : ask(routing, 409, session, "factor.there"));
    }

    private Future<Person> own(Session session) {
        return people.of(session.account()).map(Optional::orElseThrow);
    }

    /** Shows the first step. */
    private Future<Void> ask(RoutingContext routing, int status, Session session, @Nullable String fault) {
        return own(session)
                .compose(person -> show(routing, status, session, asksPassword(session, person), null, false, fault));
    }

    private Future<Void> confirm(RoutingContext routing, Session session) {
        return factor.confirm(session.account(), Forms.typed(routing, "code"))
                .compose(codes ->
                        codes.isPresent() ? confirmed(routing, session, codes.get()) : askAgain(routing, session));
    }

    /**
     * A mistyped digit does not lose the key that the authenticator has already. It is not shown once more: another session of
     * the account, found open, could ask for it.
     */
    private Future<Void> askAgain(RoutingContext routing, Session session) {
        return factor.isBegun(session.account())
                .compose(begun -> begun
                        ? show(routing, 400, session, false, null, true, "factor.wrong")
                        : ask(routing, 400, session, "factor.wrong"));
    }

    /**
     * Shows the recovery codes. Confirming ended the earlier sessions, so this browser gets a new one with all rights
     * of the role, for the time that was left.
     */
    private Future<Void> confirmed(RoutingContext routing, Session before, List<String> codes) {
        return forms.written(routing, What.SECOND_FACTOR_SET, before.account())
                .compose(written -> sessions.succeed(before))
                .map(session -> {
                    session.ifPresentOrElse(
                            one -> {
                                forms.give(routing, one);
                                SignInPage.RECOVERY_CODES.send(
                                        routing, 200, new JsonObject().put("codes", rows(codes)));
                            },
                            () -> forms.seeOther(routing, SignInPages.PATH));
                    return null;
                });
    }

    private Future<Void> show(
            RoutingContext routing,
            int status,
            Session session,
            boolean asksPassword,
            SecondFactor.@Nullable EnrolmentSecret shown,
            boolean confirming,
            @Nullable String fault) {
        QrCode code = shown == null ? null : QrCode.of(shown.link());
        SignInPage.SECOND_FACTOR.send(
                routing,
                status,
                new JsonObject()
                        .put("csrf", session.csrfToken())
                        .put("mustEnrol", session.mustEnrol())
                        .put("asksPassword", asksPassword)
                        .put("secret", shown == null ? null : spaced(shown.secret()))
                        .put("link", shown == null ? null : shown.link())
                        .put("confirming", confirming)
                        .put("codeSize", code == null ? null : code.size())
                        .put("codePath", code == null ? null : code.path())
                        .put("fault", fault));
        return Future.succeededFuture();
    }

    private static JsonArray rows(List<String> codes) {
        var rows = new JsonArray();
        codes.forEach(code -> rows.add(new JsonObject().put("code", spaced(code))));
        return rows;
    }

    /** The text in groups of four characters, which are easy to copy. */
    private static String spaced(String text) {
        return text.replaceAll("(.{4})(?=.)", "$1 ");
    }
}
