package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code AGENT_ABSENT} (handbook, silence.md#agent_absent): from when it is counted, what counts, and what ends it. */
class AgentAbsentTest {
    /** 2026-07-03 is a Friday. Sixteen hours of each day are permitted. */
    @Test
    void whoSaysClosedOnFridayAndNeverReturnsIsFoundOnce() {
        Scenario.check("""
                day 2026-07-03
                23:30   opened       ->
                23:40   closed       ->
                23:59   look         ->
                23:39+1 absence      ->
                23:59+1 absence      ->
                15:39:59+2 absence   ->
                15:40+2 absence      -> opened AGENT_ABSENT suspicion since 23:40
                16:00+2 absence      ->
                09:00+9 absence      ->
                09:01+9 hello 2      ->
                09:02+9 opened       -> ended AGENT_ABSENT
                09:03+9 absence      ->
                evidence AGENT_ABSENT -> 2 3
                """);
    }

    @Test
    void theThresholdIsConfigurationAndZeroFindsNone() {
        Scenario.check("""
                thresholds absenceHours 2
                08:00 closed     ->
                09:59 absence    ->
                10:00 absence    -> opened AGENT_ABSENT suspicion since 08:00
                """);
        Scenario.check("""
                thresholds absenceHours 0
                08:00   closed     ->
                10:00+9 absence    ->
                """);
    }

    @Test
    void whoNeverSentAnythingIsCountedFromItsFirstKey() {
        Scenario.check("""
                keyed A 12:00
                12:00   look       ->
                19:59+1 absence    ->
                20:00+1 absence    -> opened AGENT_ABSENT suspicion since 12:00
                20:00+1 look       ->
                20:01+1 hello 0    ->
                20:02+1 absence    ->
                20:03+1 opened     -> ended AGENT_ABSENT
                evidence AGENT_ABSENT -> 1
                """);
    }

    /** While its silence is shown, that is enough; where the rule of silences is in shadow, nobody would know of it. */
    @Test
    void anOpenSilenceStandsForItWhereItIsShown() {
        Scenario.check("""
                thresholds absenceHours 2
                08:00 opened   ->
                08:15 look     -> opened MEASURES_STOPPED suspicion since 08:00
                10:00 absence  ->
                """);
        Scenario.check("""
                state MEASURES_STOPPED shadow
                thresholds absenceHours 2
                08:00 opened   ->
                08:15 look     -> opened MEASURES_STOPPED suspicion since 08:00
                09:59 absence  ->
                10:00 absence  -> opened AGENT_ABSENT suspicion since 08:00
                10:30 opened   -> ended MEASURES_STOPPED; ended AGENT_ABSENT
                """);
    }

    @Test
    void onlyNewEventsCountAndRejectedOnesDo() {
        Scenario.check("""
                thresholds absenceHours 2
                08:00 closed           ->
                09:00 hello 1          ->
                09:30 same 1           ->
                09:59 absence          ->
                10:00 absence          -> opened AGENT_ABSENT suspicion since 08:00
                10:01 same 1           ->
                10:02 hello 1          ->
                10:03 invalid          -> reject invalid-event; ended AGENT_ABSENT at 10:03
                12:02 absence          ->
                12:03 absence          -> opened AGENT_ABSENT suspicion since 10:03
                12:10 logout nobody    -> reject unknown-session; ended AGENT_ABSENT at 12:10
                """);
    }

    @Test
    void theTimeIsTheReceivedOne() {
        Scenario.check("""
                thresholds absenceHours 2
                08:00 closed [received 10:00]    ->
                11:59 absence                    ->
                12:00 absence                    -> opened AGENT_ABSENT suspicion since 10:00
                08:01 opened [received 12:30]    -> ended AGENT_ABSENT at 12:30
                """);
    }

    @Test
    void aSilenceThatIsOpenIsEnough() {
        Scenario.check("""
                thresholds absenceHours 2
                08:00 opened     ->
                08:15 look       -> opened MEASURES_STOPPED suspicion since 08:00
                10:00 absence    ->
                12:00 absence    ->
                12:01 same 1     -> ended MEASURES_STOPPED at 12:01
                12:02 absence    -> opened AGENT_ABSENT suspicion since 08:00
                12:03 opened     -> ended AGENT_ABSENT
                """);
    }

    @Test
    void aClosureEndsItAndCountingBeginsAgainAtItsEnd() {
        Scenario.check("""
                thresholds absenceHours 2
                closure A c 11:00..14:00
                08:00 closed     ->
                10:00 absence    -> opened AGENT_ABSENT suspicion since 08:00
                11:00 absence    -> ended AGENT_ABSENT at 11:00
                13:00 absence    ->
                14:00 absence    ->
                15:59 absence    ->
                16:00 absence    -> opened AGENT_ABSENT suspicion since 14:00
                """);
    }

    @Test
    void noneDuringAClosureAndEventsOfThatTimeCount() {
        Scenario.check("""
                thresholds absenceHours 2
                closure A c 08:30..
                08:00   opened     ->
                08:00   closed     ->
                10:00   absence    ->
                12:00+9 opened     ->
                14:00+9 absence    ->
                14:00+9 look       ->
                closure A c 08:30..14:30+9
                16:29+9 absence    ->
                16:30+9 absence    -> opened AGENT_ABSENT suspicion since 14:30+9
                """);
    }

    @Test
    void aSuspensionEndsItAndWhoStaysAwayAfterItIsTheSameAbsence() {
        Scenario.check("""
                thresholds absenceHours 2
                suspended A s 11:00..14:00
                08:00 closed     ->
                10:00 absence    -> opened AGENT_ABSENT suspicion since 08:00
                11:30 absence    -> ended AGENT_ABSENT at 11:00
                13:59 absence    ->
                14:00 absence    -> opened AGENT_ABSENT suspicion since 08:00
                14:01 opened     -> ended AGENT_ABSENT
                """);
    }

    @Test
    void timeOfASuspensionIsNotPermitted() {
        Scenario.check("""
                thresholds absenceHours 2
                suspended A s 09:00..12:00
                08:00 closed     ->
                12:00 absence    ->
                12:59 absence    ->
                13:00 absence    -> opened AGENT_ABSENT suspicion since 08:00
                """);
    }

    @Test
    void anExpiryOfTheLicenceIsASuspension() {
        Scenario.check("""
                licence A 2026-07-02
                12:00   closed     ->
                12:00+2 absence    ->
                12:00+9 absence    ->
                """);
        Scenario.check("""
                thresholds absenceHours 2
                licence A 2026-07-01
                12:00   closed     ->
                14:00   absence    -> opened AGENT_ABSENT suspicion since 12:00
                08:00+1 absence    -> ended AGENT_ABSENT at 00:00+1
                """);
    }

    @Test
    void theServicesOwnDowntimeIsNotCounted() {
        Scenario.check("""
                thresholds absenceHours 2
                08:00    closed     ->
                down 09:00..11:00
                11:00    absence    ->
                12:01:59 absence    ->
                12:02    absence    -> opened AGENT_ABSENT suspicion since 08:00 # two minutes to come back
                """);
    }

    @Test
    void aClosureThatIsEnteredLateEndsItAtItsBeginningButNotBeforeTheAbsence() {
        Scenario.check("""
                thresholds absenceHours 2
                keyed A 08:00
                10:00 absence    -> opened AGENT_ABSENT suspicion since 08:00
                closure A c 07:00..
                10:30 absence    -> ended AGENT_ABSENT at 08:00
                """);
    }
}
