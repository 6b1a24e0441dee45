package lingdian.console.disclosure;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import lingdian.console.disclosure.RecordRequestsView.Line;
import lingdian.console.frame.CafeChoice;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.office.disclosure.RecordRequestCalls;
import lingdian.office.disclosure.RecordRequestDetail;
import lingdian.office.query.Page;

/** {@code /record-requests}: asks for one café's records of some days, and takes them once a second person has agreed. */
public final class RecordRequestPages {
    private static final String PATH = "/record-requests";
    private static final int AT_ONCE = 50;

    public void mountOn(PageRouter pages) {
        pages.get(PATH, call -> show(call, TypedForm.EMPTY)).post(PATH, this::ask);
    }

    private Future<Void> ask(PageCall call) {
        return CafeChoice.of(call, call.typed("placeCode")).compose(cafe -> {
            if (cafe.isEmpty()) {
                return show(call, TypedForm.wrong(call, RecordRequestsView.FORM, "placeCode"));
            }
            return call.ask(RecordRequestCalls.ask(new JsonObject()
                            .put("placeCode", cafe.get())
                            .put("from", FieldTime.typed(call.typed("from")))
                            .put("to", FieldTime.typed(call.typed("to")))
                            .put("legalBasis", PremisesEntry.given(call.typed("legalBasis")))
                            .put("reason", call.typed("reason"))))
                    .compose(asked -> call.seeOther(PATH, "records.asked"))
                    .recover(failure -> TypedForm.of(call, RecordRequestsView.FORM, failure)
                            .map(form -> show(call, form))
                            .orElseGet(() -> Future.failedFuture(failure)));
        });
    }

    private static Future<Void> show(PageCall call, TypedForm form) {
        return call.ask(RecordRequestCalls.list("", call.query("cursor"), AT_ONCE))
                .compose(page -> new CafeNames(call)
                        .of(page.items().stream()
                                .map(RecordRequestDetail::placeCode)
                                .toList())
                        .compose(names -> call.show(
                                form.status(),
                                "disclosure/record-requests",
                                Section.RECORDS,
                                view(call, page, names, form))));
    }

    private static RecordRequestsView view(
            PageCall call, Page<RecordRequestDetail> page, Map<String, String> names, TypedForm form) {
        return new RecordRequestsView(
                page.items().stream()
                        .map(one -> new Line(
                                one,
                                names.getOrDefault(one.placeCode(), one.placeCode()),
                                call.moment(one.from()) + " – " + call.moment(one.to()),
                                call.moment(one.expiresAt()),
                                one.askedBy().equals(call.account().id())))
                        .toList(),
                call.query("placeCode"),
                PageAddress.next(PATH, page.next()),
                form);
    }
}
