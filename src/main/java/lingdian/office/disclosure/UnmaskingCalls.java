package lingdian.office.disclosure;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.domain.ViolationId;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on unmaskings, as pages call them. */
public final class UnmaskingCalls {
    public static final ApiOperation<UnmaskingDetail> ASK = new ApiOperation<>("unmask", UnmaskingDetail::of);

    private static final ApiOperation<UnmaskingDetail> ONE = new ApiOperation<>("getUnmasking", UnmaskingDetail::of);
    private static final ApiOperation<UnmaskingDetail> DECIDE =
            new ApiOperation<>("decideUnmasking", UnmaskingDetail::of);
    private static final ApiOperation<Page<UnmaskingDetail>> LIST =
            new ApiOperation<>("listUnmaskings", answer -> Page.read(answer, UnmaskingDetail::of));

    /** The list can be narrowed to one violation. */
    static final String VIOLATION = "violation";

    private UnmaskingCalls() {}

    /** Asks to see the person of a violation. */
    public static ApiRequest<UnmaskingDetail> ask(ViolationId violation, String reason) {
        return ASK.on("id", violation).body(new JsonObject().put("reason", reason));
    }

    /** @param id as in the address of the page */
    public static ApiRequest<UnmaskingDetail> one(String id) {
        return ONE.on("id", id);
    }

    public static ApiRequest<UnmaskingDetail> decide(UUID id, boolean approve) {
        return DECIDE.on("id", id).body(new JsonObject().put("approve", approve));
    }

    /** @param state empty: all */
    public static ApiRequest<Page<UnmaskingDetail>> list(String state, int limit) {
        return LIST.request().query("state", state).query("limit", limit);
    }

    /** The unmaskings of a violation, newest first. */
    public static ApiRequest<Page<UnmaskingDetail>> of(UUID violation, int limit) {
        return LIST.request().query("limit", limit).narrowedTo(VIOLATION, violation);
    }
}
