package lingdian.office.complaint;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;

/** The operations on complaints, as pages call them. */
public final class ComplaintCalls {
    public static final ApiOperation<Page<ComplaintSummary>> LIST =
            new ApiOperation<>("listComplaints", answer -> Page.read(answer, ComplaintSummary::of));

    private static final ApiOperation<UUID> REGISTER =
            new ApiOperation<>("registerComplaint", answer -> JsonValues.id(answer, "id"));
    private static final ApiOperation<ComplaintSummary> ONE = new ApiOperation<>("getComplaint", ComplaintSummary::of);
    private static final ApiOperation<ComplaintSummary> ACT =
            new ApiOperation<>("actOnComplaint", ComplaintSummary::of);
    private static final ApiOperation<Optional<ComplaintReporter>> REPORTER = new ApiOperation<>(
            "getReporter",
            answer -> Optional.ofNullable(answer.getJsonObject("reporter")).map(ComplaintReporter::of));

    private ComplaintCalls() {}

    /** Who reported, as far as they said it; a text is empty where they did not. */
    public record ComplaintReporter(String name, String telephone, String address, String email) {
        private static ComplaintReporter of(JsonObject json) {
            return new ComplaintReporter(
                    JsonValues.textOrEmpty(json, "name"),
                    JsonValues.textOrEmpty(json, "telephone"),
                    JsonValues.textOrEmpty(json, "address"),
                    JsonValues.textOrEmpty(json, "email"));
        }

        @Override
        public String toString() {
            return "ComplaintReporter"; // a person
        }
    }

    /** @param filter parameters of the API, as they were typed; an empty one restricts nothing */
    public static ApiRequest<Page<ComplaintSummary>> list(Map<String, String> filter, String cursor, int limit) {
        ApiRequest<Page<ComplaintSummary>> request = LIST.request();
        for (var one : filter.entrySet()) {
            request = request.query(one.getKey(), one.getValue());
        }
        return request.query("cursor", cursor).query("limit", limit);
    }

    /** @param complaint as the API reads it; answers its id */
    public static ApiRequest<UUID> register(JsonObject complaint) {
        return REGISTER.request().body(complaint);
    }

    /** Each reading is logged. */
    public static ApiRequest<ComplaintSummary> one(UUID id) {
        return ONE.on("id", id);
    }

    /** Each reading is logged. */
    public static ApiRequest<Optional<ComplaintReporter>> reporter(UUID id) {
        return REPORTER.on("id", id);
    }

    /** @param action with its fields, and the version that was seen */
    public static ApiRequest<ComplaintSummary> act(UUID id, JsonObject action) {
        return ACT.on("id", id).body(action);
    }
}
