package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import lingdian.access.signin.PasskeyStore.Purpose;
import lingdian.access.signin.SignInLog.What;
import lingdian.domain.VisibleText;
import lingdian.platform.text.Template;
import org.jspecify.annotations.Nullable;

/**
 * {@code /sign-in/passkeys}: one's own passkeys, with adding and removing them.
 *
 * <p>Whoever found a session open must not be able to add a key of their own: the password is asked for, and the sign-in,
 * which showed a second factor, must be recent (OWASP ASVS 5, 7.5.1).
 */
final class PasskeyPages {
    static final String PATH = "/sign-in/passkeys";
    static final String SCRIPT = "/sign-in/passkey.js";

    private static final String CONFIRMATION = PATH + "/confirmation";
    private static final String REMOVAL = PATH + "/removal";

    /** How long ago a person who adds a passkey may have signed in. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    private static final Buffer CODE = Buffer.buffer(Template.text(PasskeyPages.class, "passkey.js"));

    private final PeopleStore people;
    private final @Nullable Passkeys passkeys;
    private final SignInSessionStore sessions;
    private final SignIn signIn;
    private final InstantSource clock;
    private final Forms forms;

    /** @param passkeys null if they are impossible at the service's address */
    PasskeyPages(
            PeopleStore people,
            @Nullable Passkeys passkeys,
            SignInSessionStore sessions,
            SignIn signIn,
            InstantSource clock,
            Forms forms) {
        this.people = people;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.signIn = signIn;
        this.clock = clock;
        this.forms = forms;
    }

    /** What each page of a person is made of. */
    private record Visitor(RoutingContext routing, Session session, Person person, Passkeys passkeys) {}

    private interface Step {
        Future<Void> take(Visitor visitor);
    }

    void mountOn(Router router) {
        router.get(SCRIPT)
                .handler(routing -> routing.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript; charset=utf-8")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "max-age=3600")
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .end(CODE));
        router.get(PATH).handler(forms.ofSession(forOwner(visitor -> show(visitor, 200, null))));
        mount(router, PATH, this::begin);
        mount(router, CONFIRMATION, this::confirm);
        mount(router, REMOVAL, this::remove);
        router.get(CONFIRMATION).handler(routing -> forms.turnBack(routing, PATH));
        router.get(REMOVAL).handler(routing -> forms.turnBack(routing, PATH));
    }

    private void mount(Router router, String path, Step step) {
        router.post(path).handler(forms.body()).handler(forms.ofSession(forOwner(step)));
    }

    /** For who signs in by password and code; others are told what is missing. */
    private Forms.OfSession forOwner(Step step) {
        return (routing, session) -> people.of(session.account())
                .map(Optional::orElseThrow)
                .compose(person -> {
                    if (session.mustEnrol()) {
                        forms.seeOther(routing, FactorPages.PATH);
                        return Future.succeededFuture();
                    }
                    if (passkeys == null || person.factor() == null || person.passwordHash() == null) {
                        return send(routing, 200, unavailable(session, person));
                    }
                    return step.take(new Visitor(routing, session, person, passkeys));
                });
    }

    private JsonObject unavailable(Session session, Person person) {
        return page(session)
                .put("impossible", passkeys == null)
                .put("needsCodes", passkeys != null && person.passwordHash() != null)
                .put("needsPassword", passkeys != null && person.passwordHash() == null);
    }

    private Future<Void> show(Visitor visitor, int status, @Nullable String fault) {
        return visitor.passkeys()
                .of(visitor.session().account())
                .compose(keys -> isRecent(visitor.session())
                        .compose(recent -> send(
                                visitor.routing(),
                                status,
                                page(visitor.session())
                                        .put("keys", rows(keys))
                                        .put("hasKeys", !keys.isEmpty())
                                        .put("copied", keys.stream().anyMatch(key -> !key.isGood()))
                                        .put("isFull", keys.size() >= Passkey.OF_ACCOUNT_MAX)
                                        .put("mayAdd", recent && keys.size() < Passkey.OF_ACCOUNT_MAX)
                                        .put("mustSignIn", !recent && keys.size() < Passkey.OF_ACCOUNT_MAX)
                                        .put("fault", fault))));
    }

    private static JsonObject page(Session session) {
        return new JsonObject()
                .put("csrf", session.csrfToken())
                .put("impossible", false)
                .put("needsCodes", false)
                .put("needsPassword", false)
                .put("keys", new JsonArray())
                .put("hasKeys", false)
                .put("copied", false)
                .put("isFull", false)
                .put("mayAdd", false)
                .put("mustSignIn", false);
    }

    private static JsonArray rows(List<Passkey> keys) {
        var rows = new JsonArray();
        keys.forEach(key -> rows.add(new JsonObject()
                .put("key", key.id())
                .put("keyName", key.name())
                .put("added", key.addedOn().toString())
                .put("used", key.usedOn() == null ? null : key.usedOn().toString())
                .put("refused", key.refusedOn() == null ? null : key.refusedOn().toString())));
        return rows;
    }

    private static Future<Void> send(RoutingContext routing, int status, JsonObject values) {
        SignInPage.PASSKEYS.send(routing, status, values);
        return Future.succeededFuture();
    }

    private Future<Boolean> isRecent(Session session) {
        return sessions.began(session).map(began -> !began.plus(RECENT).isBefore(clock.instant()));
    }

    private Future<Void> begin(Visitor visitor) {
        String name = Forms.typed(visitor.routing(), "keyName").strip();
        if (!isName(name)) {
            return show(visitor, 400, "passkey.name-wrong");
        }
        return isRecent(visitor.session())
                .compose(recent -> recent ? knowsPassword(visitor) : Future.succeededFuture(null))
                .compose(knows -> {
                    if (knows == null) {
                        return show(visitor, 403, "passkey.sign-in-again");
                    }
                    return knows ? ask(visitor, name) : show(visitor, 403, "password.wrong");
                });
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePointCount(0, name.length()) <= Passkey.NAME_CHARACTERS_MAX
                && VisibleText.isName(name);
    }

    private Future<Boolean> knowsPassword(Visitor visitor) {
        RoutingContext routing = visitor.routing();
        return signIn.knowsPassword(
                visitor.person(), Forms.typed(routing, "current"), forms.address(routing), forms.device(routing));
    }

    private Future<Void> ask(Visitor visitor, String name) {
        Session session = visitor.session();
        return visitor.passkeys().askForNew(visitor.person(), session.id()).map(request -> {
            SignInPage.PASSKEY_NEW.send(
                    visitor.routing(),
                    200,
                    new JsonObject()
                            .put("csrf", session.csrfToken())
                            .put("keyName", name)
                            .put("challenge", request.challenge())
                            .put("options", request.options().encode()));
            return null;
        });
    }

    private Future<Void> confirm(Visitor visitor) {
        RoutingContext routing = visitor.routing();
        Session session = visitor.session();
        String challenge = Forms.typed(routing, "challenge");
        String name = Forms.typed(routing, "keyName").strip();
        return visitor.passkeys()
                .asked(challenge, session.id(), Purpose.REGISTRATION)
                .compose(asked -> asked.filter(session.account()::equals).isPresent() && isName(name)
                        ? visitor.passkeys().add(session.account(), challenge, Forms.typed(routing, "credential"), name)
                        : Future.succeededFuture(false))
                .compose(added ->
                        added ? changed(visitor, What.PASSKEY_ADDED) : show(visitor, 400, "passkey.not-added"));
    }

    private Future<Void> remove(Visitor visitor) {
        return knowsPassword(visitor)
                .compose(knows -> knows
                        ? visitor.passkeys()
                                .remove(visitor.session().account(), Forms.typed(visitor.routing(), "key"))
                                .compose(removed -> removed
                                        ? changed(visitor, What.PASSKEY_REMOVED)
                                        : show(visitor, 404, "passkey.gone"))
                        : show(visitor, 403, "password.wrong"));
    }

    /** All sessions have ended; this browser gets a new one, for the time that was left. */
    private Future<Void> changed(Visitor visitor, What what) {
        return forms.written(visitor.routing(), what, visitor.session().account())
                .compose(written -> sessions.succeed(visitor.session()))
                .map(session -> {
                    session.ifPresent(one -> forms.give(visitor.routing(), one));
                    forms.seeOther(visitor.routing(), PATH); // whoever has no session is sent on to sign in
                    return null;
                });
    }
}
