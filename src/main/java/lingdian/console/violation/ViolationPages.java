package lingdian.console.violation;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lingdian.access.account.Role;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.FormFiles;
import lingdian.console.frame.KeyCut;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.Mask;
import lingdian.console.frame.Mask.Pending;
import lingdian.console.frame.Mask.Unmasked;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.SanctionText;
import lingdian.console.frame.Section;
import lingdian.console.violation.ViolationView.Form;
import lingdian.console.violation.ViolationView.Rights;
import lingdian.domain.AccountId;
import lingdian.domain.ViolationId;
import lingdian.office.api.EntryLimit;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.cafe.MaintenanceNotice;
import lingdian.office.casework.CaseCalls;
import lingdian.office.disclosure.UnmaskingCalls;
import lingdian.office.disclosure.UnmaskingDetail;
import lingdian.office.query.Page;
import lingdian.office.query.PersonSummary;
import lingdian.office.violation.CaseConflict;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationSummary;
import lingdian.office.violation.ViolationTimeline;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * {@code /violations/{id}}: the facts, the evidence, the person if the reader may know, and the steps of the case.
 *
 * <p>An officer who acts after another one is shown what happened meanwhile, and their text stays in the form.
 */
public final class ViolationPages {
    private static final Set<String> ACTIONS =
            Set.of("acknowledge", "dispatch", "confirm", "dismiss", "mark-unverifiable", "close", "comment");
    private static final int OWN_CASES_MAX = 1_000;
    private static final int UNMASKINGS_MAX = 100;

    private final Divisions divisions;

    public ViolationPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        new ViolationListPages(divisions).mountOn(pages);
        pages.get(
                        "/violations/:id",
                        call -> show(call, 200, call.query("object").isEmpty() ? Form.EMPTY : Form.OBJECTING))
                .post("/violations/:id/actions", this::act)
                .postFiles("/violations/:id/objections", this::object)
                .post("/violations/:id/objections/:objection/answer", this::answer)
                .post("/violations/:id/unmask", this::unmask)
                .get("/violations/:id/unmasking", this::unmasking)
                .post("/violations/:id/unmaskings/:unmasking", this::decide);
    }

    private Future<Void> act(PageCall call) {
        String action = call.typed("action");
        if (isUnsure(call)) {
            return show(call, 422, Form.unsure(call.typed("note")));
        }
        var step = new ViolationCalls.Step(
                action,
                call.typed("note"),
                action.equals("comment") ? null : call.typedNumber("after"),
                action.equals("confirm") ? call.typed("found") : "",
                null);
        return call.ask(ViolationCalls.act(violation(call), step))
                .compose(done -> call.seeOther(path(call), ACTIONS.contains(action) ? "action." + action : ""))
                .recover(failure -> CaseConflict.of(failure)
                        .map(conflict -> new Form(call.typed("note"), conflict, null, false))
                        .or(() -> oneTooMany(call, failure))
                        .map(form -> show(call, 409, form))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private static Optional<Form> oneTooMany(PageCall call, Throwable failure) {
        return EntryLimit.isReached(failure) ? Optional.of(Form.oneTooMany(call.typed("note"))) : Optional.empty();
    }

    /** Nothing takes a dismissal back, so that no slip of the finger makes one. */
    public static boolean isUnsure(PageCall call) {
        return call.typed("action").equals("dismiss") && call.typed("sure").isEmpty();
    }

    private Future<Void> object(PageCall call, FormFiles.Reading files) {
        String statement = call.typed("statement");
        return call.ask(ViolationCalls.object(violation(call), statement, files.json("files")))
                .compose(done -> call.seeOther(path(call), "objection"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> show(
                                call,
                                422,
                                new Form(
                                        statement,
                                        null,
                                        refusal.withFiles(files.refused("files", ViolationCalls.FILES_MAX)),
                                        true)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> answer(PageCall call) {
        boolean upheld = call.typed("answer").equals("upheld");
        return call.ask(ViolationCalls.answer(violation(call), call.id("objection"), upheld, call.typed("text")))
                .compose(done -> call.seeOther(path(call), "objection-answer"));
    }

    private Future<Void> unmask(PageCall call) {
        return call.ask(UnmaskingCalls.ask(violation(call), call.typed("reason")))
                .compose(asked -> call.seeOther(path(call) + "?unmasking=" + asked.id(), "unmask." + asked.state()));
    }

    private Future<Void> decide(PageCall call) {
        boolean approves = call.typed("decision").equals("approve");
        return call.ask(UnmaskingCalls.decide(call.id("unmasking"), approves))
                .compose(decided -> call.seeOther(path(call), approves ? "unmask.approved" : "unmask.refused"));
    }

    private Future<Void> show(PageCall call, int status, Form form) {
        return call.ask(ViolationCalls.one(violation(call))).compose(violation -> {
            String placeCode = violation.summary().placeCode();
            Future<CafeDetail> cafe = call.ask(CafeCalls.one(placeCode));
            Future<ViolationTimeline> timeline = call.ask(ViolationCalls.timeline(violation(call)));
            Future<Mask> mask = mask(call, violation);
            Future<List<MaintenanceNotice>> maintenance = call.ask(CafeCalls.maintenance(placeCode));
            Future<List<OwnCase>> own = own(call, violation);
            Future<@Nullable KeyCut> cut = cut(call, violation.summary());
            return Future.all(cafe, timeline, mask, maintenance, own, cut)
                    .compose(all -> call.show(
                            status,
                            "violation/violation",
                            section(call, violation),
                            new ViolationView(
                                    violation,
                                    cafe.result(),
                                    divisions.name(violation.summary().region()),
                                    Timeline.of(
                                            timeline.result(),
                                            violation.summary().period().startedAt(),
                                            call.times()),
                                    CaseLine.all(
                                            violation,
                                            call.account().authority(),
                                            own.result(),
                                            sanctions -> SanctionText.all(sanctions, call.words(), call.times())),
                                    own.result(),
                                    mask.result(),
                                    during(violation.summary().period(), maintenance.result()),
                                    cut.result(),
                                    rights(call),
                                    form)));
        });
    }

    /** The cases that it belongs to, as its café is told of them. */
    private static Future<List<OwnCase>> own(PageCall call, ViolationDetail violation) {
        return call.may(CaseCalls.OWN)
                ? call.ask(CaseCalls.own(violation.summary().placeCode(), OWN_CASES_MAX))
                        .map(page -> OwnCase.all(
                                page.items().stream()
                                        .filter(one ->
                                                one.has(violation.summary().id()))
                                        .toList(),
                                call.times().today()))
                : Future.succeededFuture(List.of());
    }

    private static Section section(PageCall call, ViolationDetail violation) {
        return call.account().role() == Role.OPERATOR
                ? Section.MY_CAFE
                : violation.summary().caseFile() == null ? Section.LIVE : Section.WORKLIST;
    }

    private static Rights rights(PageCall call) {
        return new Rights(
                call.may(ViolationCalls.ACT),
                call.may(ViolationCalls.OBJECT),
                call.may(ViolationCalls.EVIDENCE),
                call.may(ViolationCalls.ANSWER) ? call.account().authority() : null);
    }

    /** Where nothing came, whether the café had no key. */
    private static Future<@Nullable KeyCut> cut(PageCall call, ViolationSummary violation) {
        ViolationSummary.Period period = violation.period();
        return KeyCut.concerns(violation.code())
                ? KeyCut.since(call, violation.placeCode(), period.startedAt().toInstant())
                        .map(cuts -> KeyCut.during(cuts, period.startedAt(), period.endedAt()))
                : Future.succeededFuture(null);
    }

    private static List<MaintenanceLine> during(ViolationSummary.Period period, List<MaintenanceNotice> notices) {
        return MaintenanceLine.all(notices.stream()
                .filter(notice -> notice.overlaps(period.startedAt(), period.lastKnown()))
                .toList());
    }

    private Future<Mask> mask(PageCall call, ViolationDetail violation) {
        PersonSummary masked = violation.person().orElse(null);
        if (masked == null || masked.isNetworkIdentity() || !call.may(UnmaskingCalls.ASK)) {
            return Future.succeededFuture(new Mask(masked, null, List.of(), false));
        }
        AccountId own = call.account().id();
        return call.ask(UnmaskingCalls.of(call.id("id"), UNMASKINGS_MAX))
                .map(Page::items)
                .compose(all -> unmasked(call, all)
                        .map(shown -> new Mask(
                                masked,
                                shown,
                                all.stream()
                                        .filter(one -> one.state().equals("pending")
                                                && !one.askedBy().equals(own))
                                        .map(Pending::of)
                                        .toList(),
                                true)));
    }

    /**
     * The reader's latest request, found again by whoever returns to the page within its time. Reading one that was
     * granted is written into the access log; that it was refused is shown once.
     */
    private static Future<@Nullable Unmasked> unmasked(PageCall call, List<UnmaskingDetail> all) {
        UnmaskingDetail latest = latest(call, all).orElse(null);
        if (latest == null) {
            return Future.succeededFuture(null);
        }
        return switch (latest.state()) {
            case "granted" ->
                call.ask(UnmaskingCalls.one(latest.id().toString()))
                        .<@Nullable Unmasked>map(one -> Unmasked.of(one, call.now()))
                        .recover(ViolationPages::notShown);
            case "pending" -> Future.succeededFuture(Unmasked.of(latest, call.now()));
            case "refused" ->
                Future.succeededFuture(
                        call.query("unmasking").equals(latest.id().toString())
                                ? Unmasked.of(latest, call.now())
                                : null);
            default -> Future.succeededFuture(null);
        };
    }

    private static Optional<UnmaskingDetail> latest(PageCall call, List<UnmaskingDetail> all) {
        AccountId own = call.account().id();
        return all.stream()
                .filter(one -> one.askedBy().equals(own) && !"quarantine".equals(one.secondPerson()))
                .findFirst();
    }

    /** A grant may have run out: nothing is shown. Where the reader's account changed since, the page says to ask again. */
    private static Future<@Nullable Unmasked> notShown(Throwable failure) {
        if (failure instanceof Problem.Thrown thrown) {
            if (thrown.problem().status() == 410) {
                return Future.succeededFuture(null);
            }
            if ("asker-changed".equals(thrown.problem().members().get("code"))) {
                return Future.succeededFuture(Unmasked.CHANGED);
            }
        }
        return Future.failedFuture(failure);
    }

    /** The open page asks this: it is loaded again once the reader's request has another state than it shows. */
    private Future<Void> unmasking(PageCall call) {
        return call.ask(UnmaskingCalls.of(call.id("id"), UNMASKINGS_MAX))
                .map(page -> latest(call, page.items()))
                .compose(latest -> latest.map(UnmaskingDetail::state).orElse("").equals(call.query("state"))
                        ? call.nothingNew()
                        : call.seeOther(path(call)
                                + latest.map(one -> "?unmasking=" + one.id()).orElse("")));
    }

    private static String path(PageCall call) {
        return "/violations/" + violation(call);
    }

    private static ViolationId violation(PageCall call) {
        return new ViolationId(call.id("id"));
    }
}
