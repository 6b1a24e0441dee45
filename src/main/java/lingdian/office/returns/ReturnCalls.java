package lingdian.office.returns;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;

/** The operations on returns, as pages call them. An empty region is the account's own. */
public final class ReturnCalls {
    public static final ApiOperation<Page<ReturnSummary>> LIST =
            new ApiOperation<>("listReturns", answer -> Page.read(answer, ReturnSummary::of));

    private static final ApiOperation<ReturnDetail> ONE = new ApiOperation<>("getReturn", ReturnDetail::of);
    private static final ApiOperation<ReturnDetail> SUBMIT = new ApiOperation<>("submitReturn", ReturnDetail::of);
    private static final ApiOperation<Page<CountedRow>> ROWS =
            new ApiOperation<>("listReturnRows", answer -> Page.read(answer, CountedRow::of));

    private ReturnCalls() {}

    /**
     * A row that a figure counts.
     *
     * @param kind {@code inspection}, {@code case}, {@code complaint} or {@code campaign}: what the id is of
     * @param placeCode empty if it is about no café, or several
     * @param inspected its kind, where it is an inspection; else empty
     * @param visited the place codes of the cafés that an inspection visited
     */
    public record CountedRow(
            String kind,
            String id,
            String region,
            String day,
            String placeCode,
            long amount,
            String inspected,
            List<String> visited) {
        public CountedRow {
            visited = List.copyOf(visited);
        }

        private static CountedRow of(JsonObject json) {
            JsonObject inspection = json.getJsonObject("inspection");
            return new CountedRow(
                    json.getString("kind"),
                    json.getString("id"),
                    json.getString("region"),
                    json.getString("day"),
                    JsonValues.textOrEmpty(json, "placeCode"),
                    json.getLong("amount"),
                    inspection == null ? "" : inspection.getString("kind"),
                    inspection == null ? List.of() : JsonValues.texts(inspection, "placeCodes"));
        }
    }

    /** @param year empty: this one */
    public static ApiRequest<Page<ReturnSummary>> list(String year, String region) {
        return LIST.request().query("year", year).query("region", region);
    }

    public static ApiRequest<ReturnDetail> one(String period, String region) {
        return ONE.on("period", period).query("region", region);
    }

    /** Freezes the figures of the account's own county. */
    public static ApiRequest<ReturnDetail> submit(String period) {
        return SUBMIT.on("period", period);
    }

    /**
     * The rows behind a figure.
     *
     * @param column its id
     * @param accumulated {@code true} or empty, like {@code submitted}
     */
    public record Rows(String period, String column, String accumulated, String submitted, String region) {}

    public static ApiRequest<Page<CountedRow>> rows(Rows rows, String cursor, int limit) {
        return ROWS.on("period", rows.period())
                .query("column", rows.column())
                .query("accumulated", rows.accumulated())
                .query("submitted", rows.submitted())
                .query("region", rows.region())
                .query("cursor", cursor)
                .query("limit", limit);
    }
}
