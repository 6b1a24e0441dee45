package lingdian.office.health;

import lingdian.office.api.ApiOperation;

/** The operation on the service's health, as pages call it. */
public final class HealthCalls {
    public static final ApiOperation<ServiceHealth> GET = new ApiOperation<>("getServiceHealth", ServiceHealth::of);

    private HealthCalls() {}
}
