package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import lingdian.access.signin.SignInLog.What;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * {@code /sign-in/account}: one's own account and its sessions, and ending them.
 *
 * <p>Whoever found a session open must not be able to end its owner's others, so the password is asked for (OWASP ASVS 5,
 * 7.5.2).
 */
final class AccountPages {
    static final String PATH = "/sign-in/account";

    private static final String SESSIONS = PATH + "/sessions";
    private static final String OTHERS = "others";

    private final PeopleStore people;
    private final SignInSessionStore sessions;
    private final SignIn signIn;
    private final InstantSource clock;
    private final Forms forms;

    AccountPages(PeopleStore people, SignInSessionStore sessions, SignIn signIn, InstantSource clock, Forms forms) {
        this.people = people;
        this.sessions = sessions;
        this.signIn = signIn;
        this.clock = clock;
        this.forms = forms;
    }

    void mountOn(Router router) {
        router.get(PATH).handler(forms.ofSession((routing, session) -> show(routing, 200, session, null)));
        router.post(SESSIONS).handler(forms.body()).handler(forms.ofSession(this::end));
    }

    private Future<Void> show(RoutingContext routing, int status, Session session, @Nullable String fault) {
        return own(session)
                .compose(person -> open(session).map(open -> {
                    SignInPage.ACCOUNT.send(routing, status, page(Language.of(routing), session, person, open, fault));
                    return null;
                }));
    }

    /** Without its second factor a person may do nothing else than set it up. */
    private Future<List<OpenSession>> open(Session session) {
        return session.mustEnrol() ? Future.succeededFuture(List.of()) : sessions.open(session.account());
    }

    private JsonObject page(
            Language language, Session session, Person person, List<OpenSession> open, @Nullable String fault) {
        return new JsonObject()
                .put("csrf", session.csrfToken())
                .put("name", person.name())
                .put("mayGoOn", !session.mustEnrol())
                .put("role", language.word("role." + person.role()))
                .put("byPassword", person.signInName() != null)
                .put("hasFactor", person.factor() != null)
                .put("asksPassword", person.passwordHash() != null)
                .put("sessions", rows(language, session, open))
                .put("hasOthers", open.stream().anyMatch(one -> !one.name().equals(session.name())))
                .put("fault", fault);
    }

    private JsonArray rows(Language language, Session here, List<OpenSession> open) {
        PageTimes times = language.times(clock.instant());
        var rows = new JsonArray();
        open.forEach(one -> rows.add(new JsonObject()
                .put("session", one.name())
                .put("isThis", one.name().equals(here.name()))
                .put("browser", browser(language, one))
                .put("began", times.moment(one.beganAt()))
                .put("seen", times.moment(latest(one)))));
        return rows;
    }

    /** A session is seen to the minute, so its first requests may seem to be before its beginning. */
    private static Instant latest(OpenSession one) {
        return one.seenAt().isAfter(one.beganAt()) ? one.seenAt() : one.beganAt();
    }

    private static String browser(Language language, OpenSession one) {
        return Optional.ofNullable(one.browser())
                .flatMap(BrowserKind::label)
                .orElseGet(() -> language.word("session.browser.other"));
    }

    private Future<Void> end(RoutingContext routing, Session session) {
        if (session.mustEnrol()) {
            forms.seeOther(routing, FactorPages.PATH);
            return Future.succeededFuture();
        }
        return own(session)
                .compose(person -> knowsPassword(routing, person))
                .compose(knows -> knows ? ended(routing, session) : show(routing, 403, session, "password.wrong"));
    }

    /** An account of the identity provider has none. */
    private Future<Boolean> knowsPassword(RoutingContext routing, Person person) {
        return person.passwordHash() == null
                ? Future.succeededFuture(true)
                : signIn.knowsPassword(
                        person, Forms.typed(routing, "current"), forms.address(routing), forms.device(routing));
    }

    private Future<Void> ended(RoutingContext routing, Session session) {
        String which = Forms.typed(routing, "end");
        Future<Integer> ended = which.equals(OTHERS)
                ? sessions.endOthers(session)
                : sessions.endOne(session.account(), which).map(one -> one ? 1 : 0);
        return ended.compose(count -> count == 0
                        ? Future.succeededFuture()
                        : forms.written(routing, What.SESSIONS_ENDED, session.account()))
                .map(written -> {
                    forms.seeOther(routing, PATH);
                    return null;
                });
    }

    private Future<Person> own(Session session) {
        return people.of(session.account()).map(Optional::orElseThrow);
    }
}
