package lingdian.office.document;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.access.account.Refused;
import lingdian.law.course.DocumentKind;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.Reply;

/** The profiles of offices. */
public final class DocumentOperations implements Feature {
    private final OfficeEndpoints offices;
    private final DocumentTemplates templates;
    /** Made when first asked for: reading all templates would take a good part of a start. */
    private final Map<DocumentKind, DocumentForm> forms = new ConcurrentHashMap<>();

    public DocumentOperations(OfficeContext office, DocumentTemplates templates) {
        offices = new OfficeEndpoints(office, new OfficeStore());
        this.templates = templates;
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("getOffice", offices::get)
                .serve("putOffice", offices::put)
                .serve("getDocumentForm", this::form);
    }

    private Future<Reply> form(AuthorisedCall call) {
        DocumentKind kind = DocumentKind.of(call.path("kind")).orElseThrow(Refused::unknown);
        DocumentForm form = forms.computeIfAbsent(kind, made -> DocumentForm.of(templates.of(made)));
        return Future.succeededFuture(Reply.ok(form.json()));
    }
}
