package lingdian.office.figures;

import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operation on figures by day, as pages call it. */
public final class TrendCalls {
    public static final ApiOperation<TrendFigures> GET = new ApiOperation<>("getTrends", TrendFigures::of);

    private TrendCalls() {}

    /** Each as it was typed; empty: what the API takes by itself. */
    public static ApiRequest<TrendFigures> get(String region, String from, String to) {
        return GET.request().query("region", region).query("from", from).query("to", to);
    }
}
