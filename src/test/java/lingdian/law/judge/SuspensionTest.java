package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code OPERATION_SUSPENDED} (handbook, rules.md#operation_suspended): a session open while the licence is suspended
 * or expired.
 */
class SuspensionTest {
    @Test
    void aSessionThatRunsIntoASuspensionIsOneFromItsBeginning() {
        Scenario.check("""
                suspended A s1 12:00..20:00
                11:00    login a@A01 adult1           -> allow
                12:00    heartbeat A01                ->
                12:00:01 heartbeat A01                -> opened OPERATION_SUSPENDED since 12:00
                12:30    login b@A02 adult2 admitted  -> deny cafe-suspended
                13:00    logout a                     ->
                14:00    logout b                     -> ended OPERATION_SUSPENDED
                evidence OPERATION_SUSPENDED          -> 1 3 4 6
                """);
    }

    @Test
    void aLogoutAtItsFirstInstantIsNone() {
        Scenario.check("""
                suspended A s1 12:00..20:00
                11:00    login a@A01 adult1           -> allow
                12:00    logout a                     ->
                13:00    heartbeat                    ->
                """);
    }

    @Test
    void aSessionThatOpensInItIsOneAtOnceAndALaterOneOpensItAgain() {
        Scenario.check("""
                suspended A s1 12:00..20:00
                12:00 login a@A01 adult1           -> deny cafe-suspended
                12:00 login a@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 12:00
                12:00 logout a                     -> ended OPERATION_SUSPENDED
                13:00 login b@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 12:00
                20:30 logout b                     -> ended OPERATION_SUSPENDED at 20:00
                """);
    }

    @Test
    void aSessionAtItsEndIsOutsideOfIt() {
        Scenario.check("""
                suspended A s1 12:00..20:00
                20:00 login a@A01 adult1  -> allow
                21:00 logout a            ->
                """);
    }

    @Test
    void aLicenceIsValidThroughItsLastDay() {
        Scenario.check("""
                hours A daily 00:00-24:00
                licence A 2026-07-01
                23:00      login a@A01 adult1           -> allow
                24:00      heartbeat A01                ->
                00:00:01+1 heartbeat A01                -> opened OPERATION_SUSPENDED since 00:00+1
                10:00+1    login b@A02 adult2 admitted  -> deny cafe-suspended
                10:00+1    logout a                     ->
                11:00+1    logout b                     -> ended OPERATION_SUSPENDED
                10:00+5    login c@A02 adult2 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 00:00+1
                """);
    }

    @Test
    void aSilentTimeIsJudgedWhenTheNextEventComes() {
        Scenario.check("""
                suspended A s1 12:00..13:00
                suspended A s2 14:00..15:00
                11:00    login a@A01 adult1           -> allow
                17:00    heartbeat                    -> opened OPERATION_SUSPENDED since 12:00; ended OPERATION_SUSPENDED at 13:00
                                                       ; opened OPERATION_SUSPENDED since 14:00; ended OPERATION_SUSPENDED at 15:00
                """);
    }

    @Test
    void twoSuspensionsThatOverlapAreTwoFindings() {
        Scenario.check("""
                suspended A s1 12:00..16:00
                suspended A s2 14:00..
                13:00    login a@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 13:00
                15:00    heartbeat A01                -> opened OPERATION_SUSPENDED since 14:00
                17:00    heartbeat A01                -> ended OPERATION_SUSPENDED at 16:00
                18:00    logout a                     -> ended OPERATION_SUSPENDED
                """);
    }

    @Test
    void aNightOfASuspendedCafeIsBoth() {
        Scenario.check("""
                suspended A s1 20:00..
                19:00   login a@A01 adult1  -> allow
                00:10+1 logout a            -> opened OVERTIME_OPERATION fact since 00:00+1
                                             ; ended OVERTIME_OPERATION 600 s, 1 session, peak 1
                                             ; opened OPERATION_SUSPENDED since 20:00; ended OPERATION_SUSPENDED
                """);
    }

    @Test
    void aSuspensionThatIsEndedEndsTheFindingThen() {
        Scenario.check("""
                suspended A s1 12:00..
                12:30    login a@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 12:30
                13:00    heartbeat A01                ->
                suspended A s1 12:00..13:30
                14:00    heartbeat A01                -> ended OPERATION_SUSPENDED at 13:30
                """);
        Scenario.check("""
                suspended A s1 12:00..
                12:30    login a@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 12:30
                13:00    heartbeat A01                ->
                suspended A s1 12:00..13:00
                14:00    heartbeat A01                -> ended OPERATION_SUSPENDED at 13:00
                """);
    }

    @Test
    void oneThatWasCancelledBeforeItBeganIsNone() {
        Scenario.check("""
                suspended A s1 12:00..12:00
                11:30    login a@A01 adult1  -> allow
                12:00    heartbeat A01       ->
                14:00    logout a            ->
                """);
    }

    @Test
    void lostSessionsEndIt() {
        Scenario.check("""
                hours A daily 00:00-24:00
                suspended A s1 12:00..
                12:30    login a@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 12:30
                12:31+1  heartbeat A01                -> lost a at 12:30; ended OPERATION_SUSPENDED at 12:30
                12:32+1  login b@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 12:30
                12:33+1  heartbeat A01                ->
                12:34+1  closed [stream 2]            -> new stream; lost b at 12:33+1
                     ; opened RECORDS_BROKEN since 12:34+1; ended RECORDS_BROKEN; ended OPERATION_SUSPENDED at 12:33+1
                """);
    }
}
