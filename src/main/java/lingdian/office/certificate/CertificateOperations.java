package lingdian.office.certificate;

import java.util.Optional;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.cafe.CafeStore;
import lingdian.record.release.ReleaseStore;

/** Monthly certificates of cafés. */
public final class CertificateOperations implements Feature {
    private final CertificateEndpoint certificates;

    /**
     * @param releases the rules that were in force
     * @param service where browsers reach the service that issues them; empty if it was not configured
     */
    public CertificateOperations(
            OfficeContext office, CafeStore cafes, ReleaseStore releases, Optional<String> service) {
        certificates = new CertificateEndpoint(office, cafes, releases, service.orElse(null));
    }

    @Override
    public void serve(Operations operations) {
        operations.serve("getCertificate", certificates::get);
    }
}
