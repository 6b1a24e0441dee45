package lingdian.office.violation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.domain.AccountId;
import lingdian.domain.ViolationId;
import lingdian.law.casework.CaseAction;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.platform.http.Problem;
import lingdian.platform.work.RestingTurns;

/**
 * {@code POST /violations/{id}/actions}: officers' actions on a violation (handbook, enforcement.md).
 *
 * <p>If two officers act on one case, the second is told of the first one's step rather than overruling it.
 *
 * <p>All verdicts wait while a step is written, and a form or a program may bring thousands, so a node takes one at a time.
 */
final class CaseEndpoints {
    private final CaseStore cases;
    private final ViolationEndpoints violations;
    private final RestingTurns<AccountId> turns;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Runnable feedMoved;

    CaseEndpoints(
            CaseStore cases,
            ViolationEndpoints violations,
            RestingTurns<AccountId> turns,
            InstantSource clock,
            Supplier<UUID> ids,
            Runnable feedMoved) {
        this.cases = cases;
        this.violations = violations;
        this.turns = turns;
        this.clock = clock;
        this.ids = ids;
        this.feedMoved = feedMoved;
    }

    /** Answers with the violation as it is after the action. */
    public Future<Reply> act(AuthorisedCall call) {
        CaseRequest request = CaseRequest.of(call.body(), ids);
        Account account = call.account();
        return turns.inTurn(
                        account.id(),
                        () -> cases.take(call.scope(), call.id(ViolationId::new), request, account, clock.instant()))
                .compose(outcome -> switch (outcome) {
                    case CaseStore.Outcome.Done done -> {
                        if (done.moved()) {
                            feedMoved.run();
                        }
                        yield violations.changed(call);
                    }
                    case CaseStore.Outcome.NotOpen notOpen -> Future.failedFuture(refused(request.word(), notOpen));
                });
    }

    private static Problem.Thrown refused(String action, CaseStore.Outcome.NotOpen notOpen) {
        String now = notOpen.now().wire();
        List<String> open = notOpen.now().open().stream().map(CaseAction::wire).toList();
        String detail = open.contains(action) || action.equals(EntryOutline.COMMENT)
                ? "Another officer has acted on the case, which is \"" + now + "\" now."
                : "\"" + action + "\" is not possible while the case is \"" + now + "\"; possible: "
                        + (open.isEmpty() ? "nothing" : String.join(", ", open)) + ".";
        Problem problem = Problem.of(409, detail).with("case", now).with("open", new JsonArray(open));
        EntryOutline last = notOpen.last();
        return (last == null ? problem : problem.with("last", last.json())).thrown();
    }
}
