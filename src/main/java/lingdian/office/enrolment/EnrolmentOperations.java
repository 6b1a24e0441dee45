package lingdian.office.enrolment;

import lingdian.access.signin.SignInService;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.cafe.CafeStore;
import lingdian.platform.http.OpenDoor;

/** Enrolment codes, and the keys that agents get for them. */
public final class EnrolmentOperations implements Feature {
    private final EnrolmentEndpoints enrolments;
    private final RegionEnrolments ofRegions;
    private final EnrolEndpoint enrol;
    private final KeyLists lists;

    /**
     * @param people who knows clients' addresses and that of the service
     * @param door of the agents without a key
     */
    public EnrolmentOperations(OfficeContext office, CafeStore cafes, SignInService people, OpenDoor door) {
        var store = new EnrolmentStore(office.vault());
        var issuing = new CodeIssuing(office, store);
        enrolments = new EnrolmentEndpoints(office, cafes, store, issuing, people.publicUrl());
        ofRegions = new RegionEnrolments(office, store, issuing, people.publicUrl());
        lists = new KeyLists(office);
        enrol = new EnrolEndpoint(office, store, new RefusalStore(office.vault()), door, people::address);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("issueEnrolment", enrolments::issue)
                .serve("issueEnrolments", ofRegions::issue)
                .serve("withdrawEnrolment", enrolments::withdraw)
                .serve("listAgentKeys", lists::keys)
                .serve("listEnrolments", lists::codes)
                .serve("listKeyChanges", enrolments::changes)
                .open("enrolAgent", EnrolEndpoint.BYTES_MAX, enrol::handle);
    }
}
