package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.signin.SignInLog.What;
import lingdian.domain.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * The pages for setting a password: by an invitation, once, or by the current password. Both end all sessions. The browser is a
 * known device from then on: an invitation would help nobody whose name strangers keep locked out.
 */
final class PasswordPages {
    static final String INVITATION = "/sign-in/invitation";

    private static final String PASSWORD = "/sign-in/password";

    private final PeopleStore people;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final SignIn signIn;
    private final Forms forms;

    PasswordPages(PeopleStore people, Passwords passwords, PasswordRules rules, SignIn signIn, Forms forms) {
        this.people = people;
        this.passwords = passwords;
        this.rules = rules;
        this.signIn = signIn;
        this.forms = forms;
    }

    void mountOn(Router router) {
        router.get(INVITATION)
                .handler(routing -> invited(routing, this::showInvitation).onFailure(routing::fail));
        router.post(INVITATION).handler(forms.body()).handler(forms.ofVisit(routing -> invited(routing, this::accept)));
        router.get(PASSWORD).handler(forms.ofSession((routing, session) -> show(routing, 200, session, null)));
        router.post(PASSWORD).handler(forms.body()).handler(forms.ofSession(this::change));
    }

    private interface OfInvited {
        Future<Void> take(RoutingContext routing, Person person);
    }

    private Future<Void> invited(RoutingContext routing, OfInvited step) {
        return forms.atDoor(routing, () -> people.invited(token(routing)))
                .compose(person -> person.isPresent() ? step.take(routing, person.get()) : over(routing));
    }

    private static Future<Void> over(RoutingContext routing) {
        SignInPage.MESSAGE.send(routing, 410, new JsonObject().put("fault", "invitation.over"));
        return Future.succeededFuture();
    }

    private Future<Void> showInvitation(RoutingContext routing, Person person) {
        return showInvitation(routing, 200, person, null);
    }

    private Future<Void> showInvitation(RoutingContext routing, int status, Person person, @Nullable String fault) {
        SignInPage.INVITATION.send(
                routing,
                status,
                new JsonObject()
                        .put("csrf", forms.visitToken(routing))
                        .put("token", token(routing))
                        .put("name", person.signInName())
                        .put("fault", fault));
        return Future.succeededFuture();
    }

    private Future<Void> accept(RoutingContext routing, Person person) {
        Optional<String> fault = fault(routing, person);
        return fault.isPresent()
                ? showInvitation(routing, 400, person, fault.get())
                : set(routing, person, Forms.typed(routing, "password"), token(routing))
                        .compose(set -> set ? toSignIn(routing, person) : over(routing));
    }

    private Future<Void> show(RoutingContext routing, int status, Session session, @Nullable String fault) {
        SignInPage.PASSWORD.send(
                routing,
                status,
                new JsonObject().put("csrf", session.csrfToken()).put("fault", fault));
        return Future.succeededFuture();
    }

    /** Asks for the current password; wrong guesses are counted like those at the sign-in. */
    private Future<Void> change(RoutingContext routing, Session session) {
        return own(session.account()).compose(person -> {
            Optional<String> fault = fault(routing, person);
            return fault.isPresent()
                    ? show(routing, 400, session, fault.get())
                    : signIn.knowsPassword(
                                    person,
                                    Forms.typed(routing, "current"),
                                    forms.address(routing),
                                    forms.device(routing))
                            .compose(knows -> knows
                                    ? set(routing, person, Forms.typed(routing, "password"), null)
                                            .compose(set -> toSignIn(routing, person))
                                    : show(routing, 403, session, "password.wrong"));
        });
    }

    private Future<Person> own(AccountId account) {
        return people.of(account).map(Optional::orElseThrow);
    }

    private Future<Boolean> set(RoutingContext routing, Person person, String password, @Nullable String invitation) {
        return passwords
                .hash(password)
                .compose(hash -> people.setPassword(person.account(), hash, invitation))
                .compose(set -> set
                        ? forms.written(routing, What.PASSWORD_SET, person.account())
                                .compose(written -> forms.remember(routing, person.account()))
                                .map(true)
                        : Future.succeededFuture(false));
    }

    private Future<Void> toSignIn(RoutingContext routing, Person person) {
        String name = Objects.requireNonNullElse(person.signInName(), "");
        forms.seeOther(routing, SignInPages.afterPassword(name, forms.passwordMark(routing, name)));
        return Future.succeededFuture();
    }

    private Optional<String> fault(RoutingContext routing, Person person) {
        String password = Forms.typed(routing, "password");
        return password.equals(Forms.typed(routing, "again"))
                ? rules.fault(password, List.of(String.valueOf(person.signInName()), person.name()))
                : Optional.of("password.differs");
    }

    private static String token(RoutingContext routing) {
        String form = routing.request().getFormAttribute("token");
        return Objects.requireNonNullElse(form == null ? routing.request().getParam("token") : form, "");
    }
}
