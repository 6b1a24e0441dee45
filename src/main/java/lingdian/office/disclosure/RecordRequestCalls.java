package lingdian.office.disclosure;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on record requests, as pages call them. */
public final class RecordRequestCalls {
    public static final ApiOperation<Page<RecordRequestDetail>> LIST =
            new ApiOperation<>("listRecordRequests", answer -> Page.read(answer, RecordRequestDetail::of));

    private static final ApiOperation<RecordRequestDetail> ASK =
            new ApiOperation<>("requestRecords", RecordRequestDetail::of);
    private static final ApiOperation<RecordRequestDetail> DECIDE =
            new ApiOperation<>("decideRecordRequest", RecordRequestDetail::of);

    private RecordRequestCalls() {}

    /** @param state empty: all */
    public static ApiRequest<Page<RecordRequestDetail>> list(String state, String cursor, int limit) {
        return LIST.request().query("state", state).query("cursor", cursor).query("limit", limit);
    }

    /** @param wanted as the API reads it */
    public static ApiRequest<RecordRequestDetail> ask(JsonObject wanted) {
        return ASK.request().body(wanted);
    }

    public static ApiRequest<RecordRequestDetail> decide(UUID id, boolean approve) {
        return DECIDE.on("id", id).body(new JsonObject().put("approve", approve));
    }
}
