package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code OVERTIME_GRAVE} (handbook, suspicions.md): overtime of more than thirty minutes, or of three seats at once
 * after grace.
 */
class GraveOvertimeTest {
    @Test
    void thirtyMinutesAreNotGraveASecondMoreIs() {
        Scenario.check("""
                watch OVERTIME_GRAVE
                23:50      login a@A01 adult -> allow
                00:11+1    heartbeat A01     -> opened OVERTIME_OPERATION fact since 00:00+1
                00:30+1    heartbeat A01     ->
                00:30:01+1 heartbeat A01     -> opened OVERTIME_GRAVE fact since 00:00+1
                00:40+1    logout a          -> ended OVERTIME_OPERATION 2400 s, 1 session, peak 1
                                              ; ended OVERTIME_GRAVE 2400 s, 1 session, peak 1
                evidence OVERTIME_GRAVE -> 1 2 5
                """);
    }

    @Test
    void timeWithoutASessionDoesNotCount() {
        Scenario.check("""
                watch OVERTIME_GRAVE
                23:50   login a@A01 adult          -> allow
                00:20+1 logout a                   -> opened OVERTIME_OPERATION fact since 00:00+1
                                                    ; ended OVERTIME_OPERATION 1200 s, 1 session, peak 1
                03:00+1 login b@A01 adult admitted -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:00+1
                03:10+1 heartbeat A01              ->
                03:10:01+1 logout b                -> ended OVERTIME_OPERATION 1801 s, 2 sessions, peak 1
                                                    ; opened OVERTIME_GRAVE fact since 00:00+1
                                                    ; ended OVERTIME_GRAVE 1801 s, 2 sessions, peak 1
                """);
    }

    @Test
    void threeSeatsAtOnceAreGraveTwoAreNot() {
        Scenario.check("""
                watch OVERTIME_GRAVE
                23:50   login a@A01 adult1          -> allow
                23:50   login b@A02 adult2          -> allow
                00:11+1 heartbeat A01 A02           -> opened OVERTIME_OPERATION fact since 00:00+1
                00:12+1 login c@A03 adult3 admitted -> deny outside-hours
                                                     ; updated OVERTIME_OPERATION 3 sessions, peak 3
                                                     ; opened OVERTIME_GRAVE fact since 00:00+1
                00:13+1 heartbeat A01 A02 A03       ->
                00:14+1 logout a                    ->
                00:14+1 logout b                    ->
                00:15+1 logout c                    -> ended OVERTIME_OPERATION 900 s, 3 sessions, peak 3
                                                     ; ended OVERTIME_GRAVE 900 s, 3 sessions, peak 3
                """);
    }

    @Test
    void whoLeavesWithinGraceDoesNotCount() {
        Scenario.check("""
                watch OVERTIME_GRAVE
                23:50      login a@A01 adult1 -> allow
                23:50      login b@A02 adult2 -> allow
                23:50      login c@A03 adult3 -> allow
                00:09:59+1 logout c           ->
                00:11+1    heartbeat A01 A02  -> opened OVERTIME_OPERATION fact since 00:00+1
                00:15+1    logout a           ->
                00:15+1    logout b           -> ended OVERTIME_OPERATION 900 s, 3 sessions, peak 3
                """);
    }

    @Test
    void threeSeatsAtExactlyGraceAreGrave() {
        Scenario.check("""
                watch OVERTIME_GRAVE
                23:50   login a@A01 adult1 -> allow
                23:50   login b@A02 adult2 -> allow
                23:50   login c@A03 adult3 -> allow
                00:10+1 logout c           -> opened OVERTIME_OPERATION fact since 00:00+1
                                            ; opened OVERTIME_GRAVE fact since 00:00+1
                00:15+1 logout a           ->
                00:15+1 logout b           -> ended OVERTIME_OPERATION 900 s, 3 sessions, peak 3
                                            ; ended OVERTIME_GRAVE 900 s, 3 sessions, peak 3
                """);
    }

    @Test
    void itIsAFactOnceTheOvertimeIs() {
        Scenario.check("""
                watch OVERTIME_GRAVE
                23:50   login a@A01 adult -> allow
                00:45+1 patrol            -> opened OVERTIME_OPERATION suspicion since 00:00+1
                                           ; opened OVERTIME_GRAVE suspicion since 00:00+1
                00:46+1 heartbeat A01     -> updated OVERTIME_OPERATION fact; updated OVERTIME_GRAVE fact
                08:30+1 heartbeat A01     -> ended OVERTIME_OPERATION at 08:00+1 28800 s, 1 session, peak 1
                                           ; ended OVERTIME_GRAVE at 08:00+1 28800 s, 1 session, peak 1
                """);
    }

    @Test
    void itOpensAgainWithTheOvertime() {
        Scenario.check("""
                watch OVERTIME_GRAVE
                suspicion overtimeGraveMinutes 10
                23:50   login a@A01 adult          -> allow
                00:15+1 logout a                   -> opened OVERTIME_OPERATION fact since 00:00+1
                                                    ; ended OVERTIME_OPERATION 900 s, 1 session, peak 1
                                                    ; opened OVERTIME_GRAVE fact since 00:00+1
                                                    ; ended OVERTIME_GRAVE 900 s, 1 session, peak 1
                01:00+1 login b@A01 adult admitted -> deny outside-hours; opened OVERTIME_OPERATION fact since 00:00+1
                                                    ; opened OVERTIME_GRAVE fact since 00:00+1
                01:01+1 logout b                   -> ended OVERTIME_OPERATION 960 s, 2 sessions, peak 1
                                                    ; ended OVERTIME_GRAVE 960 s, 2 sessions, peak 1
                """);
    }
}
