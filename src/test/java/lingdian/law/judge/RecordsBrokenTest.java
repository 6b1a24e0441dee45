package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code RECORDS_BROKEN} (handbook, rules.md#records_broken), as far as events show it. */
class RecordsBrokenTest {
    @Test
    void anAgentThatKnowsLessThanWasAcknowledgedHasLostRecords() {
        Scenario.check("""
                09:00 hello 0    ->
                10:00 opened     ->
                10:01 heartbeat  ->
                10:02 hello 2    ->
                10:03 hello 7    ->
                10:04 hello 1    -> opened RECORDS_BROKEN since 10:04; ended RECORDS_BROKEN at 10:04
                10:05 hello 0    -> opened RECORDS_BROKEN since 10:05; ended RECORDS_BROKEN at 10:05
                evidence RECORDS_BROKEN -> 2; 2
                """);
    }

    @Test
    void aHelloOfAnotherStreamKnowsNothingOfThisOne() {
        Scenario.check("""
                10:00 opened              ->
                10:02 hello 0 [stream 2]  ->
                """);
    }

    @Test
    void aHellosTimeIsBoundedLikeAnEvents() {
        Scenario.check("""
                10:00 opened                    ->
                09:00 hello 0                   -> opened RECORDS_BROKEN since 10:00; ended RECORDS_BROKEN at 10:00
                12:00 hello 0 [received 11:00]  -> opened RECORDS_BROKEN since 11:00; ended RECORDS_BROKEN at 11:00
                """);
    }

    @Test
    void aNumberRepeatedWithOtherContentIsOne() {
        Scenario.check("""
                10:00 opened     ->
                10:01 heartbeat  ->
                10:05 repeat 1   -> opened RECORDS_BROKEN since 10:05; ended RECORDS_BROKEN at 10:05
                09:00 repeat 2   -> opened RECORDS_BROKEN since 10:01; ended RECORDS_BROKEN at 10:01
                evidence RECORDS_BROKEN -> 1; 2
                """);
    }

    @Test
    void aNewStreamWhileTheOldOneHasOpenSessionsIsOne() {
        Scenario.check("""
                10:00 login a@A01 adult    -> allow
                10:10 opened [stream 2]    -> new stream; lost a at 10:00
                                            ; opened RECORDS_BROKEN since 10:10; ended RECORDS_BROKEN
                10:20 opened [stream 3]    -> new stream
                """);
    }

    @Test
    void aNewPcWithItsOwnKeyExplainsIt() {
        Scenario.check("""
                10:00 login a@A01 adult1               -> allow
                10:10 opened [stream 2] [key 10:00:01] -> new stream; lost a at 10:00
                                                       ; opened RECORDS_BROKEN suspicion since 10:10 explained enrolled
                                                       ; ended RECORDS_BROKEN
                """);
    }

    @Test
    void aKeyThatIsAsOldAsTheLastEventExplainsNothing() {
        Scenario.check("""
                10:00 login a@A01 adult1            -> allow
                10:10 opened [stream 2] [key 10:00] -> new stream; lost a at 10:00
                                                    ; opened RECORDS_BROKEN since 10:10; ended RECORDS_BROKEN
                """);
    }

    @Test
    void onlyTheFirstStreamOfAKeyIsOfANewPc() {
        Scenario.check("""
                10:00 opened                        ->
                10:10 login b@A02 adult2 [stream 2] [key 10:05] -> new stream; allow
                10:20 opened [stream 3] [key 10:05] -> new stream; lost b at 10:10
                                                    ; opened RECORDS_BROKEN since 10:20; ended RECORDS_BROKEN
                """);
    }

    @Test
    void anInvalidFirstEventKeepsTheExplanation() {
        Scenario.check("""
                10:00 login a@A01 adult1             -> allow
                10:10 invalid [stream 2] [key 10:05] -> reject invalid-event
                10:11 opened [stream 2] [key 10:05]  -> new stream; lost a at 10:00
                                                     ; opened RECORDS_BROKEN suspicion since 10:11 explained enrolled
                                                     ; ended RECORDS_BROKEN
                """);
    }

    @Test
    void soItIsAfterADayOfSilence() {
        Scenario.check("""
                10:00   login a@A01 adult    -> allow
                10:10+3 opened [stream 2]    -> new stream; lost a at 10:00
                                              ; opened RECORDS_BROKEN since 10:10+3; ended RECORDS_BROKEN
                """);
    }
}
