package lingdian.office.document;

import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Map;
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
    private final Map<DocumentKind, DocumentForm> forms = new EnumMap<>(DocumentKind.class);

    public DocumentOperations(OfficeContext office, DocumentTemplates templates) {
        offices = new OfficeEndpoints(office, new OfficeStore());
        for (DocumentKind kind : DocumentKind.values()) {
            forms.put(kind, DocumentForm.of(templates.of(kind)));
        }
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("getOffice", offices::get)
                .serve("putOffice", offices::put)
                .serve("getDocumentForm", this::form);
    }

    private Future<Reply> form(AuthorisedCall call) {
        DocumentForm form = DocumentKind.of(call.path("kind")).map(forms::get).orElseThrow(Refused::unknown);
        return Future.succeededFuture(Reply.ok(form.json()));
    }
}
