package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** Each way in which a session ends, and the rejects (handbook, protocol-messages.md#sessions). */
class SessionEndingTest {
    @Test
    void aLogoutEndsItsSessionOnce() {
        Scenario.check("""
                10:00 login a@A01 adult  -> allow
                11:00 logout a           ->
                11:00 logout a           -> reject unknown-session
                12:00 logout b           -> reject unknown-session
                """);
    }

    @Test
    void anIdThatWasEverOpenedIsNotOpenedAgain() {
        Scenario.check("""
                10:00 login a@A01 adult1           -> allow
                10:10 login a@A02 adult2           -> reject duplicate-session
                11:00 logout a                     ->
                12:00 login a@A01 adult1           -> reject duplicate-session
                12:00 login a@A01 adult2 admitted  -> reject duplicate-session
                B: 12:00 login a@A01 adult3        -> allow
                """);
    }

    @Test
    void aDeniedLoginOpensNothingAndLeavesItsIdFree() {
        Scenario.check("""
                10:00 login a@A01 minor  -> deny under-age
                10:01 logout a           -> reject unknown-session
                10:02 login a@A01 adult  -> allow
                10:03 logout a           ->
                """);
    }

    @Test
    void aLoginOnAnOccupiedTerminalEndsTheSessionThere() {
        Scenario.check("""
                20:00 login a@A01 adult1           -> allow
                20:10 login m@A01 minor            -> deny under-age
                21:00 login b@A01 adult2           -> lost a; allow
                21:30 logout a                     -> reject unknown-session
                21:40 login c@A01 adult2           -> lost b; allow
                21:50 login d@A01 minor admitted   -> lost c; deny under-age; opened MINOR_ADMITTED d since 21:50
                22:00 login e@A01 adult3           -> lost d; allow; ended MINOR_ADMITTED d
                22:10 logout e                     ->
                """);
    }

    @Test
    void threeHeartbeatsInARowWithoutItsTerminalEndASession() {
        Scenario.check("""
                10:00 login a@A01 adult1  -> allow
                10:00 login b@A02 adult2  -> allow
                10:01 heartbeat A02       ->
                10:02 heartbeat A02       ->
                10:03 heartbeat A02       -> lost a
                10:04 logout a            -> reject unknown-session
                10:05 logout b            ->
                """);
    }

    @Test
    void aHeartbeatThatListsTheTerminalBeginsTheCountAnew() {
        Scenario.check("""
                10:00 login a@A01 adult  -> allow
                10:01 heartbeat          ->
                10:02 heartbeat          ->
                10:03 heartbeat A01      ->
                10:04 heartbeat          ->
                10:05 heartbeat          ->
                10:06 heartbeat          -> lost a
                """);
    }

    @Test
    void onlyHeartbeatsAfterTheLoginCount() {
        Scenario.check("""
                10:00 heartbeat           ->
                10:01 heartbeat           ->
                10:01 login a@A01 adult   -> allow
                10:02 heartbeat           ->
                10:03 heartbeat           ->
                10:03 invalid             -> reject invalid-event
                10:04 patrol              ->
                10:05 heartbeat           -> lost a
                """);
    }

    @Test
    void heartbeatsCountInStreamOrderWhateverTheirTimes() {
        Scenario.check("""
                10:00 login a@A01 adult  -> allow
                10:05 heartbeat          ->
                10:05 heartbeat          ->
                09:00 heartbeat          -> adjusted to 10:05; lost a
                """);
    }

    @Test
    void eachTerminalsSessionHasItsOwnCount() {
        Scenario.check("""
                10:00 login a@A01 adult1  -> allow
                10:01 heartbeat           ->
                10:01 login b@A02 adult2  -> allow
                10:02 heartbeat           ->
                10:02 login c@A01 adult3  -> lost a; allow
                10:03 heartbeat           ->
                10:04 heartbeat           -> lost b
                10:05 heartbeat           -> lost c
                """);
    }

    @Test
    void theCountIsAsTheThresholdSays() {
        Scenario.check("""
                thresholds missedHeartbeats 1
                10:00 login a@A01 adult1  -> allow
                10:01 heartbeat A01       ->
                10:01 heartbeat           -> lost a
                """);
    }

    @Test
    void moreThanADayOfSilenceEndsAllThatIsOpen() {
        Scenario.check("""
                hours A daily 00:00-24:00
                10:00      login a@A01 adult1  -> allow
                10:30      login b@A02 adult2  -> allow
                10:30:01+1 heartbeat A01 A02   -> lost a at 10:30; lost b at 10:30
                """);
    }

    @Test
    void exactlyADayIsNotMore() {
        Scenario.check("""
                hours A daily 00:00-24:00
                10:00      login a@A01 adult1  -> allow
                10:00+1    heartbeat A01       ->
                10:00+2    logout a            ->
                """);
    }

    @Test
    void theGapStandsEvenWhereTheEventIsThenRejected() {
        Scenario.check("""
                hours A daily 00:00-24:00
                10:00      login a@A01 adult1            -> allow
                11:00+1    logout a                      -> lost a at 10:00; reject unknown-session
                10:10      login b@A01 adult2            -> allow
                11:00+1    login a@A02 adult1            -> lost b at 10:10; reject duplicate-session
                10:20      login c@A01 adult2            -> allow
                """);
    }

    @Test
    void anInvalidEventEndsNothing() {
        Scenario.check("""
                hours A daily 00:00-24:00
                10:00      login a@A01 adult1  -> allow
                11:00+1    invalid             -> reject invalid-event
                10:20      logout a            ->
                """);
    }

    @Test
    void aRejectedEventDoesNotMoveTime() {
        Scenario.check("""
                hours A daily 00:00-24:00
                10:00      login a@A01 adult1  -> allow
                20:00      logout z            -> reject unknown-session
                10:00:01+1 heartbeat A01       -> lost a at 10:00
                """);
    }

    @Test
    void theGapFreesTheTerminalAndThePersonForTheEventItself() {
        Scenario.check("""
                10:00   login a@A01 adult1  -> allow
                10:01+1 login b@A02 adult1  -> lost a at 10:00; allow
                """);
    }

    @Test
    void aNewStreamEndsWhatTheOldOneLeftOpen() {
        Scenario.check("""
                10:00 login a@A01 adult1             -> allow
                10:30 heartbeat A01                  ->
                11:00 heartbeat A01 [stream 2]       -> new stream; lost a at 10:30
                                                      ; opened RECORDS_BROKEN since 11:00; ended RECORDS_BROKEN
                11:01 logout a [stream 2]            -> reject unknown-session
                11:02 login a@A01 adult1 [stream 2]  -> reject duplicate-session
                11:03 login b@A01 adult1 [stream 2]  -> allow
                """);
    }

    @Test
    void aNewStreamAfterAnOrderlyEndBreaksNothing() {
        Scenario.check("""
                10:00 login a@A01 adult1             -> allow
                10:30 logout a                       ->
                11:00 opened [stream 2]              -> new stream
                11:01 opened [stream 3]              -> new stream
                """);
    }

    @Test
    void invalidEventsOfANewStreamSupersedeNothing() {
        Scenario.check("""
                10:00 login a@A01 adult1             -> allow
                10:10 invalid [stream 2]             -> reject invalid-event
                10:11 invalid [stream 2]             -> reject invalid-event
                10:20 heartbeat A01                  ->
                10:30 closed [stream 2]              -> new stream; lost a at 10:20
                                                      ; opened RECORDS_BROKEN since 10:30; ended RECORDS_BROKEN
                """);
    }

    @Test
    void aNewStreamSupersedesEvenWhereItsFirstEventIsThenRejected() {
        Scenario.check("""
                10:00 login a@A01 adult1             -> allow
                10:20 heartbeat A01                  ->
                10:30 logout a [stream 2]            -> new stream; lost a at 10:20; reject unknown-session
                                     ; opened RECORDS_BROKEN since 10:30; ended RECORDS_BROKEN at 10:30
                10:25 login b@A01 adult1 [stream 2]  -> allow
                """);
    }

    @Test
    void aNewStreamsEarlierClockIsRaisedToTheLatestTime() {
        Scenario.check("""
                10:00 login a@A01 adult1             -> allow
                10:20 heartbeat A01                  ->
                09:00 login b@A01 adult2 [stream 2]  -> adjusted to 10:20; new stream; lost a; allow
                                                      ; opened RECORDS_BROKEN since 10:20; ended RECORDS_BROKEN
                """);
    }

    @Test
    void aHelloAloneSupersedesNothing() {
        Scenario.check("""
                10:00 login a@A01 adult1             -> allow
                10:10 hello 0 [stream 2]             ->
                10:20 logout a                       ->
                """);
    }
}
