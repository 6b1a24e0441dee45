package lingdian.office.document;

import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operations on documents' forms, as pages call them. */
public final class DocumentCalls {
    private static final ApiOperation<DocumentForm> FORM = new ApiOperation<>("getDocumentForm", DocumentForm::of);

    private DocumentCalls() {}

    public static ApiRequest<DocumentForm> form(String kind) {
        return FORM.on("kind", kind);
    }
}
