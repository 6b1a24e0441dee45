package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code MINORS_GRAVE} (handbook, suspicions.md; 文市函〔2010〕458号): three minors at once, or one outside the hours.
 */
class GraveMinorsTest {
    @Test
    void threeMinorsAtOnceAreGraveTwoAreNot() {
        Scenario.check("""
                watch MINORS_GRAVE
                10:00 login a@A01 minor1 admitted -> deny under-age; opened MINOR_ADMITTED a since 10:00
                10:05 login b@A02 minor2 admitted -> deny under-age; opened MINOR_ADMITTED b since 10:05
                10:06 login x@A09 adult           -> allow
                10:10 login c@A03 minor3 admitted -> deny under-age; opened MINOR_ADMITTED c since 10:10
                                                   ; opened MINORS_GRAVE since 10:10
                10:20 login d@A04 minor4 admitted -> deny under-age; opened MINOR_ADMITTED d since 10:20
                                                   ; updated MINORS_GRAVE 4 sessions, peak 4
                10:30 logout b                    -> ended MINOR_ADMITTED b
                10:40 login e@A05 minor5 admitted -> deny under-age; opened MINOR_ADMITTED e since 10:40
                                                   ; updated MINORS_GRAVE 5 sessions, peak 4
                11:00 logout a                    -> ended MINOR_ADMITTED a
                11:00 logout c                    -> ended MINOR_ADMITTED c
                11:00 logout d                    -> ended MINOR_ADMITTED d
                11:10 logout e                    -> ended MINOR_ADMITTED e; ended MINORS_GRAVE 3600 s, 5 sessions, peak 4
                11:20 logout x                    ->
                evidence MINORS_GRAVE -> 1 2 4 5 7 11
                """);
    }

    @Test
    void threeMinorsOneAfterTheOtherAreNot() {
        Scenario.check("""
                watch MINORS_GRAVE
                10:00 login a@A01 minor1 admitted -> deny under-age; opened MINOR_ADMITTED a since 10:00
                10:05 login b@A02 minor2 admitted -> deny under-age; opened MINOR_ADMITTED b since 10:05
                10:10 logout a                    -> ended MINOR_ADMITTED a
                10:10 login c@A03 minor3 admitted -> deny under-age; opened MINOR_ADMITTED c since 10:10
                10:15 login d@A03 minor4 admitted -> lost c; deny under-age; ended MINOR_ADMITTED c
                                                   ; opened MINOR_ADMITTED d since 10:15
                """);
    }

    @Test
    void oneMinorWhoIsAdmittedAfterClosingIsGrave() {
        Scenario.check("""
                watch MINORS_GRAVE
                24:00   login a@A01 minor1 admitted -> deny under-age, outside-hours; opened MINOR_ADMITTED a since 00:00+1
                                                     ; opened MINORS_GRAVE since 00:00+1
                00:05+1 logout a                    -> ended MINOR_ADMITTED a; ended MINORS_GRAVE 300 s, 1 session, peak 1
                """);
    }

    @Test
    void oneWhoIsAdmittedJustBeforeClosingIsNot() {
        Scenario.check("""
                watch MINORS_GRAVE
                23:59:59   login a@A01 minor1 admitted -> deny under-age; opened MINOR_ADMITTED a since 23:59:59
                00:05+1    heartbeat A01               ->
                00:06+1    logout a                    -> ended MINOR_ADMITTED a
                """);
    }

    @Test
    void whoIsDeniedIsNotInside() {
        Scenario.check("""
                watch MINORS_GRAVE
                suspicion minorsGrave 2
                10:00 login a@A01 minor1 admitted -> deny under-age; opened MINOR_ADMITTED a since 10:00
                10:05 login b@A02 minor2          -> deny under-age
                11:00 logout a                    -> ended MINOR_ADMITTED a
                02:00+1 login c@A03 minor3        -> deny under-age, outside-hours
                """);
    }

    @Test
    void aSessionThatIsLostLeavesToo() {
        Scenario.check("""
                watch MINORS_GRAVE
                suspicion minorsGrave 1
                10:00 login a@A01 minor1 admitted -> deny under-age; opened MINOR_ADMITTED a since 10:00
                                                   ; opened MINORS_GRAVE since 10:00
                10:10 login b@A01 adult           -> lost a; allow; ended MINOR_ADMITTED a
                                                   ; ended MINORS_GRAVE 600 s, 1 session, peak 1
                """);
    }

    @Test
    void itConcernsCulture() {
        Scenario.check("""
                watch MINORS_GRAVE
                suspicion minorsGrave 1
                10:00 login a@A01 minor1 admitted -> deny under-age; opened MINOR_ADMITTED a since 10:00
                                                   ; opened MINORS_GRAVE since 10:00
                authorities MINORS_GRAVE -> culture
                """);
    }
}
