package lingdian.office.rules;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on sets of rules, as pages call them. */
public final class RuleSetCalls {
    public static final ApiOperation<?> APPROVE = ApiOperation.unread("approveRuleSet");

    public static final ApiOperation<Page<RuleSetOutline>> LIST =
            new ApiOperation<>("listRuleSets", answer -> Page.read(answer, RuleSetOutline::of));

    private static final ApiOperation<RuleSetDetail> ONE = new ApiOperation<>("getRuleSet", RuleSetDetail::of);
    private static final ApiOperation<RuleSetOutline> PROPOSE =
            new ApiOperation<>("proposeRuleSet", RuleSetOutline::of);
    private static final ApiOperation<Page<ShadowFinding>> SHADOW =
            new ApiOperation<>("listShadow", answer -> Page.read(answer, ShadowFinding::of));

    private RuleSetCalls() {}

    public static ApiRequest<RuleSetDetail> one(UUID id) {
        return ONE.on("id", id);
    }

    /** @param content a whole set with a new version, with the keys of rules.yaml */
    public static ApiRequest<RuleSetOutline> propose(JsonObject content) {
        return PROPOSE.request().body(new JsonObject().put("content", content));
    }

    /** Findings in shadow of the rules of a set; for its author alone. */
    public static ApiRequest<Page<ShadowFinding>> shadow(UUID id, String cursor, int limit) {
        return SHADOW.on("id", id).query("cursor", cursor).query("limit", limit);
    }

    /** Newest first. */
    public static ApiRequest<Page<RuleSetOutline>> list(String cursor, int limit) {
        return LIST.request().query("cursor", cursor).query("limit", limit);
    }

    public static ApiRequest<?> approve(UUID id) {
        return APPROVE.on("id", id);
    }

    public static ApiRequest<?> withdraw(UUID id) {
        return PrecisionCalls.WITHDRAW.on("id", id);
    }
}
