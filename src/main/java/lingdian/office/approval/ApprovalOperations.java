package lingdian.office.approval;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;

/** What waits for an account's decision. */
public final class ApprovalOperations implements Feature {
    private final ApprovalEndpoint approvals;

    public ApprovalOperations(OfficeContext office) {
        approvals = new ApprovalEndpoint(
                office.pool(), office.scoped(), new ApprovalStore(), office.reads(), office.clock());
    }

    @Override
    public void serve(Operations operations) {
        operations.serve("listApprovals", approvals::list);
    }
}
