package lingdian.office.approval;

import lingdian.office.api.ApiOperation;

/** The operation that says what waits, as pages call it. */
public final class ApprovalCalls {
    public static final ApiOperation<WaitingApprovals> LIST = new ApiOperation<>("listApprovals", WaitingApprovals::of);

    private ApprovalCalls() {}
}
