package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseId;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Cursor;
import lingdian.office.api.Page;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.document.OfficeStore;
import lingdian.office.document.OfficeStore.OfficeContact;
import lingdian.platform.QueryPool;
import lingdian.platform.Rfc3339;
import lingdian.record.accesslog.Action;

/**
 * {@code GET /my/cases}: what an operator is told of the cases about their cafés. It never says why officers come, who
 * complained, or what officers wrote.
 */
final class OperatorCasesEndpoint {
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final OfficeStore offices = new OfficeStore();
    private final OperatorCaseStore cases;
    private final CaseDocuments documents;
    private final ReadLog reads;

    /** @param pool of the service, which alone sees documents beside their office */
    OperatorCasesEndpoint(
            QueryPool pool, ScopedStore scoped, OperatorCaseStore cases, CaseDocuments documents, ReadLog reads) {
        this.pool = pool;
        this.scoped = scoped;
        this.cases = cases;
        this.documents = documents;
        this.reads = reads;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        PlaceCode cafe = PlaceCode.orNull(call.query("placeCode"));
        return scoped.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> cases.page(client, call.scope(), cafe, after, call.limit() + 1)
                                        .map(found -> Page.of(found, call.limit(), OperatorCasesEndpoint::place))
                                        .map(page -> new Read(page, position))))
                .compose(this::shown)
                .compose(read -> reads.list(call.account(), Action.LIST_CASES, read))
                .map(Reply::ok);
    }

    private static String place(OperatorCase last) {
        return new Cursor.AfterViolation(last.openedAt(), last.id().value()).text();
    }

    /** One page of cases that the reader's scope showed, and the position at which it is exact. */
    private record Read(Page<OperatorCase> page, String position) {}

    private Future<JsonObject> shown(Read read) {
        List<OperatorCase> cases = read.page().items();
        return documents
                .served(pool, cases.stream().map(OperatorCase::id).toList())
                .compose(served -> contacts(cases)
                        .map(contacts -> new Page<>(
                                        cases.stream()
                                                .map(one ->
                                                        json(one, served).put("office", contacts.get(Office.of(one))))
                                                .toList(),
                                        read.page().next())
                                .json(Function.identity(), read.position())));
    }

    /** An office: a café's cases are of two at most, or of more where the café has moved. */
    private record Office(RegionCode region, Authority authority) {
        static Office of(OperatorCase one) {
            return new Office(one.region(), one.authority());
        }
    }

    /** Read by the service: a profile is for the office alone, but its name and telephone are on its letters. */
    private Future<Map<Office, JsonObject>> contacts(List<OperatorCase> cases) {
        Map<Office, JsonObject> contacts = new ConcurrentHashMap<>();
        return Future.join(cases.stream()
                        .map(Office::of)
                        .distinct()
                        .map(office -> offices.contact(pool, office.region(), office.authority())
                                .onSuccess(found -> found.ifPresent(one -> contacts.put(office, json(one)))))
                        .toList())
                .map(all -> contacts);
    }

    private static JsonObject json(OfficeContact office) {
        return new JsonObject().put("name", office.name()).put("telephone", office.telephone());
    }

    private static JsonObject json(OperatorCase.Found one) {
        return new JsonObject()
                .put("id", one.id().toString())
                .put("code", one.code())
                .put("objected", one.objected());
    }

    private static JsonObject json(OperatorCase one, Map<CaseId, JsonArray> served) {
        return new JsonObject()
                .put("id", one.id().toString())
                .put("authority", one.authority().wire())
                .put("placeCode", one.placeCode().value())
                .put("businessDay", one.businessDay().toString())
                .put("step", one.step().wire())
                .put("demand", one.demand())
                .put("due", one.due() == null ? null : one.due().toString())
                .put("documents", served.getOrDefault(one.id(), new JsonArray()))
                .put(
                        "violations",
                        new JsonArray(one.violations().stream()
                                .map(OperatorCasesEndpoint::json)
                                .toList()))
                .put("openedAt", Rfc3339.format(one.openedAt(), ChinaTime.ZONE));
    }
}
