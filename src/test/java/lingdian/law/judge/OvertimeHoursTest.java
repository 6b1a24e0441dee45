package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code OVERTIME_OPERATION} under other hours, orders and grace (handbook, rules.md#overtime_operation). */
class OvertimeHoursTest {
    @Test
    void aScheduleThatCrossesMidnightClosesTheNextDay() {
        Scenario.check("""
                hours A daily 08:00-02:00
                23:50   login a@A01 adult  -> allow until 02:00+1
                02:00+1 heartbeat A01      ->
                02:10+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 02:00+1
                02:20+1 logout a           -> ended OVERTIME_OPERATION 1200 s, 1 session, peak 1
                """);
    }

    @Test
    void aLateNightBelongsToTheDayOnWhichItBegan() {
        Scenario.check("""
                hours A wed 08:00-02:00, fri 08:00-24:00
                23:50   login a@A01 adult  -> allow until 02:00+1
                01:59+1 heartbeat A01      ->
                08:30+2 heartbeat A01      -> lost a at 01:59+1
                """);
    }

    @Test
    void aCafeThatNeverClosesKnowsNoOvertime() {
        Scenario.check("""
                hours A daily 00:00-24:00
                23:50   login a@A01 adult  -> allow until never
                00:20+1 heartbeat A01      ->
                20:00+1 heartbeat A01      ->
                03:00+2 logout a           ->
                """);
    }

    @Test
    void everyClosedPeriodOfAGapIsJudged() {
        Scenario.check("""
                hours A daily 08:00-12:00 14:00-18:00 18:05-20:00
                11:00   login a@A01 adult  -> allow until 12:00
                19:00   heartbeat          -> opened OVERTIME_OPERATION suspicion since 12:00
                                            ; ended OVERTIME_OPERATION at 14:00 7200 s, 1 session, peak 1
                20:20   logout a           -> opened OVERTIME_OPERATION fact since 20:00
                                            ; ended OVERTIME_OPERATION 1200 s, 1 session, peak 1
                """);
    }

    @Test
    void severalClosedPeriodsInOneGapAreSeveralFindings() {
        Scenario.check("""
                hours A daily 08:00-12:00 14:00-18:00 18:30-20:00
                11:00   login a@A01 adult  -> allow
                20:30   heartbeat A01      -> opened OVERTIME_OPERATION suspicion since 12:00
                                            ; ended OVERTIME_OPERATION at 14:00 7200 s, 1 session, peak 1
                                            ; opened OVERTIME_OPERATION suspicion since 18:00
                                            ; ended OVERTIME_OPERATION at 18:30 1800 s, 1 session, peak 1
                                            ; opened OVERTIME_OPERATION fact since 20:00
                21:00   logout a           -> ended OVERTIME_OPERATION 3600 s, 1 session, peak 1
                """);
    }

    /** As by a move to a county that closes earlier: what was judged by the old hours stays judged. */
    @Test
    void hoursThatChangeAroundOpenSessionsCountFromTheLastJudgedMoment() {
        Scenario.check("""
                21:00   login a@A01 adult  -> allow until 00:00+1
                22:30   heartbeat A01      ->
                hours A daily 08:00-22:00
                23:30   heartbeat A01      -> opened OVERTIME_OPERATION fact since 22:30
                23:40   logout a           -> ended OVERTIME_OPERATION 4200 s, 1 session, peak 1
                """);
        Scenario.check("""
                hours A daily 08:00-22:00
                21:00   login a@A01 adult1  -> allow until 22:00
                21:00   login b@A02 adult2  -> allow until 22:00
                22:30   heartbeat A01 A02   -> opened OVERTIME_OPERATION fact since 22:00
                hours A daily 08:00-21:30
                23:00   heartbeat A01 A02   -> ended OVERTIME_OPERATION at 22:30 1800 s, 2 sessions, peak 2
                                             ; opened OVERTIME_OPERATION fact since 22:30
                23:30   logout a            ->
                23:40   logout b            -> ended OVERTIME_OPERATION 4200 s, 2 sessions, peak 2
                """);
    }

    /** Nobody has had the time to leave before the café came under these hours. */
    @Test
    void hoursThatChangeAroundOpenSessionsLeaveGraceFromThen() {
        Scenario.check("""
                21:00   login a@A01 adult1           -> allow until 00:00+1
                22:30   heartbeat A01                ->
                hours A daily 08:00-22:00
                22:35   login b@A02 adult2 admitted  -> deny outside-hours
                22:39   heartbeat A01 A02            ->
                22:40   heartbeat A01 A02            -> opened OVERTIME_OPERATION fact since 22:30
                23:00   logout a                     ->
                23:00   logout b                     -> ended OVERTIME_OPERATION 1800 s, 2 sessions, peak 2
                """);
        Scenario.check("""
                21:00   login a@A01 adult  -> allow until 00:00+1
                22:30   heartbeat A01      ->
                hours A daily 08:00-22:00
                22:39   logout a           ->
                08:30+1 heartbeat          ->
                """);
    }

    @Test
    void aClosedPeriodNoLongerThanGraceIsNever() {
        Scenario.check("""
                order A o1 closed 15:00..15:10
                14:00   login a@A01 adult1           -> allow until 15:00
                15:05   login b@A02 adult2 admitted  -> deny outside-hours
                15:10   heartbeat A01 A02            ->
                15:20   logout a                     ->
                """);
    }

    @Test
    void anOrderThatOpensForAnHourMovesClosing() {
        Scenario.check("""
                order A o1 open 00:00+1..01:00+1
                23:50   login a@A01 adult  -> allow until 01:00+1
                00:30+1 heartbeat A01      ->
                01:00+1 heartbeat A01      ->
                01:10+1 logout a           -> opened OVERTIME_OPERATION fact since 01:00+1
                                            ; ended OVERTIME_OPERATION 600 s, 1 session, peak 1
                """);
    }

    @Test
    void anOrderThatOpensWithinTheNightMakesTwoClosedPeriods() {
        Scenario.check("""
                order A o1 open 03:00+1..04:00+1
                23:50   login a@A01 adult  -> allow until 00:00+1
                02:00+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                03:30+1 heartbeat A01      -> ended OVERTIME_OPERATION at 03:00+1 10800 s, 1 session, peak 1
                04:10+1 logout a           -> opened OVERTIME_OPERATION fact since 04:00+1
                                            ; ended OVERTIME_OPERATION 600 s, 1 session, peak 1
                """);
    }

    @Test
    void anOrderThatClosesForAnHourIsAClosedPeriodLikeAnyOther() {
        Scenario.check("""
                order A o1 closed 15:00..16:00
                14:00   login a@A01 adult  -> allow until 15:00
                15:11   heartbeat A01      -> opened OVERTIME_OPERATION fact since 15:00
                16:30   logout a           -> ended OVERTIME_OPERATION at 16:00 3600 s, 1 session, peak 1
                """);
    }

    @Test
    void anOrderThatAdjoinsTheNightMakesItLonger() {
        Scenario.check("""
                order A o1 closed 22:00..24:00
                21:00   login a@A01 adult  -> allow until 22:00
                08:30+1 heartbeat A01      -> opened OVERTIME_OPERATION suspicion since 22:00
                                            ; ended OVERTIME_OPERATION at 08:00+1 36000 s, 1 session, peak 1
                """);
    }

    @Test
    void anImmediateClosureBeginsAfterAllThatWasJudged() {
        Scenario.check("""
                14:00          login a@A01 adult1           -> allow until 00:00+1
                15:00          login b@A02 adult2           -> allow until 00:00+1
                order A o1 closed 15:00:00.000001..17:00
                15:05          login c@A03 adult3           -> deny outside-hours
                15:11          heartbeat A01 A02            -> opened OVERTIME_OPERATION fact since 15:00:00.000001
                15:20:00       logout a                     ->
                15:20:00       logout b                     -> ended OVERTIME_OPERATION 1199 s, 2 sessions, peak 2
                """);
    }

    @Test
    void aClosureFromTheVeryLastEventCountsWhoCameWithIt() {
        Scenario.check("""
                14:00          login a@A01 adult1           -> allow
                15:00          login b@A02 adult2           -> allow
                order A o1 closed 15:00..17:00
                15:11          heartbeat A01 A02            -> opened OVERTIME_OPERATION fact since 15:00
                15:20          logout a                     ->
                15:20          logout b                     -> ended OVERTIME_OPERATION 1200 s, 2 sessions, peak 2
                """);
        Scenario.check("""
                15:00          login a@A01 adult1           -> allow
                order A o1 closed 15:00..17:00
                15:00          login b@A02 adult2 admitted  -> deny outside-hours
                15:11          heartbeat A01 A02            -> opened OVERTIME_OPERATION fact since 15:00
                15:20          logout a                     ->
                15:20          logout b                     -> ended OVERTIME_OPERATION 1200 s, 2 sessions, peak 2
                """);
    }

    @Test
    void anOrderThatOpensAtOnceEndsWhatRunsThen() {
        Scenario.check("""
                23:50   login a@A01 adult1           -> allow
                00:20+1 heartbeat A01                -> opened OVERTIME_OPERATION fact since 00:00+1
                order A o1 open 00:20+1..03:00+1
                00:40+1 heartbeat A01                -> ended OVERTIME_OPERATION at 00:20+1 1200 s, 1 session, peak 1
                02:00+1 login b@A02 adult2           -> allow until 03:00+1
                03:10+1 heartbeat A01 A02            -> opened OVERTIME_OPERATION fact since 03:00+1
                03:20+1 logout a                     ->
                03:20+1 logout b                     -> ended OVERTIME_OPERATION 1200 s, 2 sessions, peak 2
                """);
    }

    @Test
    void anOrderThatIsEndedClosesAgainThen() {
        Scenario.check("""
                order A o1 open 00:00+1..06:00+1
                23:50   login a@A01 adult1           -> allow until 06:00+1
                01:00+1 heartbeat A01                ->
                order A o1 open 00:00+1..01:00+1
                01:10+1 logout a                     -> opened OVERTIME_OPERATION fact since 01:00+1
                                                      ; ended OVERTIME_OPERATION 600 s, 1 session, peak 1
                """);
    }

    @Test
    void hoursAreTheLocalOnesOfTheCafe() {
        Scenario.check("""
                cafe A Europe/Berlin
                23:50   login a@A01 adult  -> allow until 00:00+1
                00:10+1 logout a           -> opened OVERTIME_OPERATION fact since 00:00+1
                                            ; ended OVERTIME_OPERATION 600 s, 1 session, peak 1
                """);
    }

    @Test
    void withoutGraceALogoutAtClosingIsStillNone() {
        Scenario.check("""
                thresholds graceMinutes 0
                23:50   login a@A01 adult  -> allow
                24:00   heartbeat A01      ->
                24:00   logout a           ->
                08:30+1 heartbeat          ->
                """);
    }

    @Test
    void withoutGraceTheNextMomentOpensIt() {
        Scenario.check("""
                thresholds graceMinutes 0
                23:50      login a@A01 adult  -> allow
                00:00:01+1 closed             -> opened OVERTIME_OPERATION suspicion since 00:00+1
                00:00:02+1 logout a           -> ended OVERTIME_OPERATION fact 2 s, 1 session, peak 1
                """);
    }

    @Test
    void withoutGraceALoginAtClosingOpensItAtOnce() {
        Scenario.check("""
                thresholds graceMinutes 0
                24:00   login a@A01 adult admitted  -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:00+1
                24:00   logout a                    -> ended OVERTIME_OPERATION 0 s, 1 session, peak 0
                """);
    }

    @Test
    void withoutGraceAHeartbeatAtClosingProvesWhatIsShownLater() {
        Scenario.check("""
                thresholds graceMinutes 0
                23:50   login a@A01 adult  -> allow
                24:00   heartbeat A01      ->
                08:30+1 heartbeat          -> opened OVERTIME_OPERATION fact since 00:00+1
                                            ; ended OVERTIME_OPERATION at 08:00+1 28800 s, 1 session, peak 1
                """);
    }
}
