package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code COVERAGE_LOW} (handbook, suspicions.md): fewer terminals have the agent than are licensed, or more. */
class CoverageTest {
    @Test
    void lessThanNineTenthsOfADayIsALead() {
        Scenario.check("""
                watch COVERAGE_LOW
                terminals A 100
                08:00    hello 0 [terminals 90]  ->
                09:00    heartbeat               ->
                08:00+1  heartbeat               ->
                08:00+1  hello 2 [terminals 89]  ->
                08:00+2  heartbeat               -> opened COVERAGE_LOW lead since 08:00+1; ended COVERAGE_LOW
                """);
    }

    @Test
    void lessThanHalfForThreeDaysIsASuspicion() {
        Scenario.check("""
                watch COVERAGE_LOW
                terminals A 100
                08:00    hello 0 [terminals 49]  ->
                09:00    heartbeat               ->
                09:00+1  heartbeat               -> opened COVERAGE_LOW lead since 08:00; ended COVERAGE_LOW at 08:00+1
                09:00+2  heartbeat               -> opened COVERAGE_LOW lead since 08:00+1
                                                  ; ended COVERAGE_LOW at 08:00+2
                09:00+3  heartbeat               -> opened COVERAGE_LOW suspicion since 08:00+2
                                                  ; ended COVERAGE_LOW at 08:00+3
                09:30+3  hello 4 [terminals 50]  ->
                09:00+4  heartbeat               -> opened COVERAGE_LOW lead since 08:00+3
                                                  ; ended COVERAGE_LOW at 08:00+4
                """);
    }

    @Test
    void moreThanIsLicensedIsASuspicionAtOnce() {
        Scenario.check("""
                watch COVERAGE_LOW
                terminals A 100
                08:00    hello 0 [terminals 101]  ->
                09:00    heartbeat                ->
                09:00+1  heartbeat                -> opened COVERAGE_LOW suspicion since 08:00
                                                   ; ended COVERAGE_LOW at 08:00+1
                """);
    }

    @Test
    void nothingIsSaidWhereEitherNumberIsUnknown() {
        Scenario.check("""
                watch COVERAGE_LOW
                08:00    hello 0 [terminals 10]  ->
                09:00    heartbeat               ->
                09:00+1  heartbeat               ->
                terminals A 100
                terminals B 100
                B: 09:00+1 heartbeat             ->
                B: 09:00+2 heartbeat             ->
                """);
    }
}
