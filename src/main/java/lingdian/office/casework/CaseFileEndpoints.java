package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseId;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.DailyWriting;
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
    private final OfficeListener listener;

    CaseFileEndpoints(
            CaseReading reading, CaseActions actions, ReadLog reads, DailyWriting writing, OfficeListener listener) {
        this.reading = reading;
        this.writing = writing;
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

    /** Answers with the case as it is after the action. */
    public Future<Reply> act(AuthorisedCall call) {
        JsonObject body = call.body();
        return act(call.account(), call.id(CaseId::new), CaseActionRequest.of(body, body.getLong("version")))
                .map(Reply::ok);
    }

    private Future<JsonObject> act(Account account, CaseId id, CaseActionRequest request) {
        return actions.take(account, id, request).compose(taken -> {
            listener.feedMoved();
            if (request.decided().isPresent()) {
                listener.factsChanged();
            }
            return reading.one(account, id);
        });
    }

    /**
     * Each by itself, one after another: what happens to one says nothing of the next. What the action says is stored with
     * each case, so it counts for each.
     */
    public Future<Reply> bulk(AuthorisedCall call) {
        JsonObject said = call.body().copy();
        long cases = ((JsonArray) said.remove("cases")).size();
        return writing.admit(call.account().id(), cases * said.toBuffer().length())
                .compose(admitted -> each(call));
    }

    private Future<Reply> each(AuthorisedCall call) {
        refuseOneCaseTwice(call.body().getJsonArray("cases"));
        var items = new ArrayList<JsonObject>();
        Future<Void> done = Future.succeededFuture();
        for (Object one : call.body().getJsonArray("cases")) {
            JsonObject wanted = (JsonObject) one;
            done = done.compose(before -> item(call, wanted)).map(items::add).mapEmpty();
        }
        return done.map(all -> Reply.ok(new JsonObject().put("items", new JsonArray(List.copyOf(items)))));
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

    /** As lists show a case: without its history, of which there may be much. */
    private Future<JsonObject> item(AuthorisedCall call, JsonObject wanted) {
        String id = wanted.getString("id");
        return Future.<Void>succeededFuture()
                .compose(begun -> act(
                        call.account(),
                        new CaseId(UUID.fromString(id)),
                        CaseActionRequest.of(call.body(), wanted.getLong("version"))))
                .map(taken -> new JsonObject().put("id", id).put("status", 200).put("case", brief(taken)))
                .recover(failure -> failure instanceof Problem.Thrown refused
                        ? Future.succeededFuture(new JsonObject()
                                .put("id", id)
                                .put("status", refused.problem().status())
                                .put(
                                        "problem",
                                        briefly(new JsonObject(refused.problem().json()))))
                        : Future.failedFuture(failure));
    }

    private static JsonObject briefly(JsonObject problem) {
        JsonObject present = problem.getJsonObject("case");
        return present == null ? problem : problem.put("case", brief(present));
    }

    private static JsonObject brief(JsonObject file) {
        file.remove("history");
        return file;
    }
}
