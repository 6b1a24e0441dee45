package lingdian.console.administration;

import java.util.Optional;
import lingdian.office.rules.RuleSetOutline;

/**
 * What an administrator looks at first.
 *
 * @param today what is to be done
 * @param health what the page of health says first
 * @param incidents of integrity
 * @param undelivered notifications that could not be delivered
 * @param codes that nobody used yet
 * @param unused keys that no agent used yet
 * @param inForce the set of rules that judges now
 */
record OverviewView(
        TodayView today,
        HealthView health,
        int incidents,
        int undelivered,
        int codes,
        int unused,
        Optional<RuleSetOutline> inForce) {
    /** Whether nothing of the service or of its configuration waits for anybody. */
    boolean hasNothingToday() {
        return today.isEmpty()
                && incidents == 0
                && undelivered == 0
                && health.worstSigns().isEmpty()
                && !isBackupUnknown();
    }

    /** Whether the service knows of no backup. */
    boolean isBackupUnknown() {
        return health.todo().stream().anyMatch(sign -> sign.name().equals("backup"));
    }

    /** A count, or that there are at least so many. */
    static String atLeast(int count) {
        return count >= AdministrationPages.LOOKED_AT ? count + "+" : Integer.toString(count);
    }
}
