package lingdian.console.trend;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.office.api.ApiRequest;
import lingdian.office.rules.PrecisionCalls;
import lingdian.office.rules.PrecisionList;

/**
 * {@code /precision}: the share of each rule's findings that officers confirmed when they checked them. All accounts
 * see the same figures.
 */
public final class PrecisionPages {
    /** Fewer checks say nothing of a rule. */
    static final int CHECKS_MIN = 10;

    public void mountOn(PageRouter pages) {
        pages.get("/precision", this::all).post("/precision/:id", this::decide);
    }

    /** The API's answer, as the page shows it. */
    record Precisions(PrecisionList answer, Rights rights) {
        List<Refuted> proposed() {
            return answer.proposed().stream().map(Refuted::new).toList();
        }

        List<OfRule> rules() {
            return answer.rules().stream().map(OfRule::new).toList();
        }

        List<Fallen> fallen() {
            return answer.fallen().stream().map(Fallen::new).toList();
        }
    }

    /** One rule of one version. */
    record OfRule(PrecisionList.RulePrecision rule) {
        /** Whether a share would say more than the checks do: three out of three are no hundred percent. */
        boolean isFew() {
            return rule.confirmed() + rule.dismissed() < CHECKS_MIN;
        }

        String percent() {
            return String.format(Locale.ROOT, "%.1f %%", 100 * rule.share());
        }
    }

    /** What the reader may do about a proposal. */
    record Rights(boolean approves, boolean withdraws) {}

    /** A rule that is proposed for shadow. */
    record Refuted(PrecisionList.RefutedRule rule) {
        long checks() {
            return rule.confirmed() + rule.dismissed();
        }
    }

    /** A rule that was put into shadow mode. */
    record Fallen(PrecisionList.FallenRule rule) {}

    private Future<Void> all(PageCall call) {
        return call.ask(PrecisionCalls.LIST.request())
                .compose(answer -> call.show(
                        "trend/precision",
                        Section.PRECISION,
                        new Precisions(
                                answer,
                                new Rights(call.may(PrecisionCalls.APPROVE), call.may(PrecisionCalls.WITHDRAW)))));
    }

    private Future<Void> decide(PageCall call) {
        String id = call.path("id");
        boolean approves = call.typed("decision").equals("approve");
        ApiRequest<?> decision = approves ? PrecisionCalls.approve(id) : PrecisionCalls.withdraw(id);
        return call.ask(decision)
                .compose(done -> call.seeOther("/precision", approves ? "precision.approved" : "precision.withdrawn"));
    }
}
