package lingdian.office.document;

import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operations on documents' forms, as pages call them. */
public final class DocumentCalls {
    private static final ApiOperation<DocumentForm> FORM = new ApiOperation<>("getDocumentForm", DocumentForm::of);

    private static final ApiOperation<DocumentForm> CASE_FORM =
            new ApiOperation<>("getCaseDocumentForm", DocumentForm::of);

    private static final ApiOperation<String> OFFICE_NAME =
            new ApiOperation<>("getOffice", office -> office.getString("name"));

    private DocumentCalls() {}

    public static ApiRequest<DocumentForm> form(String kind) {
        return FORM.on("kind", kind);
    }

    /** With what the service would print of a case. */
    public static ApiRequest<DocumentForm> form(UUID caseId, String kind) {
        return CASE_FORM.on("id", caseId).path("kind", kind);
    }

    /** The organ in whose name an office issues documents; unknown where nobody has entered it. */
    public static ApiRequest<String> officeName(RegionCode region, Authority authority) {
        return OFFICE_NAME.on("region", region.value()).path("authority", authority.wire());
    }
}
