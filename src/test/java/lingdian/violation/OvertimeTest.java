package lingdian.violation;

import org.junit.jupiter.api.Test;

/** {@code OVERTIME_OPERATION} (SPEC.md, section 5). */
class OvertimeTest {
    @Test
    void aSessionRunsPastMidnight() {
        Scenario.check(
                """
                23:50   login a@A01 adult  -> allow until 00:00+1
                00:00+1 heartbeat A01      ->
                00:11+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                00:40+1 logout a           -> ended OVERTIME_OPERATION 2400 s, 1 session, peak 1
                evidence OVERTIME_OPERATION -> 1 3 4
                """);
    }
}
