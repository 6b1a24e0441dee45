package lingdian.console.administration;

import java.util.Optional;
import lingdian.office.rules.RuleSetOutline;

/**
 * What an administrator looks at first.
 *
 * @param health what the page of health says first
 * @param incidents of integrity
 * @param undelivered notifications that could not be delivered
 * @param codes that nobody used yet
 * @param unused keys that no agent used yet
 * @param inForce the set of rules that judges now
 */
record OverviewView(
        HealthView health, int incidents, int undelivered, int codes, int unused, Optional<RuleSetOutline> inForce) {
    /** A count, or that there are at least so many. */
    static String atLeast(int count) {
        return count >= AdministrationPages.LOOKED_AT ? count + "+" : Integer.toString(count);
    }
}
