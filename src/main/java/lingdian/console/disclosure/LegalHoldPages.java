package lingdian.console.disclosure;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import lingdian.console.disclosure.LegalHoldsView.Line;
import lingdian.console.frame.CafeChoice;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.disclosure.LegalHoldCalls;
import lingdian.office.disclosure.LegalHoldDetail;

/** {@code /legal-holds}: keeps days of the record beyond their time, until two persons lift the hold. */
public final class LegalHoldPages {
    private static final String PATH = "/legal-holds";
    private static final int AT_ONCE = 50;

    private final Divisions divisions;

    public LegalHoldPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get(PATH, call -> show(call, TypedForm.EMPTY))
                .post(PATH, this::set)
                .post(PATH + "/:id/lifting", this::askToLift);
    }

    private Future<Void> set(PageCall call) {
        String typed = call.typed("placeCode");
        return CafeChoice.of(call, typed).compose(cafe -> {
            if (cafe.isEmpty() && !typed.isEmpty()) {
                return show(call, TypedForm.wrong(call, LegalHoldsView.FORM, "placeCode"));
            }
            return call.ask(LegalHoldCalls.set(new JsonObject()
                            .put("from", call.typed("from"))
                            .put("to", call.typed("to"))
                            .put("placeCode", cafe.orElse(null))
                            .put("reason", call.typed("reason"))))
                    .compose(held -> call.seeOther(PATH, "hold.set"))
                    .recover(failure -> recovered(call, LegalHoldsView.FORM, failure));
        });
    }

    private Future<Void> askToLift(PageCall call) {
        return call.ask(LegalHoldCalls.askToLift(call.id("id"), call.typed("reason")))
                .compose(asked -> call.seeOther(PATH, "hold.lifting"))
                .recover(failure -> recovered(call, LegalHoldsView.LIFT, failure));
    }

    private Future<Void> recovered(PageCall call, String name, Throwable failure) {
        return TypedForm.of(call, name, failure)
                .map(form -> show(call, form))
                .orElseGet(() -> Future.failedFuture(failure));
    }

    private Future<Void> show(PageCall call, TypedForm form) {
        boolean sets = call.may(LegalHoldCalls.SET);
        return call.ask(LegalHoldCalls.list("", call.query("cursor"), AT_ONCE))
                .compose(page -> names(call, page.items())
                        .compose(names -> call.show(
                                form.status(),
                                "disclosure/legal-holds",
                                sets ? Section.RECORDS : Section.HOLDS,
                                new LegalHoldsView(
                                        sets,
                                        page.items().stream()
                                                .map(one -> line(call, one, names))
                                                .toList(),
                                        PageAddress.next(PATH, page.next()),
                                        form))));
    }

    /** None for an auditor, who may not read cafés: the place codes stand for them. */
    private static Future<Map<String, String>> names(PageCall call, List<LegalHoldDetail> holds) {
        return call.may(CafeCalls.LIST)
                ? new CafeNames(call)
                        .of(holds.stream().map(LegalHoldDetail::placeCode).toList())
                : Future.succeededFuture(Map.of());
    }

    private Line line(PageCall call, LegalHoldDetail hold, Map<String, String> names) {
        return new Line(
                hold,
                hold.placeCode().isEmpty()
                        ? divisions.name(hold.region())
                        : names.getOrDefault(hold.placeCode(), hold.placeCode()),
                call.moment(hold.madeAt()));
    }
}
