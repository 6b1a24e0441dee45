package lingdian.console.approval;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.office.rules.RuleSetDetail;
import lingdian.office.rules.RuleSetDetail.ListedRule;
import lingdian.office.rules.RuleSetOutline;

/**
 * A set of rules that waits for its release.
 *
 * @param who proposed it; empty where the service did, or the reader may not see accounts
 * @param own whether the reader proposed it, and so cannot release it
 * @param before the version of the set in force when it begins, which it replaces; empty: the rules of the program
 * @param changes of rules' states, against that set
 * @param coming released sets that have not begun
 * @param more whether it differs in anything else
 * @param withdrawable whether the reader may withdraw it; also whether the reader may open its page
 */
record ProposedRules(
        RuleSetOutline set,
        String who,
        boolean own,
        String before,
        List<Change> changes,
        List<Coming> coming,
        boolean more,
        boolean withdrawable) {
    /**
     * A released set that has not begun.
     *
     * @param last whether it begins after the proposed one, and so replaces it; otherwise the proposed one replaces it
     */
    record Coming(RuleSetOutline set, boolean last) {}

    /**
     * A rule in another state.
     *
     * @param findings of the last 30 days, of which {@code facts}
     */
    record Change(String code, String before, String after, long findings, long facts) {}

    ProposedRules {
        changes = List.copyOf(changes);
        coming = List.copyOf(coming);
    }

    /** @param inForce when it begins; empty: the rules of the program judge, with which nothing is compared */
    static ProposedRules of(
            RuleSetDetail set,
            Optional<RuleSetDetail> inForce,
            List<Coming> coming,
            String who,
            boolean own,
            boolean withdrawable) {
        Map<String, String> before = inForce.stream()
                .flatMap(one -> one.rules().stream())
                .collect(Collectors.toMap(ListedRule::code, ListedRule::state));
        List<Change> changes = set.rules().stream()
                .flatMap(rule -> Stream.ofNullable(before.get(rule.code()))
                        .filter(state -> !state.equals(rule.state()))
                        .map(state -> change(set, state, rule)))
                .toList();
        boolean more = inForce.filter(one -> rest(one).equals(rest(set))).isEmpty();
        String version = inForce.map(one -> one.outline().version()).orElse("");
        return new ProposedRules(set.outline(), who, own, version, changes, coming, more, withdrawable);
    }

    private static Change change(RuleSetDetail set, String before, ListedRule rule) {
        RuleSetDetail.Recent recent = set.recentOf(rule);
        return new Change(rule.code(), before, rule.state(), recent.findings(), recent.facts());
    }

    /** The content but for its version and the states of rules; without states of regions where a rule has none. */
    private static JsonObject rest(RuleSetDetail set) {
        JsonObject rest = set.content().copy();
        rest.remove("version");
        for (ListedRule rule : set.rules()) {
            JsonObject entry = rest.getJsonObject("rules").getJsonObject(rule.code());
            entry.remove("state");
            if (rule.regions().isEmpty()) {
                entry.remove("regions");
            }
        }
        return rest;
    }

    String path() {
        return withdrawable ? "/administration/rules/" + set.id() : "";
    }
}
