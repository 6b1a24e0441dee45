package lingdian.law.casework;

/**
 * The share of a rule's findings that people confirmed: confirmed / (confirmed + dismissed).
 *
 * @param code of the rule
 * @param ruleVersion of the rules that made the findings
 */
public record Precision(String code, String ruleVersion, long confirmed, long dismissed) {
    /** The number of checks from which the share is meaningful. */
    public static final long CHECKS = 30;

    /** The number of decided findings. Unverifiable ones do not count. */
    public long checks() {
        return confirmed + dismissed;
    }

    /** From 0 to 1; 0 if nothing was decided. */
    public double share() {
        return checks() == 0 ? 0 : (double) confirmed / checks();
    }

    /** Whether the rule is wrong more often than right, by enough checks to say so. */
    public boolean isPoor() {
        return checks() >= CHECKS && 2 * confirmed < checks();
    }
}
