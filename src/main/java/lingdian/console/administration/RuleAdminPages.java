package lingdian.console.administration;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.office.account.AccountCalls;
import lingdian.office.rules.RuleSetCalls;
import lingdian.office.rules.RuleSetDetail;
import lingdian.office.rules.RuleSetDetail.ListedRule;
import lingdian.office.rules.RuleSetOutline;
import lingdian.office.rules.ShadowFinding;
import lingdian.office.setup.SetupCalls;
import lingdian.office.setup.SetupGaps.Releasers;

/** {@code /administration/rules}: the sets of rules, what each of them says, and the proposal of one rule in another state. */
final class RuleAdminPages {
    private static final String PATH = AdministrationPages.PATH + "/rules";
    private static final int AT_ONCE = 50;
    private static final int FINDINGS_MAX = 20;

    private final Divisions divisions;

    RuleAdminPages(Divisions divisions) {
        this.divisions = divisions;
    }

    void mountOn(PageRouter pages) {
        pages.get(PATH, RuleAdminPages::list)
                .get(PATH + "/:id", call -> one(call, TypedForm.EMPTY))
                .post(PATH + "/:id/propose", this::propose);
    }

    private static Future<Void> list(PageCall call) {
        return AdministrationPages.administrator(call).compose(may -> {
            var shown = call.ask(RuleSetCalls.list(call.query("cursor"), AT_ONCE));
            var newest = call.ask(RuleSetCalls.list("", AdministrationPages.LOOKED_AT));
            return Future.all(shown, newest).compose(all -> {
                var inForce = RuleSetOutline.inForce(newest.result().items(), call.now());
                return rules(call, inForce)
                        .compose(rules -> call.show(
                                "administration/rules",
                                Section.ADMINISTRATION,
                                new RulesView(
                                        shown.result().items(),
                                        inForce,
                                        rules,
                                        PageAddress.next(PATH, shown.result().next()))));
            });
        });
    }

    private static Future<List<ListedRule>> rules(PageCall call, Optional<RuleSetOutline> inForce) {
        return inForce.map(set -> call.ask(RuleSetCalls.one(set.id())).map(RuleSetDetail::rules))
                .orElseGet(() -> Future.succeededFuture(List.of()));
    }

    private Future<Void> one(PageCall call, TypedForm form) {
        UUID id = call.id("id");
        return AdministrationPages.administrator(call)
                .compose(may -> call.ask(RuleSetCalls.one(id)))
                .compose(set -> {
                    var proposer = name(call, set.outline().proposedBy());
                    var findings = findings(call, set.outline());
                    var newest = call.ask(RuleSetCalls.list("", AdministrationPages.LOOKED_AT));
                    var preview = RuleSetView.Preview.of(
                            set,
                            chosen(call, form, "code"),
                            chosen(call, form, "state"),
                            LocalDate.ofInstant(call.now(), ChinaTime.ZONE));
                    var releasers = releasers(call, preview.isPresent());
                    return Future.all(proposer, findings, newest, releasers)
                            .compose(all -> call.show(
                                    form.status(),
                                    "administration/rule-set",
                                    Section.ADMINISTRATION,
                                    new RuleSetView(
                                            set,
                                            proposer.result(),
                                            isOwn(call, set.outline()),
                                            findings.result(),
                                            regionNames(set),
                                            preview,
                                            releasers.result(),
                                            RuleSetOutline.inForce(
                                                            newest.result().items(), call.now())
                                                    .filter(set.outline()::equals)
                                                    .isPresent(),
                                            form)));
                });
    }

    /** Looked for where something is about to be proposed: without a second person a proposal has no effect. */
    private static Future<Optional<Releasers>> releasers(PageCall call, boolean isAsked) {
        return isAsked
                ? call.ask(SetupCalls.GAPS.request()).map(gaps -> Optional.of(gaps.releasers()))
                : Future.succeededFuture(Optional.empty());
    }

    /** As it was sent with a proposal that was refused, or else asked for. */
    private static String chosen(PageCall call, TypedForm form, String field) {
        return form.value(RuleSetView.FORM, field, call.query(field));
    }

    /** Sends the whole set again, with one rule in another state: whoever releases it sees what else it says. */
    private Future<Void> propose(PageCall call) {
        return call.ask(RuleSetCalls.one(call.id("id")))
                .compose(set -> call.ask(RuleSetCalls.propose(
                        set.withState(call.typed("version"), call.typed("code"), call.typed("state")))))
                .compose(made -> call.seeOther(PATH + "/" + made.id(), "admin.proposed"))
                .recover(failure -> TypedForm.of(call, RuleSetView.FORM, failure)
                        .map(form -> one(call, form))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    /** The name of an account; empty where it is no more. */
    private static Future<String> name(PageCall call, AccountId account) {
        return call.ask(AccountCalls.one(account.value()))
                .map(found -> found.items().stream()
                        .findFirst()
                        .map(one -> one.name())
                        .orElse(""));
    }

    /** Findings in shadow exist for the author of their rules alone. */
    private static Future<List<ShadowFinding>> findings(PageCall call, RuleSetOutline set) {
        return isOwn(call, set)
                ? call.ask(RuleSetCalls.shadow(set.id(), "", FINDINGS_MAX)).map(page -> page.items())
                : Future.succeededFuture(List.of());
    }

    private static boolean isOwn(PageCall call, RuleSetOutline set) {
        return set.proposedBy().equals(call.account().id());
    }

    private Map<String, String> regionNames(RuleSetDetail set) {
        return RuleSetView.regions(set).distinct().collect(Collectors.toMap(code -> code, divisions::name));
    }
}
