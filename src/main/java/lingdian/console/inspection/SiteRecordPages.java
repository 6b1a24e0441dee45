package lingdian.console.inspection;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.inspection.SiteRecordForm.Wrong;
import lingdian.domain.InspectionId;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.inspection.SiteRecordCalls;
import lingdian.office.inspection.SiteRecordCalls.RegisteredSeats;
import lingdian.office.inspection.SiteRecordDetail;
import lingdian.platform.http.Problem;

/** {@code /inspections/{id}/records/{placeCode}}: what officers find in one café, and the signatures under it. */
final class SiteRecordPages {
    private static final RegisteredSeats UNKNOWN = new RegisteredSeats("", List.of());

    void mountOn(PageRouter pages) {
        pages.get("/inspections/:id/records/:placeCode", this::show)
                .post("/inspections/:id/records/:placeCode", this::save)
                .post("/inspections/:id/records/:placeCode/signatures", this::sign);
    }

    private Future<Void> show(PageCall call) {
        return record(call)
                .compose(record -> seats(call, record)
                        .compose(seats -> show(call, 200, record, SiteRecordForm.of(record, seats), List.of(), false)));
    }

    /** Of a café of which nothing was recorded yet there is an empty form. */
    private static Future<SiteRecordDetail> record(PageCall call) {
        return call.ask(SiteRecordCalls.one(inspection(call), placeCode(call)))
                .recover(failure -> status(failure) == 404
                        ? Future.succeededFuture(SiteRecordDetail.NONE)
                        : Future.failedFuture(failure));
    }

    /** Where the inspection is over, nobody is asked where somebody is registered now. */
    private static Future<RegisteredSeats> seats(PageCall call, SiteRecordDetail record) {
        return record.signed() || record.readOnly()
                ? Future.succeededFuture(UNKNOWN)
                : call.ask(SiteRecordCalls.seats(inspection(call), placeCode(call)))
                        .recover(failure -> status(failure) == 400
                                ? Future.succeededFuture(UNKNOWN)
                                : Future.failedFuture(failure));
    }

    private Future<Void> save(PageCall call) {
        SiteRecordForm typed = SiteRecordForm.typed(call);
        return call.ask(SiteRecordCalls.write(inspection(call), placeCode(call), typed.body()))
                .compose(saved -> call.seeOther(path(call), "record.saved"))
                .recover(failure -> refused(call, typed, failure));
    }

    private Future<Void> sign(PageCall call) {
        var body = new JsonObject().put("version", call.typedNumber("version"));
        for (String field : List.of("as", "certificate", "name", "duty", "opinion", "drawing", "reason", "witness")) {
            if (!call.typed(field).isEmpty()) {
                body.put(field, call.typed(field));
            }
        }
        return call.ask(SiteRecordCalls.sign(inspection(call), placeCode(call), body))
                .compose(signed -> call.seeOther(path(call), "record.signed"))
                .recover(failure ->
                        record(call).compose(record -> refused(call, SiteRecordForm.of(record, UNKNOWN), failure)));
    }

    private Future<Void> refused(PageCall call, SiteRecordForm typed, Throwable failure) {
        int status = status(failure);
        if (status != 400 && status != 409) {
            return Future.failedFuture(failure);
        }
        List<Wrong> places = status == 400
                ? Refused.pointers(((Problem.Thrown) failure).problem()).stream()
                        .map(pointer -> typed.wrong(pointer, call.words()))
                        .distinct()
                        .toList()
                : List.of();
        return record(call).compose(record -> show(call, status, record, typed, places, status == 409));
    }

    private static Future<Void> show(
            PageCall call,
            int status,
            SiteRecordDetail record,
            SiteRecordForm form,
            List<Wrong> refused,
            boolean moved) {
        return call.ask(CafeCalls.one(placeCode(call)))
                .compose(cafe -> call.show(
                        status,
                        "inspection/site-record",
                        Section.ENFORCEMENT,
                        new SiteRecordView(path(call), cafe.name(), record, form, refused, moved)));
    }

    private static int status(Throwable failure) {
        return failure instanceof Problem.Thrown thrown ? thrown.problem().status() : 500;
    }

    private static String path(PageCall call) {
        return "/inspections/" + inspection(call) + "/records/" + placeCode(call);
    }

    private static InspectionId inspection(PageCall call) {
        return new InspectionId(call.id("id"));
    }

    private static String placeCode(PageCall call) {
        return call.path("placeCode");
    }
}
