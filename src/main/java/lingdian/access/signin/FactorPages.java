package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.signin.SignInLog.What;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one's own account and of setting up its second factor: the secret is shown once, confirmed by a first
 * code, and activated with recovery codes that are shown once too.
 */
final class FactorPages {
    static final String PATH = "/sign-in/second-factor";
    static final String ACCOUNT = "/sign-in/account";

    private final PeopleStore people;
    private final SecondFactor factor;
    private final SignInSessionStore sessions;
    private final Forms forms;

    FactorPages(PeopleStore people, SecondFactor factor, SignInSessionStore sessions, Forms forms) {
        this.people = people;
        this.factor = factor;
        this.sessions = sessions;
        this.forms = forms;
    }

    void mountOn(Router router) {
        router.get(ACCOUNT).handler(forms.ofSession(this::account));
        router.get(PATH).handler(forms.ofSession((routing, session) -> show(routing, 200, session, null, null)));
        router.post(PATH).handler(forms.body()).handler(forms.ofSession(this::begin));
        router.post(PATH + "/confirmation").handler(forms.body()).handler(forms.ofSession(this::confirm));
    }

    private Future<Void> account(RoutingContext routing, Session session) {
        return people.of(session.account()).map(Optional::orElseThrow).map(person -> {
            SignInPage.ACCOUNT.send(
                    routing,
                    200,
                    new JsonObject()
                            .put("csrf", session.csrfToken())
                            .put("name", person.name())
                            .put("role", Language.of(routing).word("role." + person.role()))
                            .put("byPassword", person.signInName() != null)
                            .put("hasFactor", person.factor() != null));
            return null;
        });
    }

    private Future<Void> begin(RoutingContext routing, Session session) {
        return people.of(session.account())
                .map(Optional::orElseThrow)
                .compose(factor::begin)
                .compose(shown -> shown.isPresent()
                        ? show(routing, 200, session, shown.get(), null)
                        : show(routing, 409, session, null, "factor.there"));
    }

    private Future<Void> confirm(RoutingContext routing, Session session) {
        String code = Objects.requireNonNullElse(routing.request().getFormAttribute("code"), "");
        return factor.confirm(session.account(), code)
                .compose(codes -> codes.isPresent()
                        ? confirmed(routing, session, codes.get())
                        : show(routing, 400, session, null, "factor.wrong"));
    }

    /**
     * Shows the recovery codes. Confirming ended the earlier sessions, so this browser gets a new one with all rights
     * of the role.
     */
    private Future<Void> confirmed(RoutingContext routing, Session before, List<String> codes) {
        return forms.written(routing, What.SECOND_FACTOR_SET, before.account())
                .compose(written -> sessions.begin(before.account(), false))
                .map(session -> {
                    forms.give(routing, session);
                    SignInPage.RECOVERY_CODES.send(routing, 200, new JsonObject().put("codes", rows(codes)));
                    return null;
                });
    }

    private Future<Void> show(
            RoutingContext routing,
            int status,
            Session session,
            SecondFactor.@Nullable EnrolmentSecret shown,
            @Nullable String fault) {
        SignInPage.SECOND_FACTOR.send(
                routing,
                status,
                new JsonObject()
                        .put("csrf", session.csrfToken())
                        .put("mustEnrol", session.mustEnrol())
                        .put("secret", shown == null ? null : spaced(shown.secret()))
                        .put("link", shown == null ? null : shown.link())
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
