package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code MEASURES_STOPPED} (handbook, silence.md): the deadline, what counts towards it, and what ends a silence. */
class MeasuresStoppedTest {
    @Test
    void aQuarterOfAnHourOfPermittedTimeWithoutAnything() {
        Scenario.check("""
                10:00    opened      ->
                10:01    heartbeat   ->
                10:15:59 look        ->
                10:16    look        -> opened MEASURES_STOPPED suspicion since 10:01
                10:17    look        ->
                12:00    look        ->
                12:30    heartbeat   -> ended MEASURES_STOPPED
                12:44    look        ->
                12:45    look        -> opened MEASURES_STOPPED suspicion since 12:30
                evidence MEASURES_STOPPED -> 2 3; 3
                """);
    }

    @Test
    void theThresholdIsConfiguration() {
        Scenario.check("""
                thresholds silenceMinutes 5
                10:00 opened      ->
                10:04 look        ->
                10:05 look        -> opened MEASURES_STOPPED suspicion since 10:00
                """);
    }

    @Test
    void whoClosedIsNotExpected() {
        Scenario.check("""
                19:50 opened  ->
                20:00 closed  ->
                20:30 look    ->
                20:40 opened  ->
                20:54 look    ->
                20:55 look    -> opened MEASURES_STOPPED suspicion since 20:40
                21:00 closed  -> ended MEASURES_STOPPED
                23:00 look    ->
                """);
    }

    @Test
    void whoNeverSentOpenedIsExpectedAtAnyPermittedTime() {
        Scenario.check("""
                10:00   heartbeat  ->
                10:15   look       -> opened MEASURES_STOPPED suspicion since 10:00
                10:20   heartbeat  -> ended MEASURES_STOPPED
                23:50   closed     ->
                23:51   look       -> opened MEASURES_STOPPED suspicion since 10:20
                                    ; ended MEASURES_STOPPED at 23:50
                08:04+1 look       ->
                08:05+1 look       -> opened MEASURES_STOPPED suspicion since 23:50
                """);
    }

    @Test
    void whoComesBackAgainAndAgainBeforeAnyoneLooksWasSilentEachTime() {
        Scenario.check("""
                10:00 opened      ->
                10:20 heartbeat   ->
                10:30 heartbeat   ->
                10:50 heartbeat   ->
                11:20 heartbeat   ->
                11:21 look        -> opened MEASURES_STOPPED suspicion since 10:00
                                   ; ended MEASURES_STOPPED at 10:20
                11:21 look        -> opened MEASURES_STOPPED suspicion since 10:30
                                   ; ended MEASURES_STOPPED at 10:50
                11:21 look        -> opened MEASURES_STOPPED suspicion since 10:50
                                   ; ended MEASURES_STOPPED at 11:20
                11:34 look        ->
                11:35 look        -> opened MEASURES_STOPPED suspicion since 11:20
                """);
    }

    @Test
    void whoSaysHelloInBetweenWasSilentOnceAllTheSame() {
        Scenario.check("""
                10:00 opened      ->
                10:20 hello 1     ->
                10:40 hello 1     ->
                11:00 heartbeat   ->
                11:10 heartbeat   ->
                11:11 look        -> opened MEASURES_STOPPED suspicion since 10:00
                                   ; ended MEASURES_STOPPED at 11:00
                11:11 look        ->
                11:24 look        ->
                11:25 look        -> opened MEASURES_STOPPED suspicion since 11:10
                evidence MEASURES_STOPPED -> 1 2; 3
                """);
    }

    @Test
    void aHelloAfterTheServicesOwnDowntimeDoesNotHideWhatFollows() {
        Scenario.check("""
                10:00 opened      ->
                down 10:05..10:30
                10:31 hello 1     ->
                10:50 heartbeat   ->
                10:51 look        ->
                10:51 look        -> opened MEASURES_STOPPED suspicion since 10:00
                                   ; ended MEASURES_STOPPED at 10:50
                10:52 look        ->
                """);
    }

    @Test
    void aHelloAfterTheNightDoesNotHideWhatFollows() {
        Scenario.check("""
                23:50   opened                     ->
                08:04+1 hello 1                    ->
                08:20+1 hello 1                    ->
                08:20+1 look                       ->
                08:20+1 look                       -> opened MEASURES_STOPPED suspicion since 23:50
                08:21+1 heartbeat                  -> ended MEASURES_STOPPED
                """);
    }

    @Test
    void silencesOfTwoEventsAreToldApartWhateverHellosCame() {
        Scenario.check("""
                10:00 opened                       ->
                10:20 hello 1                      ->
                10:21 heartbeat                    ->
                10:40 hello 2                      ->
                11:00 heartbeat                    ->
                11:01 look                         -> opened MEASURES_STOPPED suspicion since 10:00
                                                    ; ended MEASURES_STOPPED at 10:21
                11:01 look                         -> opened MEASURES_STOPPED suspicion since 10:21
                                                    ; ended MEASURES_STOPPED at 11:00
                11:01 look                         ->
                """);
    }

    @Test
    void whoNeverSentAnEventCannotFallSilent() {
        Scenario.check("""
                10:00   hello 0  ->
                12:00   look     ->
                B: 12:00 look    ->
                """);
    }

    @Test
    void countingPausesOverTheClosedNight() {
        Scenario.check("""
                23:40   opened     ->
                23:50   heartbeat  ->
                00:10+1 look       ->
                08:04+1 look       ->
                08:05+1 look       -> opened MEASURES_STOPPED suspicion since 23:50
                """);
    }

    @Test
    void aCafeThatMayAlwaysOpenHasNoNight() {
        Scenario.check("""
                hours A daily 00:00-24:00
                23:50   opened     ->
                00:05+1 look       -> opened MEASURES_STOPPED suspicion since 23:50
                """);
    }

    @Test
    void anOrderThatClosesPausesAndOneThatOpensCounts() {
        Scenario.check("""
                order A exam closed 10:05..12:00
                10:00   opened  ->
                10:30   look    ->
                12:09   look    ->
                12:10   look    -> opened MEASURES_STOPPED suspicion since 10:00
                23:55   opened  -> ended MEASURES_STOPPED
                00:15+1 look    ->
                order A festival open 01:00+1..02:00+1
                01:09+1 look    ->
                01:10+1 look    -> opened MEASURES_STOPPED suspicion since 23:55
                """);
    }

    @Test
    void anOrderMayOpenWhatIsPastByNow() {
        Scenario.check("""
                23:55   opened  ->
                02:00+1 look    ->
                order A festival open 00:00+1..04:00+1
                02:01+1 look    -> opened MEASURES_STOPPED suspicion since 23:55
                """);
    }

    @Test
    void aSuspendedCafeMayNotOperateSoItsTimeIsNotPermitted() {
        Scenario.check("""
                suspended A s 10:10..12:00
                10:00   opened  ->
                11:00   look    ->
                12:04   look    ->
                12:05   look    -> opened MEASURES_STOPPED suspicion since 10:00
                """);
    }

    @Test
    void anExpiredLicenceIsASuspensionWithoutEnd() {
        Scenario.check("""
                licence A 2026-07-01
                23:50   opened  ->
                08:30+9 look    ->
                """);
    }

    @Test
    void whateverIsReceivedPutsTheDeadlineOff() {
        Scenario.check("""
                10:00 opened     ->
                10:10 hello 1    ->
                10:24 look       ->
                10:25 look       -> opened MEASURES_STOPPED suspicion since 10:00 # the last event's time
                """);
    }

    @Test
    void aHelloIsNoEventAndEndsNothing() {
        Scenario.check("""
                10:00 opened     ->
                10:15 look       -> opened MEASURES_STOPPED suspicion since 10:00
                10:20 hello 1    ->
                10:21 heartbeat  -> ended MEASURES_STOPPED
                """);
    }

    @Test
    void aRejectedOrRepeatedEventWasReceived() {
        Scenario.check("""
                10:00 opened          ->
                10:15 look            -> opened MEASURES_STOPPED suspicion since 10:00
                10:20 invalid         -> reject invalid-event; ended MEASURES_STOPPED at 10:20
                10:34 look            ->
                10:35 look            -> opened MEASURES_STOPPED suspicion since 10:20
                10:40 logout nobody   -> reject unknown-session; ended MEASURES_STOPPED at 10:40
                10:55 look            -> opened MEASURES_STOPPED suspicion since 10:40
                11:00 same 1          -> ended MEASURES_STOPPED at 11:00
                """);
    }

    @Test
    void theTimeIsTheReceivedOne() {
        Scenario.check("""
                09:00 opened    [received 12:00]    ->
                09:01 heartbeat [received 12:10]    ->
                12:24 look                          ->
                12:25 look                          -> opened MEASURES_STOPPED suspicion since 12:10
                09:02 heartbeat [received 12:30]    -> ended MEASURES_STOPPED at 12:30
                """);
    }

    @Test
    void bufferedEventsExplainIt() {
        Scenario.check("""
                10:00 opened                        ->
                10:15 look                          -> opened MEASURES_STOPPED suspicion since 10:00
                10:01 heartbeat [received 10:40]    -> ended MEASURES_STOPPED at 10:40
                                                     ; updated MEASURES_STOPPED explained buffered
                10:02 heartbeat [received 10:40]    ->
                10:40 heartbeat                     ->
                evidence MEASURES_STOPPED -> 1 2
                """);
    }

    @Test
    void soDoesOneThatComesAfterOthersThatProveNothing() {
        Scenario.check("""
                10:00 opened                        ->
                10:15 look                          -> opened MEASURES_STOPPED suspicion since 10:00
                10:00 heartbeat [received 10:40]    -> ended MEASURES_STOPPED at 10:40
                10:20 heartbeat [received 10:41]    -> updated MEASURES_STOPPED explained buffered
                evidence MEASURES_STOPPED -> 1 2 3
                """);
    }

    @Test
    void anEventOfTheMomentOfReturnProvesNothing() {
        Scenario.check("""
                10:00    opened                           ->
                10:15    look                             -> opened MEASURES_STOPPED suspicion since 10:00
                10:39    opened    [received 10:40]       -> ended MEASURES_STOPPED at 10:40
                10:41    heartbeat                        ->
                11:00    look                             -> opened MEASURES_STOPPED suspicion since 10:41
                11:28:59 opened    [received 11:30]       -> ended MEASURES_STOPPED at 11:30
                                                           ; updated MEASURES_STOPPED explained buffered
                """);
    }

    @Test
    void whoComesBackBeforeAnyoneLookedWasSilentAllTheSame() {
        Scenario.check("""
                10:00    opened                     ->
                10:15    heartbeat                  ->
                10:15:01 look                       -> opened MEASURES_STOPPED suspicion since 10:00
                                                     ; ended MEASURES_STOPPED at 10:15
                10:29:59 heartbeat                  ->
                10:30    look                       ->
                11:00    hello 3                    ->
                11:01    heartbeat                  ->
                11:02    look                       -> opened MEASURES_STOPPED suspicion since 10:29:59
                                                     ; ended MEASURES_STOPPED at 11:01
                11:03    look                       ->
                11:05    heartbeat [received 11:40] ->
                11:41    look                       -> opened MEASURES_STOPPED suspicion since 11:01 explained buffered
                                                     ; ended MEASURES_STOPPED at 11:40
                11:45    heartbeat                  ->
                11:46    look                       ->
                """);
    }

    @Test
    void whoComesBackAfterTheServicesOwnDowntimeWasNotSilent() {
        Scenario.check("""
                10:00    opened     ->
                down 10:05..10:30
                10:31    heartbeat  ->
                10:32    look       ->
                10:45    look       ->
                10:46    look       -> opened MEASURES_STOPPED suspicion since 10:31
                """);
    }

    @Test
    void aNewStreamEndsItAndMayProveToo() {
        Scenario.check("""
                10:00 opened                                   ->
                10:15 look                                     -> opened MEASURES_STOPPED suspicion since 10:00
                10:20 opened    [stream 2] [received 11:00]    -> new stream; ended MEASURES_STOPPED at 11:00
                                                                ; updated MEASURES_STOPPED explained buffered
                """);
    }

    @Test
    void theServicesOwnDowntimeIsNotCountedAndAgentsGetTwoMinutesToComeBack() {
        Scenario.check("""
                10:00    opened         ->
                down 10:05..10:30
                10:31    look           ->
                10:41:59 look           ->
                10:42    look           -> opened MEASURES_STOPPED suspicion since 10:00
                """);
    }

    @Test
    void whoCameBackAfterItIsCountedFromThen() {
        Scenario.check("""
                10:00    opened         ->
                down 10:05..10:30
                10:31    heartbeat      ->
                10:45    look           ->
                10:46    look           -> opened MEASURES_STOPPED suspicion since 10:31
                """);
    }

    @Test
    void whereAnotherNodeRunsOnOnlyTheTimeToFindItIsNotCounted() {
        Scenario.check("""
                node 09:00..10:05
                node 09:00..
                10:00    opened         ->
                10:16    look           ->
                10:17    look           -> opened MEASURES_STOPPED suspicion since 10:00
                """);
    }

    @Test
    void aNodeThatBeginsBesideOneThatRunsChangesNothing() {
        Scenario.check("""
                node 09:00..
                node 10:05..
                10:00    opened         ->
                10:15    look           -> opened MEASURES_STOPPED suspicion since 10:00
                """);
    }

    @Test
    void silencesOfManyCafesAtOnceAreMarkedUntilTheStreamProvesMore() {
        Scenario.check("""
                10:00 opened                        ->
                10:15 look [outage yes] -> opened MEASURES_STOPPED suspicion since 10:00 explained probable-outage
                10:01 heartbeat [received 10:40]    -> ended MEASURES_STOPPED at 10:40
                                                     ; updated MEASURES_STOPPED explained buffered
                """);
    }

    @Test
    void oneSilenceWhateverTheNumberOfTerminals() {
        Scenario.check("""
                10:00 opened                ->
                10:01 login a@A01 adult     -> allow
                10:02 login b@A02 adult2    -> allow
                10:03 heartbeat A01 A02     ->
                10:18 look                  -> opened MEASURES_STOPPED suspicion since 10:03
                """);
    }
}
