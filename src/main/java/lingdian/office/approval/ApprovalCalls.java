package lingdian.office.approval;

import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operation that says what waits, as pages call it. */
public final class ApprovalCalls {
    public static final ApiOperation<WaitingApprovals> LIST = new ApiOperation<>("listApprovals", WaitingApprovals::of);

    private ApprovalCalls() {}

    /** With the objections of one café alone. */
    public static ApiRequest<WaitingApprovals> of(String placeCode) {
        return LIST.request().query("placeCode", placeCode);
    }
}
