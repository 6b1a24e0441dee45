package lingdian.conformance;

import java.util.List;

/**
 * How soon an agent came back after each act. Pure.
 *
 * <p>Only many returns tell: with full jitter a single one may rightly come at once.
 */
final class Returns {
    private static final String NAME = "agent/back-off";
    private static final int EXAMINED_MIN = 6;

    private final long atOnceMillis;
    private int all;
    private int atOnce;

    /** @param atOnceMillis a return within this time counts as one without back-off */
    Returns(long atOnceMillis) {
        this.atOnceMillis = atOnceMillis;
    }

    void add(long millis) {
        all++;
        atOnce += millis < atOnceMillis ? 1 : 0;
    }

    /** At least three quarters at once are a fault: of eight returns with the handbook's bound, once in 100,000 runs. */
    CheckResult result() {
        if (all < EXAMINED_MIN) {
            return CheckResult.skipped(NAME, "the agent came back too seldom to tell");
        }
        return atOnce * 4 < all * 3
                ? CheckResult.passed(NAME)
                : CheckResult.failed(
                        NAME,
                        List.of(AgentFault.HURRIED_RETURN.told(
                                "%d of %d times within %d ms".formatted(atOnce, all, atOnceMillis))));
    }
}
