package lingdian.office.document;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;

/** The profiles of offices. */
public final class DocumentOperations implements Feature {
    private final OfficeEndpoints offices;

    public DocumentOperations(OfficeContext office) {
        offices = new OfficeEndpoints(office, new OfficeStore());
    }

    @Override
    public void serve(Operations operations) {
        operations.serve("getOffice", offices::get).serve("putOffice", offices::put);
    }
}
