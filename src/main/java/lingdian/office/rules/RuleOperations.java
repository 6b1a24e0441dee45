package lingdian.office.rules;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.Operations;
import lingdian.office.permission.Approvers;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;

/** Rule sets, what rules in the shadow find, and how often each rule was right. */
public final class RuleOperations implements Feature {
    private final RuleSetEndpoints ruleSets;
    private final PrecisionEndpoints precisions;

    public RuleOperations(
            OfficeContext office, ReleaseStore store, Releases releases, Approvers approvers, OfficeListener listener) {
        ruleSets = new RuleSetEndpoints(
                office.pool(),
                office.clock(),
                store,
                releases,
                approvers,
                office.changes(),
                new ShadowStore(),
                listener::factsChanged);
        precisions = new PrecisionEndpoints(office.pool(), new PrecisionStore(office.pool()), store);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("listRuleSets", ruleSets::list)
                .serve("proposeRuleSet", ruleSets::propose)
                .serve("getRuleSet", ruleSets::one)
                .serve("withdrawRuleSet", ruleSets::withdraw)
                .serve("approveRuleSet", ruleSets::approve)
                .serve("listShadow", ruleSets::shadow)
                .serve("listPrecisions", precisions::list);
    }
}
