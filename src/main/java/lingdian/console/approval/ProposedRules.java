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
 * @param changes of rules' states, against the set in force
 * @param more whether it differs in anything else
 * @param withdrawable whether the reader may withdraw it; also whether the reader may open its page
 */
record ProposedRules(
        RuleSetOutline set, String who, boolean own, List<Change> changes, boolean more, boolean withdrawable) {
    /**
     * A rule in another state.
     *
     * @param findings of the last 30 days, of which {@code facts}
     */
    record Change(String code, String before, String after, long findings, long facts) {}

    ProposedRules {
        changes = List.copyOf(changes);
    }

    /** @param inForce empty: the rules of the program judge, with which nothing is compared */
    static ProposedRules of(
            RuleSetDetail set, Optional<RuleSetDetail> inForce, String who, boolean own, boolean withdrawable) {
        Map<String, String> before = inForce.stream()
                .flatMap(one -> one.rules().stream())
                .collect(Collectors.toMap(ListedRule::code, ListedRule::state));
        List<Change> changes = set.rules().stream()
                .flatMap(rule -> Stream.ofNullable(before.get(rule.code()))
                        .filter(state -> !state.equals(rule.state()))
                        .map(state -> change(set, state, rule)))
                .toList();
        boolean more = inForce.filter(one -> rest(one).equals(rest(set))).isEmpty();
        return new ProposedRules(set.outline(), who, own, changes, more, withdrawable);
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
