package lingdian.console.administration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lingdian.office.rules.RuleSetDetail.ListedRule;
import lingdian.office.rules.RuleSetOutline;
import org.jspecify.annotations.Nullable;

/**
 * A page of the sets of rules, newest first.
 *
 * @param inForce the one that judges now; empty where none was released, so that the built-in rules apply
 * @param rules of {@code inForce}
 * @param next the address of older sets; null after the oldest
 */
record RulesView(
        List<RuleSetOutline> sets,
        Optional<RuleSetOutline> inForce,
        List<ListedRule> rules,
        @Nullable String next) {
    RulesView {
        sets = List.copyOf(sets);
        rules = List.copyOf(rules);
    }

    List<ListedRule> inShadow() {
        return rules.stream().filter(ListedRule::isInShadow).toList();
    }

    /** Those that tell somebody of what they find, everywhere. */
    List<ListedRule> enabled() {
        return rules.stream()
                .filter(rule -> rule.state().equals("enabled") && !rule.isInShadow())
                .toList();
    }

    /** The first set of a service judges everything, however old. */
    static boolean isFromTheBeginning(RuleSetOutline set) {
        return set.begins().equals(Instant.EPOCH);
    }

    boolean isInForce(RuleSetOutline set) {
        return inForce.filter(set::equals).isPresent();
    }
}
