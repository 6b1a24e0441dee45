package lingdian.law.casework;

/**
 * How often a rule's findings were true when people looked: confirmed / (confirmed + dismissed).
 *
 * @param code of the rule
 * @param ruleVersion of the rules that found them
 */
public record Precision(String code, String ruleVersion, long confirmed, long dismissed) {
    /** By how many checks it may be said. */
    public static final long CHECKS = 30;

    /** Together with that of another version, under which the rule was the same. */
    public Precision with(Precision other) {
        return new Precision(code, ruleVersion, confirmed + other.confirmed, dismissed + other.dismissed);
    }

    /** How many people have decided. What could not be found out says nothing. */
    public long checks() {
        return confirmed + dismissed;
    }

    /** From 0 to 1; 0 where nothing was decided. */
    public double share() {
        return checks() == 0 ? 0 : (double) confirmed / checks();
    }

    /** Whether the rule is wrong more often than right, by enough checks to say so: it belongs in the shadow. */
    public boolean isPoor() {
        return checks() >= CHECKS && 2 * confirmed < checks();
    }
}
