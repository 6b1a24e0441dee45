package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code CLOCK_WRONG} (handbook, suspicions.md): the agent's clock differs from the service's, or was set back. */
class ClockTest {
    @Test
    void moreThanAMinuteIsALeadMoreThanFiveASuspicion() {
        Scenario.check("""
                watch CLOCK_WRONG
                standing CLOCK_WRONG suspicion
                10:00 heartbeat [sent 10:00] [received 10:01]     ->
                10:01 heartbeat [sent 10:01] [received 10:02:01]  -> adjusted to 10:02:01
                                                                   ; opened CLOCK_WRONG lead since 10:02:01
                10:02 heartbeat [sent 10:02] [received 10:07]     -> adjusted to 10:07
                10:03 heartbeat [sent 10:03] [received 10:08:01]  -> adjusted to 10:08:01
                                                                   ; updated CLOCK_WRONG suspicion
                10:04 heartbeat [sent 10:04] [received 10:09]     -> adjusted to 10:09
                10:09 heartbeat [sent 10:09] [received 10:10]     -> ended CLOCK_WRONG
                """);
    }

    @Test
    void aClockThatIsFastIsWrongToo() {
        Scenario.check("""
                watch CLOCK_WRONG
                standing CLOCK_WRONG suspicion
                10:06 heartbeat [received 10:05]     -> adjusted to 10:05
                10:08 heartbeat [received 10:06]     -> adjusted to 10:06; opened CLOCK_WRONG lead since 10:06
                10:20 heartbeat [received 10:07]     -> adjusted to 10:07; updated CLOCK_WRONG suspicion
                10:08 heartbeat [received 10:08]     -> ended CLOCK_WRONG
                """);
    }

    @Test
    void aClockThatIsSetBackShowsInItsOwnStream() {
        Scenario.check("""
                watch CLOCK_WRONG
                standing CLOCK_WRONG suspicion
                23:40   heartbeat                     ->
                20:41   heartbeat [received 23:41]    -> adjusted to 23:40; opened CLOCK_WRONG suspicion since 23:40
                20:42   heartbeat [received 23:42]    -> adjusted to 23:40
                07:50+1 heartbeat                     -> ended CLOCK_WRONG
                """);
    }

    @Test
    void whatComesLateSaysNothingOfTheClock() {
        Scenario.check("""
                watch CLOCK_WRONG
                10:00 heartbeat [received 12:00]               ->
                10:01 heartbeat [sent 12:00] [received 12:00]  ->
                """);
    }

    @Test
    void oneABusinessDay() {
        Scenario.check("""
                watch CLOCK_WRONG
                10:02 heartbeat [received 10:00]    -> adjusted to 10:00; opened CLOCK_WRONG lead since 10:00
                10:01 heartbeat                     -> ended CLOCK_WRONG
                10:22 heartbeat [received 10:20]    -> adjusted to 10:20; opened CLOCK_WRONG lead since 10:00
                10:21 heartbeat                     -> ended CLOCK_WRONG
                07:59+1 heartbeat [received 07:57+1] -> adjusted to 07:57+1; opened CLOCK_WRONG lead since 10:00
                07:58+1 heartbeat                    -> ended CLOCK_WRONG
                08:02+1 heartbeat [received 08:00+1] -> adjusted to 08:00+1; opened CLOCK_WRONG lead since 08:00+1
                08:01+1 heartbeat                    -> ended CLOCK_WRONG
                """);
    }
}
