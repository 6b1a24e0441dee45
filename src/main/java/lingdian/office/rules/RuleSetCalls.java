package lingdian.office.rules;

import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.api.Page;

/** The operations on sets of rules, as pages call them. */
public final class RuleSetCalls {
    public static final ApiOperation<?> APPROVE = ApiOperation.unread("approveRuleSet");

    private static final ApiOperation<Page<RuleSetOutline>> LIST =
            new ApiOperation<>("listRuleSets", answer -> Page.read(answer, RuleSetOutline::of));

    private RuleSetCalls() {}

    /** Newest first. */
    public static ApiRequest<Page<RuleSetOutline>> list(int limit) {
        return LIST.request().query("limit", limit);
    }

    public static ApiRequest<?> approve(UUID id) {
        return APPROVE.on("id", id);
    }
}
