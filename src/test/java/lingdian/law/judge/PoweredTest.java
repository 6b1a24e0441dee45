package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code POWERED_WHILE_SUSPENDED} (handbook, suspicions.md): two terminals on for more than half an hour of a suspension,
 * without a session.
 */
class PoweredTest {
    @Test
    void thirtyMinutesAreNoneASecondMoreIsOne() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                suspended A s1 12:00..20:00
                11:50    heartbeat [powered A01+A02]     ->
                12:05    heartbeat [powered A01+A02]     ->
                12:20    heartbeat [powered A02+A03]     ->
                12:35    heartbeat [powered A01+A02]     ->
                12:35:01 heartbeat [powered A01+A02+A03] -> opened POWERED_WHILE_SUSPENDED A01+A02+A03 suspicion since 12:05
                12:45    heartbeat [powered A01+A02]     ->
                13:00    heartbeat [powered A01]         -> ended POWERED_WHILE_SUSPENDED A01+A02+A03 3 in all, peak 3
                evidence POWERED_WHILE_SUSPENDED         -> 2 5 7
                authorities POWERED_WHILE_SUSPENDED      -> culture
                """);
    }

    @Test
    void oneTerminalIsNone() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                suspended A s1 12:00..20:00
                12:05    heartbeat [powered A01+A02]     ->
                12:20    heartbeat [powered A01]         ->
                12:35    heartbeat [powered A01+A02]     ->
                12:45    heartbeat [powered A01+A02]     ->
                13:00    heartbeat [powered A01+A02]     ->
                13:05    heartbeat [powered none]        ->
                """);
    }

    @Test
    void staffTerminalsDoNotCount() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                staff A STAFF
                suspended A s1 12:00..20:00
                12:05    heartbeat [powered A01+STAFF] ->
                12:20    heartbeat [powered A01+STAFF] ->
                12:30    heartbeat [powered A01+STAFF] ->
                12:40    heartbeat [powered A01+STAFF] ->
                """);
    }

    @Test
    void aHeartbeatThatDoesNotSayBreaksIt() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                suspended A s1 12:00..20:00
                12:05    heartbeat [powered A01+A02]     ->
                12:20    heartbeat                       ->
                12:30    heartbeat [powered A01+A02]     ->
                12:40    heartbeat [powered A01+A02]     ->
                12:50    heartbeat [powered A01+A02]     ->
                13:00    heartbeat [powered A01+A02]     ->
                """);
    }

    @Test
    void fifteenMinutesWithoutAHeartbeatAreNoBreakMoreAre() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                suspended A s1 12:00..20:00
                12:05    heartbeat [powered A01+A02]     ->
                12:20:01 heartbeat [powered A01+A02]     ->
                12:35:01 heartbeat [powered A01+A02]     ->
                12:50:02 heartbeat [powered A01+A02]     ->
                13:00    heartbeat [powered A01+A02]     ->
                13:15    heartbeat [powered A01+A02]     ->
                13:21    heartbeat [powered A01+A02]     -> opened POWERED_WHILE_SUSPENDED A01+A02 suspicion since 12:50:02
                14:00    heartbeat [powered A01+A02]     -> ended POWERED_WHILE_SUSPENDED A01+A02 at 13:21 2 in all, peak 2
                """);
    }

    @Test
    void aSessionMakesItAFactOfItsOwn() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                suspended A s1 12:00..20:00
                12:05    heartbeat [powered A01+A02]     ->
                12:20    heartbeat [powered A01+A02]     ->
                12:30    heartbeat [powered A01+A02]     ->
                12:40    heartbeat [powered A01+A02]     -> opened POWERED_WHILE_SUSPENDED A01+A02 suspicion since 12:05
                12:41    login a@A01 adult admitted      -> deny cafe-suspended; opened OPERATION_SUSPENDED since 12:41
                                                          ; ended POWERED_WHILE_SUSPENDED A01+A02 2 in all, peak 2
                12:50    heartbeat A01 [powered A01+A02] ->
                13:00    logout a                        -> ended OPERATION_SUSPENDED
                13:05    heartbeat [powered A01+A02]     ->
                13:20    heartbeat [powered A01+A02]     ->
                13:35    heartbeat [powered A01+A02]     ->
                """);
    }

    @Test
    void theEndOfTheSuspensionEndsIt() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                suspended A s1 12:00..13:00
                12:20    heartbeat [powered A01+A02]     ->
                12:30    heartbeat [powered A01+A02]     ->
                12:40    heartbeat [powered A01+A02]     ->
                12:55    heartbeat [powered A01+A02]     -> opened POWERED_WHILE_SUSPENDED A01+A02 suspicion since 12:20
                13:05    heartbeat [powered A01+A02]     -> ended POWERED_WHILE_SUSPENDED A01+A02 at 13:00 2 in all, peak 2
                13:20    heartbeat [powered A01+A02]     ->
                13:35    heartbeat [powered A01+A02]     ->
                13:50    heartbeat [powered A01+A02]     ->
                """);
    }

    @Test
    void anExpiredLicenceAndAnOrderThatClosesAreSuspensionsToo() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                suspended B s1 12:00..13:00 public-security 府令1号
                licence A 2026-07-01
                B: 12:05    heartbeat [powered A01+A02] ->
                B: 12:15    heartbeat [powered A01+A02] ->
                B: 12:25    heartbeat [powered A01+A02] ->
                B: 12:36    heartbeat [powered A01+A02] -> opened POWERED_WHILE_SUSPENDED A01+A02 suspicion since 12:05
                24:00   heartbeat [powered A01+A02] ->
                00:10+1 heartbeat [powered A01+A02] ->
                00:20+1 heartbeat [powered A01+A02] ->
                00:31+1 heartbeat [powered A01+A02] -> opened POWERED_WHILE_SUSPENDED A01+A02 suspicion since 00:00+1
                authorities POWERED_WHILE_SUSPENDED -> public-security / culture
                """);
    }

    @Test
    void whereNothingIsSuspendedTerminalsMayBeOn() {
        Scenario.check("""
                watch POWERED_WHILE_SUSPENDED
                12:05    heartbeat [powered A01+A02] ->
                12:15    heartbeat [powered A01+A02] ->
                12:25    heartbeat [powered A01+A02] ->
                12:40    heartbeat [powered A01+A02] ->
                """);
    }
}
