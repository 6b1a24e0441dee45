package lingdian.console.administration;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import lingdian.access.account.Refused;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.domain.ChinaTime;
import lingdian.office.account.AccountCalls;
import lingdian.office.audit.IntegrityCalls;
import lingdian.office.enrolment.EnrolmentCalls;
import lingdian.office.enrolment.ListedKey;
import lingdian.office.health.HealthCalls;
import lingdian.office.notification.NotificationCalls;
import lingdian.office.rules.RuleSetCalls;
import lingdian.office.rules.RuleSetOutline;
import lingdian.office.setup.SetupCalls;

/**
 * {@code /administration}: what an administrator's day begins with, and where everything else is. Each of its pages asks the
 * API, which alone decides who may.
 */
public final class AdministrationPages {
    static final String PATH = "/administration";
    /** So many are looked at; more are told as "at least". */
    static final int LOOKED_AT = 100;

    private final Divisions divisions;

    public AdministrationPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get(PATH, this::overview)
                .get(PATH + "/imports", AdministrationPages::imports)
                .get(PATH + "/regions", this::regions);
        new AccountAdminPages(divisions).mountOn(pages);
        new CafeAdminPages(divisions).mountOn(pages);
        new KeyAdminPages(divisions).mountOn(pages);
        new RuleAdminPages(divisions).mountOn(pages);
        new RightsPages(divisions).mountOn(pages);
        new HealthPages().mountOn(pages);
    }

    private Future<Void> overview(PageCall call) {
        var health = call.ask(HealthCalls.GET.request());
        var incidents = call.ask(IntegrityCalls.incidents(LOOKED_AT));
        var dead = call.ask(NotificationCalls.list(LOOKED_AT));
        var codes = call.ask(EnrolmentCalls.list(EnrolmentCalls.CODES, "", "open", "", LOOKED_AT));
        var unused = call.ask(EnrolmentCalls.list(EnrolmentCalls.KEYS, "", "unused", "", LOOKED_AT));
        var rules = call.ask(RuleSetCalls.list("", LOOKED_AT));
        var gaps = call.ask(SetupCalls.GAPS.request());
        return Future.all(List.of(health, incidents, dead, codes, unused, rules, gaps))
                .compose(all -> call.show(
                        "administration/overview",
                        Section.ADMINISTRATION,
                        new OverviewView(
                                new TodayView(
                                        gaps.result(),
                                        proposed(rules.result().items(), one -> !isOwn(call, one)),
                                        proposed(rules.result().items(), one -> isOwn(call, one)),
                                        divisions,
                                        LocalDate.ofInstant(call.now(), ChinaTime.ZONE)),
                                HealthView.of(health.result(), call.now()),
                                incidents.result().page().items().size(),
                                dead.result().items().size(),
                                count(codes.result().items()),
                                count(unused.result().items()),
                                RuleSetOutline.inForce(rules.result().items(), call.now()))));
    }

    private static long proposed(List<RuleSetOutline> sets, Predicate<RuleSetOutline> whose) {
        return sets.stream()
                .filter(one -> one.state().equals("proposed"))
                .filter(whose)
                .count();
    }

    private static boolean isOwn(PageCall call, RuleSetOutline set) {
        return set.proposedBy().equals(call.account().id());
    }

    private static int count(List<ListedKey> found) {
        return found.size();
    }

    /** For the fields that take a code: too many for each page that has one. */
    private Future<Void> regions(PageCall call) {
        return administrator(call)
                .compose(may -> call.show("administration/regions", null, new RegionsView(divisions.all())));
    }

    private static Future<Void> imports(PageCall call) {
        return administrator(call)
                .compose(may -> call.show("administration/imports", Section.ADMINISTRATION, new ImportsView()));
    }

    /** Fails where the reader is no administrator, for pages whose operations others may call, too. */
    static Future<Void> administrator(PageCall call) {
        return call.may(AccountCalls.LIST)
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.role(call.account().role()));
    }
}
