package lingdian.office.rules;

import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operations on the precision of rules, as pages call them. */
public final class PrecisionCalls {
    public static final ApiOperation<PrecisionList> LIST = new ApiOperation<>("listPrecisions", PrecisionList::of);

    public static final ApiOperation<?> APPROVE = ApiOperation.unread("approveRuleSet");
    public static final ApiOperation<?> WITHDRAW = ApiOperation.unread("withdrawRuleSet");

    private PrecisionCalls() {}

    /** @param id of the proposal to put a rule into shadow */
    public static ApiRequest<?> approve(String id) {
        return APPROVE.on("id", id);
    }

    /** @param id of the proposal to put a rule into shadow */
    public static ApiRequest<?> withdraw(String id) {
        return WITHDRAW.on("id", id);
    }
}
