package lingdian.console.casework;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.UUID;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Section;
import lingdian.domain.ViolationId;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.Courses;
import lingdian.office.casework.CaseCalls;
import lingdian.office.casework.CaseDetail;
import lingdian.office.violation.ViolationCalls;

/**
 * {@code /cases/{id}}: what a case is about, how far it is, and the forms of what can be done with it now.
 *
 * <p>An officer who acts after another one is shown what happened meanwhile, and what was typed stays.
 */
public final class CasePages {
    private static final String VOID = "void-document";

    private final CaseReader reader;

    public CasePages(Divisions divisions, Courses courses, InstantSource clock) {
        this.reader = new CaseReader(divisions, courses, clock);
    }

    public void mountOn(PageRouter pages) {
        new DocumentFormPages().mountOn(pages);
        pages.get("/cases/:id", call -> show(call, 200, CaseForm.EMPTY))
                .post("/cases/:id/actions", this::act)
                .post("/cases/:id/objections/:violation/:objection", this::answer)
                .post("/cases/:id/documents/:document/void", this::makeVoid);
    }

    private Future<Void> act(PageCall call) {
        String action = call.typed("action");
        boolean known = CourseVerb.of(action).isPresent();
        if (isUnconfirmed(call)) {
            return show(call, 422, refused(call, action, Refusal.unsure()));
        }
        return call.ask(CaseCalls.act(call.id("id"), CaseActionForm.body(call)))
                .compose(done -> call.seeOther(
                        path(call), !known ? "" : isTakenOver(call, done) ? "case.taken" : "case." + action))
                .recover(failure -> notTaken(call, action, failure));
    }

    /** The officer assigned the case to nobody else. */
    private static boolean isTakenOver(PageCall call, CaseDetail done) {
        String own = call.account().id().toString();
        return call.typed("action").equals("assign")
                && done.officers().stream().allMatch(one -> one.account().equals(own));
    }

    private Future<Void> notTaken(PageCall call, String action, Throwable failure) {
        if (CaseDetail.present(failure).isPresent()) {
            var conflict = new CaseForm.Conflict(call.typedNumber("seen"), call.typedNumber("findings"));
            return show(call, 409, new CaseForm(action, call.typed(), null, conflict));
        }
        return Refusal.of(failure)
                .map(refusal -> show(call, 422, refused(call, action, refusal)))
                .orElseGet(() -> Future.failedFuture(failure));
    }

    private static CaseForm refused(PageCall call, String action, Refusal refusal) {
        return new CaseForm(action, call.typed(), refusal, null);
    }

    /** The answer belongs to the violation; the officer gives it where the case is dealt with, and comes back to it. */
    private Future<Void> answer(PageCall call) {
        var violation = new ViolationId(call.id("violation"));
        boolean upheld = call.typed("answer").equals("upheld");
        return call.ask(ViolationCalls.answer(violation, call.id("objection"), upheld, call.typed("text")))
                .compose(done -> call.seeOther(path(call), "objection-answer"));
    }

    private Future<Void> makeVoid(PageCall call) {
        UUID document = call.id("document");
        if (isUnsure(call)) {
            return show(call, 422, refused(call, VOID + document, Refusal.unsure()));
        }
        return call.ask(CaseCalls.makeVoid(call.id("id"), document, call.typed("reason")))
                .compose(done -> call.seeOther(path(call), "case.void"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> show(call, 422, refused(call, VOID + document, refusal)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> show(PageCall call, int status, CaseForm form) {
        return reader.read(call, form).compose(view -> call.show(status, "casework/case", Section.WORKLIST, view));
    }

    private static String path(PageCall call) {
        return "/cases/" + call.id("id");
    }

    /** What nothing takes back needs a tick, so that no tap takes it by mistake. */
    private static boolean isUnconfirmed(PageCall call) {
        return CaseView.GRAVE.contains(call.typed("action")) && isUnsure(call);
    }

    private static boolean isUnsure(PageCall call) {
        return call.typed("sure").isEmpty();
    }
}
