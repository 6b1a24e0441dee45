package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.law.course.CaseId;
import lingdian.law.course.CaseViolation;
import lingdian.law.course.DocumentKind;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.disclosure.UnmaskedPersons;
import lingdian.office.disclosure.UnmaskedPersons.Shown;
import lingdian.office.document.CaseDescription;
import lingdian.office.document.DocumentFields;
import lingdian.office.document.DocumentOrder;
import lingdian.office.document.DocumentOrder.UnmaskedNumber;
import lingdian.office.document.DocumentPage;
import lingdian.office.document.DocumentService;
import lingdian.office.document.FieldReading;
import lingdian.office.document.MadeDocument;
import lingdian.office.document.PrintedPerson;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code /cases/{id}/documents}: the papers of a case (handbook, documents.md). */
final class CaseDocumentEndpoints {
    private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private final OfficeContext office;
    private final CaseFileStore files;
    private final CaseDescriptions descriptions;
    private final DocumentService documents;
    private final UnmaskedPersons persons;

    CaseDocumentEndpoints(
            OfficeContext office,
            CaseFileStore files,
            CaseDescriptions descriptions,
            DocumentService documents,
            UnmaskedPersons persons) {
        this.office = office;
        this.files = files;
        this.descriptions = descriptions;
        this.documents = documents;
        this.persons = persons;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        int limit = call.limit();
        return office.scoped()
                .read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> stored(client, call)
                                        .compose(found -> documents.listed(client, call.id(), after, limit + 1))
                                        .map(made -> Page.of(made, limit, CaseDocumentEndpoints::place)
                                                .json(MadeDocument::json, position))))
                .compose(list -> office.reads().list(call, Action.LIST_DOCUMENTS, list))
                .map(Reply::ok);
    }

    private static String place(MadeDocument last) {
        return new Cursor.AfterViolation(last.at(), last.id()).text();
    }

    /** The form of a document, with what the case and its office would print; it takes no number. */
    public Future<Reply> form(AuthorisedCall call) {
        DocumentKind kind = DocumentKind.of(call.path("kind")).orElseThrow(Refused::unknown);
        return described(call)
                .compose(described -> documents
                        .form(office.pool(), described, kind)
                        .compose(form -> office.reads()
                                .one(
                                        call.done(Action.READ_CASE)
                                                .on(Subject.of(Subject.Kind.CASE, call.id()))
                                                .with("kind", kind.wire())
                                                .inRegion(described.region()),
                                        form.json())))
                .map(Reply::ok);
    }

    /** Fills it with what the case says when it is made, at whatever step. */
    public Future<Reply> make(AuthorisedCall call) {
        JsonObject fields = call.body().getJsonObject("fields");
        DocumentFields entered = FieldReading.of(fields == null ? new JsonObject() : fields);
        return person(call)
                .map(person -> order(call, entered, person))
                .compose(order -> described(call)
                        .compose(described -> office.pool()
                                .withTransaction(connection -> documents
                                        .make(connection, described, order)
                                        .compose(made -> office.log()
                                                .append(
                                                        connection,
                                                        entry(call, Action.MAKE_DOCUMENT, made)
                                                                .with("hash", made.contentHash())
                                                                .inRegion(described.region()))
                                                .map(made)))))
                .map(made -> Reply.created(made.json()));
    }

    private Future<CaseDescription> described(AuthorisedCall call) {
        return office.scoped()
                .read(
                        call.account(),
                        client -> stored(client, call)
                                .compose(stored -> descriptions.of(
                                        client,
                                        office.pool(),
                                        call.account(),
                                        stored,
                                        office.clock().instant())));
    }

    /** Whose number is printed: the person of an unmasking that the body names. */
    private Future<Optional<Shown>> person(AuthorisedCall call) {
        String unmasking = call.body().getString("unmasking");
        return unmasking == null
                ? Future.succeededFuture(Optional.empty())
                : office.scoped()
                        .read(call.account(), client -> stored(client, call))
                        .compose(stored -> persons.document(
                                call.account(),
                                call.scope(),
                                UUID.fromString(unmasking),
                                stored.file().violations().stream()
                                        .map(CaseViolation::id)
                                        .toList(),
                                "/unmasking"))
                        .map(Optional::of);
    }

    private static DocumentOrder order(AuthorisedCall call, DocumentFields entered, Optional<Shown> person) {
        DocumentFields named = person.map(shown -> shown.document().name())
                .map(name -> new DocumentFields(Map.of(DocumentFields.NAME_OF_PERSON, name), Map.of()))
                .orElse(DocumentFields.NONE);
        return new DocumentOrder(
                DocumentKind.of(call.body().getString("kind")).orElseThrow(),
                entered.over(named),
                person.map(shown -> new UnmaskedNumber(
                                new PrintedPerson(shown.violation(), shown.bySecondPerson()),
                                shown.document().number()))
                        .orElse(null),
                call.account().id());
    }

    private Future<StoredCase> stored(SqlClient client, AuthorisedCall call) {
        return files.shown(client, call.scope(), call.id(CaseId::new))
                .map(found -> found.orElseThrow(Refused::unknown));
    }

    /**
     * The Word file, or with {@code format=html} its page. One that bears the number or name of an unmasked person needs a reason,
     * and its file an unmasking of that person where a second person must approve one.
     */
    public Future<Reply> one(AuthorisedCall call) {
        boolean page = "html".equals(call.query("format"));
        String reason = call.query("reason");
        return found(call).compose(made -> {
            if (made.bearsPerson() && (reason == null || reason.isBlank())) {
                throw Refused.parameter("reason", "is needed: this document bears a person's number or name");
            }
            AccessEntry entry = entry(call, Action.READ_DOCUMENT, made).because(reason);
            return (page ? Future.succeededFuture(entry) : permitted(call, made, entry))
                    .compose(office.changes()::before)
                    .compose(logged -> office.scoped()
                            .read(
                                    call.account(),
                                    client -> page
                                            ? documents
                                                    .page(client, made)
                                                    .map(html -> html.map(CaseDocumentEndpoints::page))
                                            : documents
                                                    .file(client, made)
                                                    .map(file -> file.map(content ->
                                                            Reply.download(WORD, made.fileName(".docx"), content)))))
                    .map(reply -> reply.orElseThrow(Refused::unknown));
        });
    }

    /**
     * The entry of a reading, with the unmasking that permits it. Without one that runs, nobody reads the number or name of
     * a person for whom the law asks for a second person (未成年人网络保护条例 Art. 36).
     */
    private Future<AccessEntry> permitted(AuthorisedCall call, MadeDocument made, AccessEntry entry) {
        PrintedPerson person = made.person();
        return person == null || !person.needsSecondPerson()
                ? Future.succeededFuture(entry)
                : persons.running(call.account(), call.scope(), person.violation())
                        .map(running -> entry.with(
                                "unmasking",
                                running.orElseThrow(() -> unmaskFirst(person)).toString()));
    }

    private static Problem.Thrown unmaskFirst(PrintedPerson person) {
        return Refused.coded(
                403,
                "unmasking-needed",
                "This document bears the number or name of a person whom a second person must unmask: request the unmasking of violation "
                        + person.violation() + " first.");
    }

    private static Reply page(String html) {
        return Reply.page(html, DocumentPage.POLICY);
    }

    public Future<Reply> makeVoid(AuthorisedCall call) {
        String reason = call.body().getString("reason");
        return found(call)
                .compose(made -> office.changes()
                        .change(
                                connection -> documents.makeVoid(
                                        connection, made, call.account().id(), reason),
                                entry(call, Action.VOID_DOCUMENT, made).because(reason)))
                .compose(changed -> found(call))
                .map(made -> Reply.ok(made.json()));
    }

    /** Of a case that the reader may see. */
    private Future<MadeDocument> found(AuthorisedCall call) {
        UUID document = UUID.fromString(call.path("document"));
        return office.scoped()
                .read(
                        call.account(),
                        client -> stored(client, call).compose(found -> documents.find(client, call.id(), document)))
                .map(made -> made.orElseThrow(Refused::unknown));
    }

    private static AccessEntry entry(AuthorisedCall call, Action action, MadeDocument made) {
        return call.done(action)
                .on(Subject.of(Subject.Kind.CASE, made.caseId()))
                .with("document", made.id().toString())
                .with("kind", made.kind().wire());
    }
}
