package lingdian.office.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.judge.Code;
import lingdian.law.judge.RuleState;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.Rules;
import org.jspecify.annotations.Nullable;

/**
 * The rules that were in force in a time.
 *
 * @param versions in their order
 * @param lookedFor codes whose rule was enabled in the café's county all the time; only of these it can be said that nothing was found
 */
record CertifiedRules(List<String> versions, Set<Code> lookedFor) {
    CertifiedRules {
        versions = List.copyOf(versions);
        lookedFor = Set.copyOf(lookedFor);
    }

    /**
     * Those of a time.
     *
     * @param releases in the order in which they came into force
     * @param authority whose rules are meant; null: everybody's
     */
    static CertifiedRules of(
            List<Rulebook.Release> releases,
            Instant from,
            Instant to,
            RegionCode county,
            @Nullable Authority authority) {
        var inForce = new ArrayList<Rules>();
        boolean fromTheBeginning = false;
        for (Rulebook.Release release : releases) {
            if (!release.from().isAfter(from)) {
                inForce.clear();
                fromTheBeginning = true;
            }
            if (release.from().isBefore(to)) {
                inForce.add(release.rules());
            }
        }
        var lookedFor = EnumSet.noneOf(Code.class);
        for (Code code : Code.values()) {
            if (fromTheBeginning
                    && inForce.stream().allMatch(rules -> isLookedFor(rules.rule(code), county, authority))) {
                lookedFor.add(code);
            }
        }
        return new CertifiedRules(inForce.stream().map(Rules::version).toList(), lookedFor);
    }

    private static boolean isLookedFor(Rules.Rule rule, RegionCode county, @Nullable Authority authority) {
        return rule.in(county) == RuleState.ENABLED
                && (authority == null || rule.authorities().contains(authority));
    }
}
