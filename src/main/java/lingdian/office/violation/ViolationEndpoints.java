package lingdian.office.violation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.query.Cursor;
import lingdian.office.violation.ViolationStore.Filter;
import lingdian.office.violation.ViolationStore.Page;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.record.release.QuotedLaw;

/** Endpoints for the list of violations and for single ones with the history of their cases. */
final class ViolationEndpoints {
    private final ScopedStore scoped;
    private final ViolationStore violations;
    private final ViolationCompletion completion;
    private final CaseView cases;
    private final SharedLoginStore logins;
    private final QuotedLaw law;
    private final ReadLog reads;

    ViolationEndpoints(
            ScopedStore scoped,
            ViolationStore violations,
            ViolationCompletion completion,
            CaseView cases,
            SharedLoginStore logins,
            QuotedLaw law,
            ReadLog reads) {
        this.reads = reads;
        this.scoped = scoped;
        this.violations = violations;
        this.completion = completion;
        this.cases = cases;
        this.logins = logins;
        this.law = law;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        Filter filter = filter(call);
        return scoped.read(
                        call.account(),
                        call.freshness(),
                        client -> violations
                                .list(client, call.scope(), filter, after, call.limit())
                                .compose(page -> completion
                                        .complete(client, page.items(), call.scope())
                                        .map(items -> list(items, page))))
                .compose(read -> reads.list(call, Action.LIST_VIOLATIONS, read))
                .map(Reply::violations);
    }

    Future<Long> count(AuthorisedCall call) {
        return scoped.read(
                call.account(), call.freshness(), client -> violations.count(client, call.scope(), filter(call)));
    }

    public Future<Reply> one(AuthorisedCall call) {
        return read(call)
                .compose(read -> reads.one(
                        call.done(Action.READ_VIOLATION)
                                .on(Subject.of(call.id(ViolationId::new)))
                                .inRegion(new RegionCode(read.path("region").asText())),
                        read))
                .map(Reply::violations);
    }

    /** As it is after the caller's own action, which has its entry in the access log already. */
    Future<Reply> changed(AuthorisedCall call) {
        return read(call).map(Reply::violations);
    }

    private Future<ObjectNode> read(AuthorisedCall call) {
        return scoped.read(
                        call.account(),
                        client -> violations
                                .one(client, call.scope(), call.id(ViolationId::new))
                                .map(found -> found.orElseThrow(Refused::unknown))
                                .compose(stored -> completion.complete(client, List.of(stored), call.scope()))
                                .compose(completed -> cases.add(
                                        client, completed.getFirst(), call.id(ViolationId::new), call.account())))
                .compose(logins::add)
                .compose(violation -> law.of(violation).map(texts -> {
                    QuotedLaw.write(violation.putArray("articles"), texts);
                    return violation;
                }));
    }

    private static Filter filter(AuthorisedCall call) {
        return new Filter(
                call.region(),
                call.query("code"),
                call.query("standing"),
                Authority.orNull(call.query("authority")),
                call.query("state"),
                call.query("case"),
                PlaceCode.orNull(call.query("placeCode")),
                call.instant("from"),
                call.instant("to"));
    }

    private static ObjectNode list(List<ObjectNode> items, Page page) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("items").addAll(items);
        return list.put("next", page.next()).put("position", page.position());
    }
}
