package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code SESSION_TOO_LONG} (handbook, suspicions.md): first a lead, then a suspicion, at last a fault in the records.
 */
class LongSessionTest {
    private static final String ALWAYS_OPEN = """
                watch SESSION_TOO_LONG
                hours A daily 00:00-24:00
                """;

    @Test
    void sixteenHoursAreALeadADayIsASuspicion() {
        Scenario.check(ALWAYS_OPEN + """
                00:00     login a@A01 adult  -> allow
                16:00     heartbeat A01      ->
                16:00:01  heartbeat A01      -> opened SESSION_TOO_LONG a lead since 00:00
                00:00+1   heartbeat A01      ->
                00:01+1   heartbeat A01      -> updated SESSION_TOO_LONG a suspicion
                10:00+1   logout a           -> ended SESSION_TOO_LONG a
                """);
    }

    @Test
    void theLogoutItselfShowsHowLongItWas() {
        Scenario.check(ALWAYS_OPEN + """
                00:00    login a@A01 adult1  -> allow
                01:00    login b@A02 adult2  -> allow
                16:30    logout a            -> opened SESSION_TOO_LONG a lead since 00:00; ended SESSION_TOO_LONG a
                16:45    logout b            ->
                """);
    }

    @Test
    void afterThreeDaysTheRecordsAreDoubtedFirst() {
        Scenario.check(ALWAYS_OPEN + """
                00:00    login a@A01 adult  -> allow
                20:00    heartbeat A01      -> opened SESSION_TOO_LONG a lead since 00:00
                12:00+1  heartbeat A01      -> updated SESSION_TOO_LONG a suspicion
                12:00+2  heartbeat A01      ->
                00:00+3  heartbeat A01      ->
                00:01+3  heartbeat A01      -> updated SESSION_TOO_LONG a explained faulty-records
                """);
    }

    @Test
    void whatEndsByAGapOfADayWasNotShownToBeLong() {
        Scenario.check(ALWAYS_OPEN + """
                00:00    login a@A01 adult  -> allow
                10:00    heartbeat A01      ->
                10:01+1  heartbeat          -> lost a at 10:00
                """);
    }
}
