package lingdian.office.casework;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseId;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.DailyWriting;
import lingdian.office.api.InTurn;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code GET /cases/{id}}, {@code POST /cases/{id}/actions} and {@code POST /cases/actions} (handbook, casework.md). */
final class CaseFileEndpoints {
    private final CaseReading reading;
    private final CaseActions actions;
    private final ReadLog reads;
    private final DailyWriting writing;
    private final BulkLimit limit;
    private final OfficeListener listener;

    CaseFileEndpoints(
            CaseReading reading,
            CaseActions actions,
            ReadLog reads,
            DailyWriting writing,
            BulkLimit limit,
            OfficeListener listener) {
        this.reading = reading;
        this.writing = writing;
        this.limit = limit;
        this.actions = actions;
        this.reads = reads;
        this.listener = listener;
    }

    public Future<Reply> one(AuthorisedCall call) {
        return reading.one(call.account(), call.id(CaseId::new))
                .compose(read -> reads.one(
                        call.done(Action.READ_CASE)
                                .on(Subject.of(Subject.Kind.CASE, call.id()))
                                .inRegion(new RegionCode(read.getString("region"))),
                        read))
                .map(Reply::ok);
    }

    /** Answers with the case as it is after the action, which takes its turn among those on several cases. */
    public Future<Reply> act(AuthorisedCall call) {
        JsonObject body = call.body();
        CaseId id = call.id(CaseId::new);
        CaseActionRequest request = CaseActionRequest.of(body, body.getLong("version"));
        return limit.inTurn(call.account().id(), () -> call.still().compose(now -> actions.take(now, id, request)))
                .transform(taken -> answer(taken, request, () -> reading.one(call.account(), id)))
                .map(Reply::ok);
    }

    /** @param shown the case as it is now */
    private Future<JsonObject> answer(
            AsyncResult<Void> taken, CaseActionRequest request, Supplier<Future<JsonObject>> shown) {
        if (taken.failed()) {
            return taken.cause() instanceof Problem.Thrown refused && CaseRefusals.showsCase(refused.problem())
                    ? shown.get().compose(present -> Future.failedFuture(CaseRefusals.with(refused.problem(), present)))
                    : Future.failedFuture(taken.cause());
        }
        listener.feedMoved();
        if (request.decided().isPresent()) {
            listener.factsChanged();
        }
        return shown.get();
    }

    /**
     * Each by itself, one after another: what happens to one says nothing of the next. What the action says is stored with
     * each case, so it counts for each.
     */
    public Future<Reply> bulk(AuthorisedCall call) {
        JsonObject said = call.body().copy();
        int cases = ((JsonArray) said.remove("cases")).size();
        return limit.during(
                call.account(),
                cases,
                () -> writing.admit(
                                call.account().id(),
                                (long) cases * said.toBuffer().length())
                        .compose(admitted -> each(call)));
    }

    private Future<Reply> each(AuthorisedCall call) {
        JsonArray cases = call.body().getJsonArray("cases");
        refuseOneCaseTwice(cases);
        AccountId account = call.account().id();
        return InTurn.each(
                        cases.stream().map(JsonObject.class::cast).toList(),
                        wanted -> limit.inTurn(account, () -> call.still().compose(now -> item(call, now, wanted))))
                .map(items -> Reply.ok(new JsonObject().put("items", new JsonArray(items))));
    }

    private static void refuseOneCaseTwice(JsonArray cases) {
        long distinct = cases.stream()
                .map(one -> UUID.fromString(((JsonObject) one).getString("id")))
                .distinct()
                .count();
        if (distinct < cases.size()) {
            throw Refused.body("/cases", "expected each case once");
        }
    }

    private Future<JsonObject> act(Account account, CaseId id, CaseActionRequest request) {
        return actions.take(account, id, request)
                .transform(taken -> answer(taken, request, () -> reading.listed(account, id)));
    }

    /** As lists show a case: without its history, and with the first of its violations, of which there may be many. */
    private Future<JsonObject> item(AuthorisedCall call, Account account, JsonObject wanted) {
        String id = wanted.getString("id");
        return Future.<Void>succeededFuture()
                .compose(begun -> act(
                        account,
                        new CaseId(UUID.fromString(id)),
                        CaseActionRequest.of(call.body(), wanted.getLong("version"))))
                .map(taken -> new JsonObject().put("id", id).put("status", 200).put("case", taken))
                .recover(failure -> failure instanceof Problem.Thrown refused
                        ? Future.succeededFuture(new JsonObject()
                                .put("id", id)
                                .put("status", refused.problem().status())
                                .put("problem", new JsonObject(refused.problem().json())))
                        : Future.failedFuture(failure));
    }
}
