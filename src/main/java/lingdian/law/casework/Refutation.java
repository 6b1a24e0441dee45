package lingdian.law.casework;

/**
 * What people's checks of a rule's findings came to, for the proposal to put the rule into shadow (handbook,
 * rules.md#a-rule-that-is-wrong-too-often).
 *
 * <p>Few people or places say little about a rule, so of one café and account at most {@value #OF_ONE_PAIR} checks are
 * counted, and the counted ones must come from enough of both.
 *
 * @param code of the rule
 * @param accounts how many made these checks
 * @param counties in how many their cafés are
 * @param cafes in how many they were made
 */
public record Refutation(String code, long confirmed, long dismissed, long accounts, long counties, long cafes) {
    /** The most checks of one account in one café that count. */
    public static final int OF_ONE_PAIR = 3;

    private static final long ACCOUNTS = 5;
    private static final long COUNTIES = 3;
    private static final long CAFES = 10;

    /** Whether enough checks confirm fewer than half of them. */
    public boolean isProven() {
        long checks = confirmed + dismissed;
        return checks >= Precision.CHECKS
                && accounts >= ACCOUNTS
                && counties >= COUNTIES
                && cafes >= CAFES
                && 2 * confirmed < checks;
    }
}
