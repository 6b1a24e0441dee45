package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** Rules change while cafés are open: what began before a release is judged to its end by the rules of its own time. */
class ReleaseTest {
    @Test
    void aNightThatBeganBeforeKeepsItsGrace() {
        Scenario.check("""
                release 00:05+1 graceMinutes 0
                23:50   login a@A01 adult  -> allow
                00:06+1 heartbeat A01      ->
                00:10+1 logout a           -> opened OVERTIME_OPERATION fact since 00:00+1
                                            ; ended OVERTIME_OPERATION 600 s, 1 session, peak 1
                version OVERTIME_OPERATION -> 2026.2
                """);
    }

    @Test
    void theNextNightHasTheNewOne() {
        Scenario.check("""
                release 12:00+1 graceMinutes 0
                23:50   login a@A01 adult  -> allow
                00:05+1 logout a           ->
                23:50+1 login b@A01 adult  -> allow
                00:05+2 logout b           -> opened OVERTIME_OPERATION fact since 00:00+2
                                            ; ended OVERTIME_OPERATION 300 s, 1 session, peak 1
                version OVERTIME_OPERATION -> 12:00+1
                """);
    }

    /** Handbook, protocol.md#time: a day that arrives late is judged exactly as if it had arrived live. */
    @Test
    void aDayThatArrivesLateIsJudgedByTheRulesOfThatDay() {
        Scenario.check("""
                release 12:00+1 graceMinutes 30
                23:50   login a@A01 adult [received 13:00+1]  -> allow until 00:00+1
                00:11+1 heartbeat A01     [received 13:00+1]  -> opened OVERTIME_OPERATION fact since 00:00+1
                00:40+1 logout a          [received 13:00+1]  -> ended OVERTIME_OPERATION 2400 s, 1 session, peak 1
                version OVERTIME_OPERATION -> 2026.2
                """);
    }

    @Test
    void whatIsOpenAtAReleaseGoesOnUnderItsOwnVersion() {
        Scenario.check("""
                release 00:20+1 graceMinutes 30
                23:50   login a@A01 adult  -> allow
                00:11+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                00:21+1 heartbeat A01      ->
                00:40+1 logout a           -> ended OVERTIME_OPERATION 2400 s, 1 session, peak 1
                version OVERTIME_OPERATION -> 2026.2
                """);
    }

    @Test
    void aSharedIdentityIsOfTheLaterSessionsTime() {
        Scenario.check("""
                release 10:03 sharedMinutes 30
                B: 09:50 opened                       ->
                10:00    login a@A01 adult1           -> allow
                B: 10:02 login b@B01 adult1 admitted  -> deny in-use-elsewhere
                B: 10:08 heartbeat B01                ->
                10:08    heartbeat A01                -> opened IDENTITY_SHARED B:b suspicion since 10:02
                version IDENTITY_SHARED -> 2026.2
                """);
    }
}
