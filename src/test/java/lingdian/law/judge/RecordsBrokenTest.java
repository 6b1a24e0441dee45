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
    void soItIsAfterADayOfSilence() {
        Scenario.check("""
                10:00   login a@A01 adult    -> allow
                10:10+3 opened [stream 2]    -> new stream; lost a at 10:00
                                              ; opened RECORDS_BROKEN since 10:10+3; ended RECORDS_BROKEN
                """);
    }
}
