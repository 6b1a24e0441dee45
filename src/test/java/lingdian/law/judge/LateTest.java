package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code late}: what proved a violation was received more than a day after it happened (handbook, feed.md#a-violation). */
class LateTest {
    /** A whole night that arrives the day after. */
    @Test
    void moreThanADayAfterItsEffectiveTime() {
        Scenario.check("""
                23:50   login a@A01 adult1 [received 00:00:00+2]  -> allow
                00:10+1 heartbeat A01 [received 00:10+2]          -> opened OVERTIME_OPERATION fact since 00:00+1
                late OVERTIME_OPERATION                           -> no
                """);
        Scenario.check("""
                23:50   login a@A01 adult1 [received 00:00:00+2]  -> allow
                00:10+1 heartbeat A01 [received 00:10:00.001+2]   -> opened OVERTIME_OPERATION fact since 00:00+1
                late OVERTIME_OPERATION                           -> yes
                """);
    }

    /** What comes later does not make it late, nor in time. */
    @Test
    void itIsDecidedAtTheOpening() {
        Scenario.check("""
                23:50   login a@A01 adult1                -> allow
                00:10+1 heartbeat A01                     -> opened OVERTIME_OPERATION fact since 00:00+1
                00:30+1 logout a [received 10:00+3]       -> ended OVERTIME_OPERATION 1800 s, 1 session, peak 1
                late OVERTIME_OPERATION                   -> no
                """);
        Scenario.check("""
                23:50   login a@A01 adult1                -> allow
                00:10+1 heartbeat A01 [received 10:00+3]  -> opened OVERTIME_OPERATION fact since 00:00+1
                late OVERTIME_OPERATION                   -> yes
                """);
    }

    @Test
    void sessionsAndPersons() {
        Scenario.check("""
                10:00 login a@A01 minor admitted [received 10:01+1]   -> deny under-age; opened MINOR_ADMITTED a since 10:00
                10:00 login b@A02 adult1 [received 10:01+1]           -> allow
                10:01 login c@A03 adult1 admitted [received 10:02+1]  -> deny in-use-elsewhere
                10:07 heartbeat A01 A02 A03 [received 10:08+1]        -> opened IDENTITY_SHARED c fact since 10:01
                late MINOR_ADMITTED                                   -> yes
                late IDENTITY_SHARED                                  -> yes
                """);
        Scenario.check("""
                10:00 login b@A02 adult1 [received 10:00+1]           -> allow
                10:01 login c@A03 adult1 admitted [received 10:01+1]  -> deny in-use-elsewhere
                10:07 heartbeat A02 A03 [received 10:07+1]            -> opened IDENTITY_SHARED c fact since 10:01
                10:20 logout c [received 18:00+2]                     -> ended IDENTITY_SHARED c
                late IDENTITY_SHARED                                  -> no
                """);
    }

    /** A silence is found by the service's own clock. */
    @Test
    void aSilenceNeverIs() {
        Scenario.check("""
                10:00 opened                  ->
                10:15 look                    -> opened MEASURES_STOPPED suspicion since 10:00
                10:30+3 heartbeat             -> ended MEASURES_STOPPED
                late MEASURES_STOPPED         -> no
                """);
    }
}
