package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseId;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.DocumentKind;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.document.DocumentPage;
import lingdian.office.document.DocumentService;
import lingdian.office.document.MadeDocument;
import lingdian.office.document.OfficeStore;
import lingdian.office.document.ServedDocument;
import lingdian.office.query.Cursor;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/**
 * {@code /my/cases}: what an operator is told of the cases about their cafés, and the papers that were served on them. It never says why
 * officers come, who complained, or what officers wrote for their office alone.
 */
final class OperatorCasesEndpoint {
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final OfficeStore offices = new OfficeStore();
    private final OperatorCaseStore cases;
    private final CaseDocuments documents;
    private final DocumentService papers;
    private final ReadLog reads;

    /** @param pool of the service, which alone sees documents beside their office */
    OperatorCasesEndpoint(
            QueryPool pool,
            ScopedStore scoped,
            OperatorCaseStore cases,
            CaseDocuments documents,
            DocumentService papers,
            ReadLog reads) {
        this.pool = pool;
        this.scoped = scoped;
        this.cases = cases;
        this.documents = documents;
        this.papers = papers;
        this.reads = reads;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        PlaceCode cafe = PlaceCode.orNull(call.query("placeCode"));
        return scoped.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> cases.page(client, call.scope(), cafe, after, call.limit() + 1)
                                        .map(found -> Page.of(
                                                found.cases(),
                                                found.more(),
                                                call.limit(),
                                                one -> one.place().text()))
                                        .map(page -> new Read(page, position))))
                .compose(this::shown)
                .compose(read -> reads.list(call.account(), Action.LIST_CASES, read))
                .map(Reply::ok);
    }

    /** The page of a paper that was served, with persons masked; its Word file, which is not, stays with the office. */
    public Future<Reply> document(AuthorisedCall call) {
        CaseId id = call.id(CaseId::new);
        UUID document = UUID.fromString(call.path("document"));
        return scoped.read(call.account(), client -> cases.isTold(client, call.scope(), id))
                .compose(told -> told ? served(id, document) : Future.failedFuture(Refused.unknown()))
                .compose(made -> reads.one(entry(call, made), made))
                .compose(made -> papers.page(pool, made))
                .map(page ->
                        page.map(html -> Reply.page(html, DocumentPage.POLICY)).orElseThrow(Refused::unknown));
    }

    private Future<MadeDocument> served(CaseId id, UUID document) {
        return papers.served(pool, List.of(id.value()))
                .map(served -> served.getOrDefault(id.value(), List.of()).stream()
                        .map(ServedDocument::made)
                        .filter(one -> one.id().equals(document))
                        .findFirst()
                        .orElseThrow(Refused::unknown));
    }

    private static AccessEntry entry(AuthorisedCall call, MadeDocument made) {
        return call.done(Action.READ_DOCUMENT)
                .on(Subject.of(Subject.Kind.CASE, made.caseId()))
                .with("document", made.id().toString())
                .with("kind", made.kind().wire());
    }

    /** One page of cases that the reader's scope showed, and the position at which it is exact. */
    private record Read(Page<OperatorCase> page, String position) {}

    private Future<JsonObject> shown(Read read) {
        List<OperatorCase> shown = read.page().items();
        List<CaseId> ids = shown.stream().map(OperatorCase::id).toList();
        Future<Map<CaseId, JsonArray>> served = documents.served(pool, ids);
        Future<Map<CaseId, List<OperatorCase.Done>>> courses = cases.courses(pool, ids);
        Future<Map<Office, JsonObject>> contacts = contacts(shown);
        return Future.all(served, courses, contacts)
                .map(all -> new Page<>(
                                shown.stream()
                                        .map(one -> json(
                                                        one,
                                                        served.result().getOrDefault(one.id(), new JsonArray()),
                                                        courses.result().getOrDefault(one.id(), List.of()))
                                                .put("office", contacts.result().get(Office.of(one))))
                                        .toList(),
                                read.page().next())
                        .json(Function.identity(), read.position()));
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
                                .onSuccess(found -> found.ifPresent(one -> contacts.put(office, one.json()))))
                        .toList())
                .map(all -> contacts);
    }

    private static JsonObject json(OperatorCase.Found one) {
        return new JsonObject()
                .put("id", one.id().toString())
                .put("code", one.code())
                .put("startedAt", Rfc3339.format(one.startedAt(), ChinaTime.ZONE))
                .put("terminal", one.terminal())
                .put("objected", one.objected());
    }

    private static JsonObject json(OperatorCase.Done one) {
        return new JsonObject().put("action", one.action()).put("at", Rfc3339.format(one.at(), ChinaTime.ZONE));
    }

    /** A penalty is told by its paper first: by one that is not older than the last decision. */
    private static boolean isDecisionServed(JsonArray served, List<OperatorCase.Done> course) {
        Instant decided = course.stream()
                .filter(done ->
                        CourseVerb.of(done.action()).map(CourseVerb::decides).orElse(false))
                .map(OperatorCase.Done::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        return served.stream()
                .map(JsonObject.class::cast)
                .filter(document -> DocumentKind.of(document.getString("kind"))
                        .map(DocumentKind::isDecision)
                        .orElse(false))
                .anyMatch(document ->
                        !JsonValues.time(document, "at").toInstant().isBefore(decided.truncatedTo(ChronoUnit.SECONDS)));
    }

    private static JsonObject json(OperatorCase one, JsonArray served, List<OperatorCase.Done> course) {
        return new JsonObject()
                .put("id", one.id().toString())
                .put("authority", one.authority().wire())
                .put("placeCode", one.placeCode().value())
                .put("businessDay", one.businessDay().toString())
                .put("step", one.step().wire())
                .put("demand", one.demand())
                .put("due", one.due() == null ? null : one.due().toString())
                .put("documents", served)
                .put(
                        "course",
                        new JsonArray(
                                course.stream().map(OperatorCasesEndpoint::json).toList()))
                .put(
                        "sanctions",
                        isDecisionServed(served, course)
                                ? SanctionJson.write(one.sanctions(), ChinaTime.ZONE)
                                : new JsonArray())
                .put(
                        "violations",
                        new JsonArray(one.violations().stream()
                                .map(OperatorCasesEndpoint::json)
                                .toList()))
                .put("violationCount", one.violationCount())
                .put("openedAt", Rfc3339.format(one.openedAt(), ChinaTime.ZONE));
    }
}
