package lingdian.office.setup;

import lingdian.office.api.ApiOperation;

/** The operation on what is missing, as pages call it. */
public final class SetupCalls {
    public static final ApiOperation<SetupGaps> GAPS = new ApiOperation<>("getSetupGaps", SetupGaps::of);

    private SetupCalls() {}
}
