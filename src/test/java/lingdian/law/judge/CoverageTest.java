package lingdian.law.judge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code COVERAGE_LOW} (handbook, suspicions.md): fewer terminals are heard of than are licensed, or more. */
class CoverageTest {
    /** A day on which so many of 200 licensed terminals are known to be heard of. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | lead
            100 | lead
            179 | lead
            180 | nothing
            200 | nothing
            201 | suspicion
            """)
    void aDayIsJudgedByTheShareThatIsHeardOf(int heard, String found) {
        Scenario.check("""
                watch COVERAGE_LOW
                terminals A 200
                heard A %d
                09:00    heartbeat  ->
                07:59+1  heartbeat  ->
                08:00+1  heartbeat  ->%s
                """.formatted(
                heard,
                found.equals("nothing") ? "" : " opened COVERAGE_LOW " + found + " since 08:00; ended COVERAGE_LOW"));
    }

    @Test
    void lessThanHalfForThreeDaysIsASuspicion() {
        Scenario.check("""
                watch COVERAGE_LOW
                terminals A 100
                heard A 49
                09:00    heartbeat               ->
                09:00+1  heartbeat               -> opened COVERAGE_LOW lead since 08:00; ended COVERAGE_LOW at 08:00+1
                09:00+2  heartbeat               -> opened COVERAGE_LOW lead since 08:00+1
                                                  ; ended COVERAGE_LOW at 08:00+2
                09:00+3  heartbeat               -> opened COVERAGE_LOW suspicion since 08:00+2
                                                  ; ended COVERAGE_LOW at 08:00+3
                heard A 50
                09:00+4  heartbeat               -> opened COVERAGE_LOW lead since 08:00+3
                                                  ; ended COVERAGE_LOW at 08:00+4
                heard A 49
                09:00+5  heartbeat               -> opened COVERAGE_LOW lead since 08:00+4
                                                  ; ended COVERAGE_LOW at 08:00+5
                """);
    }

    /** Whatever the agent claims is installed. */
    @Test
    void whatTheAgentClaimsDoesNotCount() {
        Scenario.check("""
                watch COVERAGE_LOW
                terminals A 100
                heard A 90
                08:00    hello 0 [terminals 10]  ->
                09:00    heartbeat               ->
                09:00+1  heartbeat               ->
                heard A 89
                09:30+1  hello 2 [terminals 100] ->
                09:00+2  heartbeat               -> opened COVERAGE_LOW lead since 08:00+1
                                                  ; ended COVERAGE_LOW at 08:00+2
                """);
    }

    @Test
    void nothingIsSaidWhereEitherNumberIsUnknown() {
        Scenario.check("""
                watch COVERAGE_LOW
                heard A 10
                09:00    heartbeat               ->
                09:00+1  heartbeat               ->
                terminals A 0
                09:00+2  heartbeat               ->
                terminals B 100
                B: 09:00+2 heartbeat             ->
                B: 09:00+3 heartbeat             ->
                """);
    }
}
