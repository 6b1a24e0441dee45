package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code OVERTIME_OPERATION} (handbook, rules.md#overtime_operation; Order 363, Art. 22 and 31): from 24:00 to 08:00 no
 * session may be open.
 */
class OvertimeTest {
    @Test
    void aSessionRunsPastMidnight() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow until 00:00+1
                00:00+1 heartbeat A01      ->
                00:11+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                00:20+1 heartbeat A01      ->
                00:40+1 logout a           -> ended OVERTIME_OPERATION 2400 s, 1 session, peak 1
                evidence OVERTIME_OPERATION -> 1 3 5
                """);
    }

    @Test
    void aLogoutAtExactlyClosingIsNone() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                24:00   logout a           ->
                00:30+1 heartbeat          ->
                """);
    }

    @Test
    void settlingWithinGraceIsNone() {
        Scenario.check("""
                23:50      login a@A01 adult  -> allow
                00:05+1    heartbeat A01      ->
                00:09:59+1 logout a           ->
                00:30+1    heartbeat          ->
                """);
    }

    @Test
    void aLogoutAtExactlyGraceProvesIt() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                00:10+1 logout a           -> opened OVERTIME_OPERATION fact since 00:00+1
                                            ; ended OVERTIME_OPERATION 600 s, 1 session, peak 1
                """);
    }

    @Test
    void aHeartbeatAtExactlyGraceProvesItToo() {
        Scenario.check("""
                23:50      login a@A01 adult  -> allow
                00:09:59+1 heartbeat A01      ->
                00:10+1    heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                00:10+1    logout a           -> ended OVERTIME_OPERATION 600 s, 1 session, peak 1
                """);
    }

    @Test
    void aNightWithoutAnyEventIsJudgedWhenTheNextOneComes() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                08:30+1 heartbeat A01      -> opened OVERTIME_OPERATION suspicion since 00:00+1
                                            ; ended OVERTIME_OPERATION at 08:00+1 28800 s, 1 session, peak 1
                09:00+1 logout a           ->
                """);
    }

    @Test
    void anEventAtExactlyOpeningLiesInTheClosedPeriodNoMore() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                08:00+1 logout a           -> opened OVERTIME_OPERATION suspicion since 00:00+1
                                            ; ended OVERTIME_OPERATION 28800 s, 1 session, peak 1
                """);
    }

    @Test
    void aLogoutLateInASilentNightProvesIt() {
        Scenario.check("""
                23:50      login a@A01 adult  -> allow
                07:59:59+1 logout a           -> opened OVERTIME_OPERATION fact since 00:00+1
                                               ; ended OVERTIME_OPERATION 28799 s, 1 session, peak 1
                """);
    }

    @Test
    void anEventThatShowsNobodyLeavesASuspicionUntilOneDoes() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                00:05+1 heartbeat A01      ->
                00:15+1 heartbeat          -> opened OVERTIME_OPERATION suspicion since 00:00+1
                00:20+1 closed             ->
                00:25+1 patrol             ->
                00:30+1 heartbeat A01      -> updated OVERTIME_OPERATION fact
                00:40+1 logout a           -> ended OVERTIME_OPERATION 2400 s, 1 session, peak 1
                evidence OVERTIME_OPERATION -> 1 3 6 7
                """);
    }

    @Test
    void aLoginThatOpensASessionProvesIt() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                00:15+1 opened                       -> opened OVERTIME_OPERATION suspicion since 00:00+1
                00:16+1 login b@A02 adult2           -> deny outside-hours
                00:17+1 login b@A02 adult2 admitted  -> deny outside-hours
                                                      ; updated OVERTIME_OPERATION fact 2 sessions, peak 2
                00:20+1 logout a                     ->
                00:30+1 logout b                     -> ended OVERTIME_OPERATION 1800 s, 2 sessions, peak 2
                """);
    }

    @Test
    void theLogoutThatEndsASuspicionMakesItAFact() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                00:15+1 opened             -> opened OVERTIME_OPERATION suspicion since 00:00+1
                00:16+1 logout a           -> ended OVERTIME_OPERATION fact 960 s, 1 session, peak 1
                """);
    }

    @Test
    void aSuspicionEndsByThreeHeartbeatsWithoutTheTerminal() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                23:59   heartbeat          ->
                00:05+1 heartbeat          ->
                00:11+1 heartbeat          -> lost a; opened OVERTIME_OPERATION suspicion since 00:00+1
                                            ; ended OVERTIME_OPERATION 660 s, 1 session, peak 1
                """);
    }

    @Test
    void aSessionThatOpensInTheClosedPeriodCountsFromItsLogin() {
        Scenario.check("""
                00:05+1    login a@A01 adult1 admitted  -> deny outside-hours
                00:09:59+1 heartbeat A01                ->
                00:12+1    heartbeat A01                -> opened OVERTIME_OPERATION fact since 00:05+1
                00:30+1    logout a                     -> ended OVERTIME_OPERATION 1500 s, 1 session, peak 1
                """);
    }

    @Test
    void aLoginAtGraceOpensItAtOnceEvenOfZeroLength() {
        Scenario.check("""
                00:09:59+1 login a@A01 adult1 admitted  -> deny outside-hours
                00:09:59+1 logout a                     ->
                00:10+1    login b@A01 adult2 admitted  -> deny outside-hours
                                                         ; opened OVERTIME_OPERATION fact since 00:09:59+1
                00:10+1    logout b                     -> ended OVERTIME_OPERATION 0 s, 2 sessions, peak 1
                """);
    }

    @Test
    void anEarlierSessionWithinGraceCountsOnceThereIsAFinding() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                00:03+1 logout a                     ->
                03:00+1 login b@A01 adult2 admitted  -> deny outside-hours
                                                      ; opened OVERTIME_OPERATION fact since 00:00+1
                03:10+1 logout b                     -> ended OVERTIME_OPERATION 780 s, 2 sessions, peak 1
                """);
    }

    @Test
    void aSessionThatEndsAtClosingIsNotAmongThoseOfTheNight() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                23:50   login b@A02 adult2           -> allow
                24:00   logout a                     ->
                24:00   login c@A03 adult3 admitted  -> deny outside-hours
                00:30+1 heartbeat A02 A03            -> opened OVERTIME_OPERATION fact since 00:00+1
                00:40+1 logout b                     ->
                00:50+1 logout c                     -> ended OVERTIME_OPERATION 3000 s, 2 sessions, peak 2
                evidence OVERTIME_OPERATION          -> 2 4 5 7
                """);
    }

    @Test
    void onlyTheSessionThatBeganAtClosingCounts() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                24:00   login b@A02 adult2 admitted  -> deny outside-hours
                24:00   logout a                     ->
                24:00   logout b                     ->
                00:20+1 login c@A02 adult3 admitted  -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:00+1
                00:21+1 logout c                     -> ended OVERTIME_OPERATION 60 s, 2 sessions, peak 1
                """);
    }

    @Test
    void theFindingIsOpenedAgainByALaterSessionOfTheNight() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                00:20+1 logout a                     -> opened OVERTIME_OPERATION fact since 00:00+1
                                                      ; ended OVERTIME_OPERATION 1200 s, 1 session, peak 1
                03:00+1 login b@A01 adult2 admitted  -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:00+1
                03:30+1 login c@A02 adult3 admitted  -> deny outside-hours
                                                      ; updated OVERTIME_OPERATION 3 sessions, peak 2
                03:40+1 logout c                     ->
                04:00+1 logout b                     -> ended OVERTIME_OPERATION 4800 s, 3 sessions, peak 2
                08:05+1 heartbeat                    ->
                00:15+2 login d@A01 adult1 admitted  -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:15+2
                00:16+2 logout d                     -> ended OVERTIME_OPERATION 60 s, 1 session, peak 1
                """);
    }

    @Test
    void touchingSessionsEndAndOpenItAgain() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                00:20+1 logout a                     -> opened OVERTIME_OPERATION fact since 00:00+1
                                                      ; ended OVERTIME_OPERATION 1200 s, 1 session, peak 1
                00:20+1 login b@A01 adult2 admitted  -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:00+1
                00:30+1 logout b                     -> ended OVERTIME_OPERATION 1800 s, 2 sessions, peak 1
                """);
    }

    @Test
    void aTerminalTakenOverIsNeverEmpty() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                00:20+1 login b@A01 adult2 admitted  -> lost a; deny outside-hours
                                                      ; opened OVERTIME_OPERATION fact since 00:00+1
                00:30+1 logout b                     -> ended OVERTIME_OPERATION 1800 s, 2 sessions, peak 1
                """);
    }

    @Test
    void whatIsStillOpenWhenTheCafeOpensEndsThen() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                00:11+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                08:00+1 heartbeat A01      -> ended OVERTIME_OPERATION 28800 s, 1 session, peak 1
                23:59+1 heartbeat A01      ->
                00:12+2 heartbeat          -> opened OVERTIME_OPERATION suspicion since 00:00+2
                00:13+2 logout a           -> ended OVERTIME_OPERATION fact 780 s, 1 session, peak 1
                """);
    }

    @Test
    void aGapOfMoreThanADayEndsSessionsBeforeTheNight() {
        Scenario.check("""
                23:50      login a@A01 adult  -> allow
                23:50:01+1 heartbeat A01      -> lost a at 23:50
                """);
        Scenario.check("""
                23:50      login a@A01 adult  -> allow
                23:50+1    heartbeat A01      -> opened OVERTIME_OPERATION suspicion since 00:00+1
                                               ; ended OVERTIME_OPERATION at 08:00+1 28800 s, 1 session, peak 1
                """);
    }

    @Test
    void aGapEndsARunningFindingWhereItWasLastSeen() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                00:11+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                00:12+2 heartbeat A01      -> lost a at 00:11+1
                                            ; ended OVERTIME_OPERATION at 00:11+1 660 s, 1 session, peak 1
                """);
    }

    @Test
    void aGapEndsItEvenWhereTheEventIsThenRejected() {
        Scenario.check("""
                23:50   login a@A01 adult  -> allow
                00:11+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                00:12+2 logout a           -> lost a at 00:11+1; reject unknown-session
                                            ; ended OVERTIME_OPERATION at 00:11+1 660 s, 1 session, peak 1
                """);
    }

    @Test
    void aNewStreamEndsARunningFindingWhereItWasLastSeen() {
        Scenario.check("""
                23:50   login a@A01 adult               -> allow
                00:11+1 heartbeat A01                   -> opened OVERTIME_OPERATION fact since 00:00+1
                00:20+1 heartbeat A01 [stream 2]        -> new stream; lost a at 00:11+1
                    ; opened RECORDS_BROKEN since 00:20+1; ended RECORDS_BROKEN
                    ; ended OVERTIME_OPERATION at 00:11+1 660 s, 1 session, peak 1
                00:30+1 login b@A01 adult [stream 2]    -> deny outside-hours
                01:00+1 login b@A01 adult admitted [stream 2] -> deny outside-hours
                    ; opened OVERTIME_OPERATION fact since 00:00+1
                01:01+1 logout b [stream 2]             -> ended OVERTIME_OPERATION 720 s, 2 sessions, peak 1
                """);
    }

    @Test
    void peakIsCountedAtClosingAfterTheEventsOfThatInstantAndThenAfterEachEvent() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                23:50   login b@A02 adult2           -> allow
                23:50   login c@A03 adult3           -> allow
                24:00   logout a                     ->
                00:20+1 heartbeat A02 A03            -> opened OVERTIME_OPERATION fact since 00:00+1
                00:21+1 login d@A02 adult1 admitted  -> lost b; deny outside-hours
                                                      ; updated OVERTIME_OPERATION 3 sessions, peak 2
                00:22+1 login e@A04 adult4 admitted  -> deny outside-hours
                                                      ; updated OVERTIME_OPERATION 4 sessions, peak 3
                00:23+1 logout c                     ->
                00:24+1 logout d                     ->
                00:25+1 logout e                     -> ended OVERTIME_OPERATION 1500 s, 4 sessions, peak 3
                """);
    }

    @Test
    void anotherEventOfTheInstantOfClosingCountsForThePeakToo() {
        Scenario.check("""
                24:00   login a@A01 adult1 admitted  -> deny outside-hours
                24:00   login b@A02 adult2 admitted  -> deny outside-hours
                24:00   heartbeat                    ->
                24:00   heartbeat                    ->
                24:00   heartbeat                    -> lost a; lost b
                00:20+1 login c@A02 adult3 admitted  -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:00+1
                00:21+1 logout c                     -> ended OVERTIME_OPERATION 60 s, 3 sessions, peak 1
                """);
    }

    @Test
    void aNewStreamAtTheInstantOfClosingCountsForThePeakToo() {
        Scenario.check("""
                24:00   login a@A01 adult1 admitted       -> deny outside-hours
                24:00   login b@A02 adult2 admitted       -> deny outside-hours
                24:00   opened [stream 2]                 -> new stream; lost a; lost b
                                                 ; opened RECORDS_BROKEN since 00:00+1; ended RECORDS_BROKEN
                00:20+1 login c@A02 adult3 admitted [stream 2] -> deny outside-hours
                                                 ; opened OVERTIME_OPERATION fact since 00:00+1
                00:21+1 logout c [stream 2]               -> ended OVERTIME_OPERATION 60 s, 3 sessions, peak 1
                """);
    }

    @Test
    void whatALaterNewStreamEndsAtTheInstantOfClosingIsNoPeak() {
        Scenario.check("""
                23:00   login a@A01 adult1                -> allow
                23:00   login b@A02 adult2                -> allow
                24:00   login c@A03 adult3 admitted       -> deny outside-hours
                00:20+1 login d@A02 adult4 admitted [stream 2] -> new stream
                                                 ; lost a at 00:00+1; lost b at 00:00+1; lost c at 00:00+1
                                                 ; deny outside-hours
                                                 ; opened RECORDS_BROKEN since 00:20+1; ended RECORDS_BROKEN
                                                 ; opened OVERTIME_OPERATION fact since 00:00+1
                00:21+1 logout d [stream 2]               -> ended OVERTIME_OPERATION 60 s, 2 sessions, peak 1
                """);
    }

    @Test
    void secondsAreRoundedDownAndAddUpOverTheSpans() {
        Scenario.check("""
                00:20:00.000+1 login a@A01 adult1 admitted  -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:20+1
                00:20:00.700+1 logout a                     -> ended OVERTIME_OPERATION 0 s, 1 session, peak 1
                00:30:00.000+1 login b@A01 adult1 admitted  -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:20+1
                00:30:00.700+1 logout b                     -> ended OVERTIME_OPERATION 1 s, 2 sessions, peak 1
                """);
    }

    @Test
    void rejectedEventsProveNothingAndMoveNothing() {
        Scenario.check("""
                23:50   login a@A01 adult            -> allow
                00:20+1 invalid                      -> reject invalid-event
                00:20+1 logout zz                    -> reject unknown-session
                00:20+1 login a@A02 adult2 admitted  -> reject duplicate-session
                00:09+1 logout a                     ->
                """);
    }
}
