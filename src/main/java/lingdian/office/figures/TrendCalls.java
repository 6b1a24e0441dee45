package lingdian.office.figures;

import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operation on figures by day, as pages call it. */
public final class TrendCalls {
    public static final ApiOperation<TrendFigures> GET = new ApiOperation<>("getTrends", TrendFigures::of);

    private TrendCalls() {}

    /** Figures by day. Each parameter as typed; an empty one means the API's default. */
    public static ApiRequest<TrendFigures> get(String region, String from, String to) {
        return GET.request().query("region", region).query("from", from).query("to", to);
    }
}
