package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on random draws, as pages call them. */
public final class DrawCalls {
    private static final ApiOperation<DrawDetail> DRAW = new ApiOperation<>("draw", DrawDetail::of);
    private static final ApiOperation<DrawDetail> ONE = new ApiOperation<>("getDraw", DrawDetail::of);
    private static final ApiOperation<Page<DrawDetail>> LIST =
            new ApiOperation<>("listDraws", answer -> Page.read(answer, DrawDetail::of));

    private DrawCalls() {}

    /** @param form what was typed, right or wrong: only the API decides what it takes */
    public static ApiRequest<DrawDetail> draw(JsonObject form) {
        return DRAW.request().body(form);
    }

    /** @param id as the address of the page has it */
    public static ApiRequest<DrawDetail> one(String id) {
        return ONE.on("id", id);
    }

    public static ApiRequest<Page<DrawDetail>> list(String cursor, int limit) {
        return LIST.request().query("cursor", cursor).query("limit", limit);
    }
}
