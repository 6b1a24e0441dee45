package lingdian.office.setup;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.permission.Approvers;

/** What is missing in the configuration. */
public final class SetupOperations implements Feature {
    private final SetupEndpoint setup;

    public SetupOperations(OfficeContext office, Approvers approvers) {
        setup = new SetupEndpoint(office, approvers);
    }

    @Override
    public void serve(Operations operations) {
        operations.serve("getSetupGaps", setup::gaps);
    }
}
