package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import lingdian.access.signin.PasskeyStore.Purpose;
import lingdian.access.signin.SecondStep.Attempt;
import lingdian.access.signin.SecondStep.Proof;
import lingdian.access.signin.SignIn.Outcome;
import lingdian.domain.AccountId;
import org.jspecify.annotations.Nullable;

/** The page of the second step, with the passkey and the code. It is shown to the browser that showed the password. */
final class SecondStepForm {
    private final Passkeys passkeys;
    private final SecondStep step;
    private final Forms forms;

    SecondStepForm(Passkeys passkeys, SecondStep step, Forms forms) {
        this.passkeys = passkeys;
        this.step = step;
        this.forms = forms;
    }

    /** How an attempt of this account ended. */
    record Attempted(AccountId account, Outcome outcome) {}

    Future<Void> show(RoutingContext routing, int status, AccountId account, @Nullable String fault) {
        return passkeys.askForUse(account, forms.visitSecret(routing)).map(request -> {
            SignInPage.SECOND_STEP.send(
                    routing,
                    status,
                    new JsonObject()
                            .put("csrf", forms.visitToken(routing))
                            .put("next", LocalPath.of(routing.request().getFormAttribute("next"), ""))
                            .put("challenge", request.challenge())
                            .put("options", request.options().encode())
                            .put("fault", fault));
            return null;
        });
    }

    /** Empty if the page was answered before, or has expired, or was another browser's. */
    Future<Optional<Attempted>> attempt(RoutingContext routing) {
        String challenge = Forms.typed(routing, "challenge");
        return forms.atDoor(routing, () -> passkeys.asked(challenge, forms.visitSecret(routing), Purpose.SIGN_IN))
                .compose(account -> account.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : step.attempt(attempt(routing, account.get(), challenge))
                                .map(outcome -> Optional.of(new Attempted(account.get(), outcome))));
    }

    private Attempt attempt(RoutingContext routing, AccountId account, String challenge) {
        String answer = Forms.typed(routing, "credential");
        return new Attempt(
                account,
                answer.isEmpty() ? new Proof.Code(Forms.typed(routing, "code")) : new Proof.Signed(challenge, answer),
                forms.address(routing),
                forms.device(routing),
                BrowserKind.of(routing.request()));
    }
}
