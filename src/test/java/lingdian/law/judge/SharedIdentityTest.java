package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code IDENTITY_SHARED}, within and across cafés, which may arrive in any order (handbook, rules.md#identity_shared).
 */
class SharedIdentityTest {
    @Test
    void changingSeatsWithinFiveMinutesIsNone() {
        Scenario.check("""
                10:00 login a@A01 adult           -> allow
                10:05 login b@A02 adult admitted  -> deny in-use-elsewhere
                10:10 logout a                    ->
                10:30 logout b                    ->
                """);
    }

    @Test
    void longerIsAFactWithinACafeFromTheLaterLogin() {
        Scenario.check("""
                10:00    login a@A01 adult           -> allow
                10:05    login b@A02 adult admitted  -> deny in-use-elsewhere
                10:10    heartbeat A01 A02           ->
                10:10:01 heartbeat A01 A02           -> opened IDENTITY_SHARED b fact since 10:05
                10:30    logout a                    -> ended IDENTITY_SHARED b
                10:40    logout b                    ->
                evidence IDENTITY_SHARED             -> 1 2 5 6
                """);
    }

    @Test
    void itEndsWithTheLaterSessionItself() {
        Scenario.check("""
                10:00    login a@A01 adult           -> allow
                10:05    login b@A02 adult admitted  -> deny in-use-elsewhere
                10:20    logout b                    -> opened IDENTITY_SHARED b fact since 10:05; ended IDENTITY_SHARED b
                10:40    logout a                    ->
                """);
    }

    @Test
    void ofThreeSessionsTwoAreLater() {
        Scenario.check("""
                10:00    login a@A01 adult           -> allow
                10:05    login b@A02 adult admitted  -> deny in-use-elsewhere
                10:06    login c@A03 adult admitted  -> deny in-use-elsewhere
                10:12    heartbeat A01 A02 A03       -> opened IDENTITY_SHARED b fact since 10:05
                                                      ; opened IDENTITY_SHARED c fact since 10:06
                10:30    logout a                    -> ended IDENTITY_SHARED b
                10:40    logout b                    -> ended IDENTITY_SHARED c
                10:50    logout c                    ->
                """);
    }

    @Test
    void acrossCafesItIsASuspicionOfTheLaterCafe() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                B: 10:10 login b@B01 adult admitted  -> deny in-use-elsewhere
                A: 10:12 heartbeat A01               ->
                B: 10:20 heartbeat B01               ->
                A: 10:21 heartbeat A01               -> opened IDENTITY_SHARED B:b suspicion since 10:10
                A: 10:30 logout a                    -> ended IDENTITY_SHARED B:b
                B: 10:40 logout b                    ->
                evidence IDENTITY_SHARED             -> A:1 A:4 1 3
                """);
    }

    @Test
    void anOpenSessionCountsOnlyAsFarAsItsCafeWasHeard() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                B: 12:00 login b@B01 adult           -> allow
                B: 14:00 logout b                    ->
                A: 14:10 heartbeat A01               -> opened IDENTITY_SHARED B:b suspicion since 12:00
                                                      ; ended IDENTITY_SHARED B:b at 14:00
                """);
    }

    @Test
    void aSessionWithoutAnEndStaysOpenHoweverLongItsCafeIsSilent() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                A: 10:20 heartbeat A01               ->
                B: 10:10 login b@B01 adult admitted  -> deny in-use-elsewhere
                B: 10:30 heartbeat B01               -> opened IDENTITY_SHARED b suspicion since 10:10
                B: 23:00 heartbeat B01               ->
                A: 23:30 logout a                    -> ended IDENTITY_SHARED B:b
                B: 23:40 logout b                    ->
                """);
    }

    @Test
    void anotherSessionOfTheSameCafeMakesItAFact() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                B: 10:05 login b@B01 adult admitted  -> deny in-use-elsewhere
                B: 10:06 login c@B02 adult admitted  -> deny in-use-elsewhere
                A: 10:20 heartbeat A01               ->
                B: 10:11 heartbeat B01 B02           -> opened IDENTITY_SHARED b suspicion since 10:05
                B: 10:20 heartbeat B01 B02           -> opened IDENTITY_SHARED c fact since 10:06
                A: 10:30 logout a                    -> ended IDENTITY_SHARED B:b
                B: 10:40 logout b                    -> ended IDENTITY_SHARED c
                """);
    }

    @Test
    void itMayEndLaterThanItsOwnCafeWasHeard() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                B: 10:04 login b@B01 adult admitted  -> deny in-use-elsewhere
                A: 10:14 logout a                    ->
                B: 10:12 heartbeat B01               -> opened IDENTITY_SHARED b suspicion since 10:04
                                                      ; ended IDENTITY_SHARED b at 10:14
                B: 10:13 logout b                    -> updated IDENTITY_SHARED b to 10:13
                """);
    }

    @Test
    void whatIsSharedInTheSameCafeShowsNoLaterThanElsewhere() {
        Scenario.check("""
                B: 10:00    login x@B01 adult           -> allow
                B: 10:00:30 login c@B02 adult admitted  -> deny in-use-elsewhere
                B: 10:04    heartbeat B01 B02           ->
                A: 09:00    login a@A01 adult admitted  -> deny in-use-elsewhere
                A: 10:30    logout a                    ->
                B: 10:05:20 heartbeat B01 B02           -> opened IDENTITY_SHARED x suspicion since 10:00
                                                         ; ended IDENTITY_SHARED x at 10:30
                B: 10:05:40 heartbeat B01 B02           -> opened IDENTITY_SHARED c fact since 10:00:30
                """);
    }

    @Test
    void aLateStreamOpensAFindingOfAnotherCafe() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                A: 11:00 logout a                    ->
                B: 09:30 login b@B01 adult           -> allow
                B: 10:05 heartbeat B01               ->
                B: 10:05:01 heartbeat B01            -> opened IDENTITY_SHARED A:a suspicion since 10:00
                                                      ; ended IDENTITY_SHARED A:a at 11:00
                B: 10:30 logout b                    -> updated IDENTITY_SHARED A:a to 10:30
                """);
    }

    @Test
    void aLateSessionIsFoundOnceItsOwnCafeWasHeardFarEnough() {
        Scenario.check("""
                A: 10:00    login a@A01 adult  -> allow
                A: 10:14    logout a           ->
                B: 10:02    login b@B01 adult  -> allow
                B: 10:07    heartbeat B01      ->
                B: 10:07:01 heartbeat B01      -> opened IDENTITY_SHARED b suspicion since 10:02
                                                ; ended IDENTITY_SHARED b at 10:14
                B: 10:20    logout b           ->
                """);
    }

    @Test
    void aLateStreamMovesTheEndOfAFindingAndOpensItAgain() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                B: 10:10 login b@B01 adult admitted  -> deny in-use-elsewhere
                B: 10:20 heartbeat B01               ->
                A: 10:30 logout a                    -> opened IDENTITY_SHARED B:b suspicion since 10:10
                                                      ; ended IDENTITY_SHARED B:b
                B: 12:00 heartbeat B01               ->
                C: 10:05 login c@C01 adult admitted  -> deny in-use-elsewhere; opened IDENTITY_SHARED B:b suspicion since 10:10
                C: 10:20 heartbeat C01               -> opened IDENTITY_SHARED c suspicion since 10:05
                                                      ; ended IDENTITY_SHARED c at 10:30
                C: 10:45 logout c                    -> ended IDENTITY_SHARED B:b
                """);
    }

    @Test
    void aLateStreamsEndedSessionMovesTheEndThatWasTold() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                A: 10:30 logout a                    ->
                B: 10:10 login b@B01 adult           -> allow
                B: 11:00 logout b                    -> opened IDENTITY_SHARED b suspicion since 10:10
                                                      ; ended IDENTITY_SHARED b at 10:30
                C: 09:00 login c@C01 adult           -> allow
                                                      ; updated IDENTITY_SHARED B:b to 11:00
                C: 10:05 heartbeat C01               ->
                C: 10:06 heartbeat C01               -> opened IDENTITY_SHARED A:a suspicion since 10:00
                                                      ; ended IDENTITY_SHARED A:a at 10:30
                C: 10:20 logout c                    -> updated IDENTITY_SHARED A:a to 10:20
                                                      ; updated IDENTITY_SHARED B:b to 10:30
                """);
    }

    @Test
    void ofSessionsThatBeganTogetherTheGreaterPlaceCodeThenSessionIsTheLater() {
        Scenario.check("""
                B: 10:00 login a@B01 adult           -> allow
                A: 10:00 login z@A01 adult admitted  -> deny in-use-elsewhere
                A: 10:10 heartbeat A01               ->
                B: 10:10 heartbeat B01               -> opened IDENTITY_SHARED a suspicion since 10:00
                B: 10:20 logout a                    -> ended IDENTITY_SHARED a
                """);
        Scenario.check("""
                10:00 login b@A01 adult           -> allow
                10:00 login a@A02 adult admitted  -> deny in-use-elsewhere
                10:00 login B@A03 adult admitted  -> deny in-use-elsewhere
                10:10 heartbeat A01 A02 A03       -> opened IDENTITY_SHARED a fact since 10:00
                                                   ; opened IDENTITY_SHARED b fact since 10:00
                10:20 logout B                    -> ended IDENTITY_SHARED a
                10:30 logout a                    -> ended IDENTITY_SHARED b
                """);
    }

    @Test
    void touchingAndZeroLengthSessionsShareNothing() {
        Scenario.check("""
                10:00 login a@A01 adult           -> allow
                10:30 login z@A02 adult admitted  -> deny in-use-elsewhere
                10:30 logout z                    ->
                10:40 logout a                    ->
                10:40 login b@A02 adult           -> allow
                11:00 logout b                    ->
                """);
    }

    @Test
    void severalShortOverlapsDoNotAddUp() {
        Scenario.check("""
                10:00 login a@A01 adult           -> allow
                10:05 login b@A02 adult admitted  -> deny in-use-elsewhere
                10:05 login c@A03 adult admitted  -> deny in-use-elsewhere
                10:09 logout a                    ->
                10:09 logout c                    ->
                10:30 logout b                    ->
                """);
    }

    @Test
    void lostSessionsEndWhereTheirCafeWasLastHeard() {
        Scenario.check("""
                A: 10:00   login a@A01 adult           -> allow
                A: 10:20   heartbeat A01               ->
                B: 10:10   login b@B01 adult admitted  -> deny in-use-elsewhere
                B: 10:30   heartbeat B01               -> opened IDENTITY_SHARED b suspicion since 10:10
                A: 10:21+1 logout a                    -> lost a at 10:20; reject unknown-session
                                                        ; ended IDENTITY_SHARED B:b at 10:20
                """);
    }

    @Test
    void aNewStreamOfTheEarlierCafeEndsItToo() {
        Scenario.check("""
                A: 10:00 login a@A01 adult           -> allow
                A: 10:20 heartbeat A01               ->
                B: 10:10 login b@B01 adult admitted  -> deny in-use-elsewhere
                B: 10:30 heartbeat B01               -> opened IDENTITY_SHARED b suspicion since 10:10
                A: 10:40 closed [stream 2]           -> new stream; lost a at 10:20
                    ; opened RECORDS_BROKEN since 10:40; ended RECORDS_BROKEN; ended IDENTITY_SHARED B:b at 10:20
                """);
    }

    @Test
    void aTakeoverOfOnesOwnTerminalSharesNothing() {
        Scenario.check("""
                10:00 login a@A01 adult  -> allow
                10:30 login b@A01 adult  -> lost a; allow
                11:00 logout b           ->
                """);
    }

    @Test
    void deniedLoginsShareNothing() {
        Scenario.check("""
                10:00 login a@A01 adult  -> allow
                10:10 login b@A02 adult  -> deny in-use-elsewhere
                11:00 logout a           ->
                """);
    }
}
