package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code TERMINAL_UNREGISTERED} (handbook, rules.md#terminal_unregistered; Order 363, Art. 23): seats in use without
 * a login, one finding for a café and episode.
 */
class UnregisteredTerminalTest {
    @Test
    void twoHeartbeatsInARowOpenItAndTheFirstWithoutItEndsIt() {
        Scenario.check("""
                10:00 heartbeat A01      ->
                10:01 heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:00
                10:02 heartbeat A01      ->
                10:03 heartbeat          -> ended TERMINAL_UNREGISTERED A01 1 in all, peak 1
                10:04 heartbeat A01      ->
                10:05 heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:04
                evidence TERMINAL_UNREGISTERED -> 1 2 4; 5 6
                """);
    }

    @Test
    void aCafeWhoseCashierProgramFailsIsOneFinding() {
        Scenario.check("""
                10:00 heartbeat A01 A02          ->
                10:01 heartbeat A01 A02 A03      -> opened TERMINAL_UNREGISTERED A01+A02 since 10:00
                10:02 heartbeat A01 A02 A03      -> updated TERMINAL_UNREGISTERED A01+A02+A03 3 in all, peak 3
                10:03 heartbeat A01 A03 A04      ->
                10:04 heartbeat A03 A04          -> updated TERMINAL_UNREGISTERED A01+A02+A03+A04 4 in all, peak 3
                10:05 heartbeat A04              ->
                10:06 login a@A04 adult          -> allow; ended TERMINAL_UNREGISTERED A01+A02+A03+A04 4 in all, peak 3
                evidence TERMINAL_UNREGISTERED -> 1 2 3 5 7
                """);
    }

    @Test
    void oneSeatTakesOverFromAnotherWithinOneEpisode() {
        Scenario.check("""
                10:00 heartbeat A01      ->
                10:01 heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:00
                10:02 heartbeat A01 A02  ->
                10:03 heartbeat A02      -> updated TERMINAL_UNREGISTERED A01+A02 2 in all, peak 1
                10:04 heartbeat A01      -> ended TERMINAL_UNREGISTERED A01+A02 2 in all, peak 1
                10:05 heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:04
                evidence TERMINAL_UNREGISTERED -> 1 2 4 5; 5 6
                """);
    }

    @Test
    void aSeatThatDoesNotYetQualifyDoesNotCarryTheEpisodeOn() {
        Scenario.check("""
                10:00    heartbeat A01      ->
                10:01    heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:00
                10:02    heartbeat A01 A02  ->
                10:02:30 login a@A01 adult  -> allow; ended TERMINAL_UNREGISTERED A01 1 in all, peak 1
                10:03    heartbeat A01 A02  -> opened TERMINAL_UNREGISTERED A02 since 10:02
                """);
    }

    @Test
    void aSessionOpeningOnOneOfThemLeavesTheOthers() {
        Scenario.check("""
                10:00    heartbeat A01 A02  ->
                10:01    heartbeat A01 A02  -> opened TERMINAL_UNREGISTERED A01+A02 since 10:00
                10:01:30 login a@A01 adult  -> allow
                10:02    heartbeat A01 A02  ->
                10:03    logout a           ->
                10:04    heartbeat A01 A02  ->
                10:05    heartbeat A01 A02  ->
                10:06    heartbeat A01      ->
                10:07    heartbeat          -> ended TERMINAL_UNREGISTERED A01+A02 2 in all, peak 2
                """);
    }

    @Test
    void aSessionOpeningOnItEndsIt() {
        Scenario.check("""
                10:00 heartbeat A01        ->
                10:01 heartbeat A01        -> opened TERMINAL_UNREGISTERED A01 since 10:00
                10:02 login m@A01 minor    -> deny under-age
                10:03 login a@A01 adult    -> allow; ended TERMINAL_UNREGISTERED A01 1 in all, peak 1
                10:04 heartbeat A01        ->
                10:05 logout a             ->
                10:06 heartbeat A01        ->
                10:07 heartbeat A01        -> opened TERMINAL_UNREGISTERED A01 since 10:06
                """);
    }

    @Test
    void exactlyFiveMinutesApartAreInARowMoreAreNot() {
        Scenario.check("""
                10:00    heartbeat A01      ->
                10:05:01 heartbeat A01      ->
                10:10:01 heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:05:01
                10:30    heartbeat A01 A02  ->
                10:40    heartbeat A01 A02  ->
                11:00    heartbeat          -> ended TERMINAL_UNREGISTERED A01 1 in all, peak 1
                """);
    }

    @Test
    void heartbeatsOfOneTimeProveNothing() {
        Scenario.check("""
                10:00    heartbeat A01      ->
                10:00    heartbeat A01 A02  ->
                09:50    heartbeat A01      -> adjusted to 10:00
                10:01    heartbeat A01 A02  -> opened TERMINAL_UNREGISTERED A01 since 10:00
                """);
    }

    @Test
    void aHeartbeatWithoutItBetweenBreaksTheRowEvenAtTheSameTime() {
        Scenario.check("""
                10:00    heartbeat A01      ->
                10:00    heartbeat          ->
                10:01    heartbeat A01      ->
                10:01    invalid            -> reject invalid-event
                10:02    opened             ->
                10:03    heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:01
                """);
    }

    @Test
    void aSessionThatOpenedAndClosedBetweenBreaksTheRow() {
        Scenario.check("""
                10:00    heartbeat A01      ->
                10:00:10 login a@A01 adult  -> allow
                10:00:20 logout a           ->
                10:01    heartbeat A01      ->
                10:02    heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:01
                """);
    }

    @Test
    void whoStaysAfterTheLogoutIsUnregistered() {
        Scenario.check("""
                10:00    login a@A01 adult  -> allow
                10:01    heartbeat A01      ->
                10:01:30 logout a           ->
                10:02    heartbeat A01      ->
                10:03    heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 10:02
                """);
    }

    @Test
    void staffTerminalsNeedNoLogin() {
        Scenario.check("""
                staff A FRONT BAR
                10:00 heartbeat FRONT A01      ->
                10:01 heartbeat BAR FRONT A01  -> opened TERMINAL_UNREGISTERED A01 since 10:00
                10:02 heartbeat BAR FRONT      -> ended TERMINAL_UNREGISTERED A01 1 in all, peak 1
                10:03 heartbeat BAR FRONT      ->
                """);
    }

    @Test
    void itNeedsNoClosedPeriodAndMakesNoOvertime() {
        Scenario.check("""
                00:20+1 heartbeat A01      ->
                00:21+1 heartbeat A01      -> opened TERMINAL_UNREGISTERED A01 since 00:20+1
                08:21+1 heartbeat          -> ended TERMINAL_UNREGISTERED A01 1 in all, peak 1
                """);
    }

    @Test
    void theRowGoesOnOverARejectedEventAndANewStream() {
        Scenario.check("""
                10:00 heartbeat A01             ->
                10:00 logout zz                 -> reject unknown-session
                10:01 heartbeat A01 [stream 2]  -> new stream; opened TERMINAL_UNREGISTERED A01 since 10:00
                """);
    }

    @Test
    void aSessionThatIsLostLeavesItsTerminalUnregistered() {
        Scenario.check("""
                10:00 login a@A01 adult         -> allow
                10:01 heartbeat A01             ->
                10:02 heartbeat A01 [stream 2]  -> new stream; lost a at 10:01
                                                 ; opened RECORDS_BROKEN since 10:02; ended RECORDS_BROKEN
                10:03 heartbeat A01 [stream 2]  -> opened TERMINAL_UNREGISTERED A01 since 10:02
                """);
    }
}
