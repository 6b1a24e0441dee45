package lingdian.office.rules;

import lingdian.office.api.ApiOperation;

/** The operation on the precision of rules, as pages call it. */
public final class PrecisionCalls {
    public static final ApiOperation<PrecisionList> LIST = new ApiOperation<>("listPrecisions", PrecisionList::of);

    private PrecisionCalls() {}
}
