package lingdian.console.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.law.course.DocumentKind;
import lingdian.office.casework.CaseCalls;
import lingdian.office.casework.CaseDetail;
import lingdian.office.document.DocumentCalls;
import lingdian.office.document.DocumentForm;
import lingdian.platform.http.Problem;

/** {@code /cases/{id}/documents/new}: what an officer enters into a document before it is made. */
final class DocumentFormPages {
    private static final int UNPROCESSABLE = 422;
    private static final int FAULTS_OF_THE_SERVICE = 500;

    void mountOn(PageRouter pages) {
        pages.get("/cases/:id/documents/new", call -> show(call, 200, call.query("kind"), Set.of()))
                .post("/cases/:id/documents", this::make);
    }

    private Future<Void> make(PageCall call) {
        UUID id = call.id("id");
        String kind = call.typed("kind");
        return call.ask(DocumentCalls.form(kind))
                .compose(form -> call.ask(CaseCalls.make(id, kind, entered(call, form))))
                .compose(made ->
                        call.seeOther("/api/v1/cases/" + id + "/documents/" + made.getString("id") + "?format=html"))
                .recover(failure -> failure instanceof Problem.Thrown thrown
                                && thrown.problem().status() < FAULTS_OF_THE_SERVICE
                                && thrown.problem().status() != 404
                        ? show(call, UNPROCESSABLE, kind, wrong(thrown))
                        : Future.failedFuture(failure));
    }

    /** The fields that the API names, as the form names them: {@code items.0.name}. */
    private static Set<String> wrong(Problem.Thrown thrown) {
        return Refused.pointers(thrown.problem()).stream()
                .map(pointer -> pointer.replaceFirst("^/fields/?", "").replace('/', '.'))
                .collect(Collectors.toSet());
    }

    /** What was entered; what the service fills in is sent only if something else was entered. */
    static JsonObject entered(PageCall call, DocumentForm form) {
        var fields = new JsonObject();
        for (DocumentForm.Entry entry : form.fields()) {
            String name = DocumentFormView.PREFIX + entry.name();
            if (entry.isBox() && !entry.filled()) {
                fields.put(entry.name(), call.hasTyped(name));
            } else if (entry.list().isEmpty()
                    && !entry.isBox()
                    && !call.typed(name).isEmpty()) {
                fields.put(entry.name(), call.typed(name));
            } else if (!entry.list().isEmpty() && !fields.containsKey(entry.list())) {
                JsonArray rows = rows(call, form, entry.list());
                if (!rows.isEmpty()) {
                    fields.put(entry.list(), rows);
                }
            }
        }
        return fields;
    }

    private static JsonArray rows(PageCall call, DocumentForm form, String list) {
        var rows = new JsonArray();
        for (int i = 0; i < DocumentFormView.ROWS; i++) {
            var row = new JsonObject();
            for (DocumentForm.Entry column : form.of(list)) {
                String typed = call.typed(DocumentFormView.cell(column.name(), i));
                if (!typed.isEmpty()) {
                    row.put(column.name().substring(list.length() + 1), typed);
                }
            }
            if (!row.isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Future<Void> show(PageCall call, int status, String kind, Set<String> wrong) {
        if (DocumentKind.of(kind).isEmpty()) {
            return Future.failedFuture(new NoSuchPageException());
        }
        Future<CaseDetail> detail = call.ask(CaseCalls.one(call.id("id")));
        Future<DocumentForm> form = call.ask(DocumentCalls.form(call.id("id"), kind));
        Future<String> cafe = detail.compose(found -> {
            String placeCode = found.about().placeCode();
            return new CafeNames(call).of(Set.of(placeCode)).map(names -> names.getOrDefault(placeCode, placeCode));
        });
        return Future.all(detail, form, cafe)
                .compose(all -> call.show(
                        status,
                        "casework/document-form",
                        Section.WORKLIST,
                        new DocumentFormView(
                                detail.result(),
                                cafe.result(),
                                kind,
                                form.result(),
                                status == UNPROCESSABLE ? call.typed() : null,
                                wrong)));
    }
}
