package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** From the agent's clock to the effective time (handbook, protocol.md#time). */
class EffectiveTimeTest {
    @Test
    void noEventIsLaterThanItWasReceived() {
        Scenario.check("""
                12:00:02 heartbeat [received 12:00]  ->
                12:00:03 heartbeat [received 12:00]  -> adjusted to 12:00
                18:00    heartbeat [received 12:05]  -> adjusted to 12:05
                """);
    }

    @Test
    void noEventIsEarlierThanTheOneBeforeIt() {
        Scenario.check("""
                12:00    heartbeat  ->
                11:59:58 heartbeat  ->
                11:59:57 heartbeat  -> adjusted to 12:00
                00:00    heartbeat  -> adjusted to 12:00
                12:00:01 heartbeat  ->
                """);
    }

    @Test
    void aClockThatGoesBackDoesNotMoveTimeBack() {
        Scenario.check("""
                23:55   login a@A01 adult  -> allow
                00:12+1 heartbeat A01      -> opened OVERTIME_OPERATION fact since 00:00+1
                23:58   logout a           -> adjusted to 00:12+1; ended OVERTIME_OPERATION 720 s, 1 session, peak 1
                """);
    }

    @Test
    void aClockThatIsOffByMoreThanAMinuteIsCorrected() {
        Scenario.check("""
                12:00    heartbeat [sent 12:00] [received 12:01]     ->
                12:00:01 heartbeat [sent 12:00:01] [received 12:01:02]  -> adjusted to 12:01:02
                09:00    heartbeat [sent 09:10] [received 12:30]     -> adjusted to 12:20
                18:00    heartbeat [sent 18:10] [received 12:40]     -> adjusted to 12:30
                """);
    }

    @Test
    void theCorrectedTimeIsBoundedLikeAnyOther() {
        Scenario.check("""
                12:00    heartbeat  ->
                09:30    heartbeat [sent 09:10] [received 12:30]     -> adjusted to 12:30
                09:00    heartbeat [sent 10:10] [received 12:30]     -> adjusted to 12:30
                """);
    }

    @Test
    void aNightSentUnderAWrongClockIsJudgedByTheRightOne() {
        Scenario.check("""
                20:50   login a@A01 adult [sent 20:50] [received 23:50]  -> adjusted to 23:50; allow until 00:00+1
                21:11   heartbeat A01 [sent 21:30] [received 00:30+1]    -> adjusted to 00:11+1
                                                           ; opened OVERTIME_OPERATION fact since 00:00+1
                21:25   logout a [sent 21:30] [received 00:30+1]         -> adjusted to 00:25+1
                                                           ; ended OVERTIME_OPERATION 1500 s, 1 session, peak 1
                """);
    }

    @Test
    void aDayThatArrivesLateIsJudgedAsIfItHadArrivedLive() {
        Scenario.check("""
                person hans 414 C01X00T47 born 1990-01-01 valid 2026-07-01
                now 12:00+5
                14:00   login h@A09 hans             -> allow until 00:00+1
                14:30   logout h                     ->
                15:00   login m@A01 minor            -> deny under-age
                15:01   login m@A01 minor admitted   -> deny under-age; opened MINOR_ADMITTED m since 15:01
                16:00   logout m                     -> ended MINOR_ADMITTED m
                23:50   login a@A02 adult            -> allow
                00:11+1 heartbeat A02                -> opened OVERTIME_OPERATION fact since 00:00+1
                00:40+1 logout a                     -> ended OVERTIME_OPERATION 2400 s, 1 session, peak 1
                09:00+1 login i@A09 hans             -> deny document-expired
                """);
    }

    @Test
    void aClockThatRanOverTheWholeCalendarGoesNoFurtherThanItsBeginning() {
        Instant received = Instant.parse("2026-07-10T12:00:00Z");

        Instant effective = EffectiveTime.of(
                Instant.parse("0000-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59Z"),
                received,
                null,
                Documents.RULES.thresholds());

        assertThat(effective).isEqualTo("0001-01-02T00:00:00Z");
    }
}
