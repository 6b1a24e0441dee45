package lingdian.office.document;

import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operations on documents' forms, as pages call them. */
public final class DocumentCalls {
    private static final ApiOperation<DocumentForm> FORM = new ApiOperation<>("getDocumentForm", DocumentForm::of);

    private static final ApiOperation<String> OFFICE_NAME =
            new ApiOperation<>("getOffice", office -> office.getString("name"));

    private DocumentCalls() {}

    public static ApiRequest<DocumentForm> form(String kind) {
        return FORM.on("kind", kind);
    }

    /** The organ in whose name an office issues documents; unknown where nobody has entered it. */
    public static ApiRequest<String> officeName(RegionCode region, Authority authority) {
        return OFFICE_NAME.on("region", region.value()).path("authority", authority.wire());
    }
}
