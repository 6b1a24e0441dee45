package lingdian.office.roster;

import io.vertx.core.json.JsonObject;
import lingdian.domain.RegionCode;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operations on an office's own roster, as pages call them. */
public final class RosterCalls {
    public static final ApiOperation<RosterDetail> GET = new ApiOperation<>("getRoster", RosterDetail::of);
    private static final ApiOperation<RosterDetail> PUT = new ApiOperation<>("putRoster", RosterDetail::of);
    private static final String CODE = "code";

    private RosterCalls() {}

    public static ApiRequest<RosterDetail> get(RegionCode region) {
        return GET.on(CODE, region.value());
    }

    /** @param roster the whole of it */
    public static ApiRequest<RosterDetail> put(RegionCode region, JsonObject roster) {
        return PUT.on(CODE, region.value()).body(roster);
    }
}
