package lingdian.office.disclosure;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on legal holds, as pages call them. */
public final class LegalHoldCalls {
    public static final ApiOperation<Page<LegalHoldDetail>> LIST =
            new ApiOperation<>("listLegalHolds", answer -> Page.read(answer, LegalHoldDetail::of));

    public static final ApiOperation<LegalHoldDetail> SET = new ApiOperation<>("setLegalHold", LegalHoldDetail::of);
    private static final ApiOperation<LegalHoldDetail> ASK =
            new ApiOperation<>("askToLiftLegalHold", LegalHoldDetail::of);
    private static final ApiOperation<LegalHoldDetail> DECIDE =
            new ApiOperation<>("decideLegalHold", LegalHoldDetail::of);

    private LegalHoldCalls() {}

    /** @param state empty: all */
    public static ApiRequest<Page<LegalHoldDetail>> list(String state, String cursor, int limit) {
        return LIST.request().query("state", state).query("cursor", cursor).query("limit", limit);
    }

    /** @param hold as the API reads it */
    public static ApiRequest<LegalHoldDetail> set(JsonObject hold) {
        return SET.request().body(hold);
    }

    public static ApiRequest<LegalHoldDetail> askToLift(UUID id, String reason) {
        return ASK.on("id", id).body(new JsonObject().put("reason", reason));
    }

    public static ApiRequest<LegalHoldDetail> decide(UUID id, boolean approve) {
        return DECIDE.on("id", id).body(new JsonObject().put("approve", approve));
    }
}
