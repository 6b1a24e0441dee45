package lingdian.office.figures;

import java.time.LocalDate;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;

/** The operation on figures by day, as pages call it. */
public final class TrendCalls {
    public static final ApiOperation<TrendFigures> GET = new ApiOperation<>("getTrends", TrendFigures::of);

    private static final ApiOperation<HourFigures> HOURS = new ApiOperation<>("getTrends", HourFigures::of);

    private static final ApiOperation<ComparisonFigures> COMPARE =
            new ApiOperation<>("compareTrends", ComparisonFigures::of);

    private TrendCalls() {}

    /** Counties and months beside each other. Each parameter as typed; an empty one means the API's default. */
    public static ApiRequest<ComparisonFigures> compare(String region, String month) {
        return COMPARE.request().query("region", region).query("month", month);
    }

    /** Figures by day. Each parameter as typed; an empty one means the API's default. */
    public static ApiRequest<TrendFigures> get(String region, String from, String to) {
        return GET.request().query("region", region).query("from", from).query("to", to);
    }

    /** Figures by day of all that the reader may see, added up. */
    public static ApiRequest<TrendFigures> whole(LocalDate from, LocalDate to) {
        return GET.request().query("level", "country").query("from", from).query("to", to);
    }

    /** The same by hour, of premises only. */
    public static ApiRequest<HourFigures> wholeByHour(LocalDate from, LocalDate to) {
        return HOURS.request()
                .query("interval", "hour")
                .query("level", "country")
                .query("from", from)
                .query("to", to);
    }
}
