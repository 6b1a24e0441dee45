package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code PATROL_MISSING} (handbook, suspicions.md; Order 363, Art. 19): nobody walked through an open café for more
 * than two hours.
 */
class PatrolTest {
    @Test
    void twoHoursMayPassAndNotAMomentMore() {
        Scenario.check("""
                watch PATROL_MISSING
                suspicion patrolSilenceMinutes 300
                08:00       opened       ->
                10:00       heartbeat    ->
                10:00:00.1  heartbeat    -> opened PATROL_MISSING lead since 08:00
                11:00       heartbeat    ->
                11:30       patrol       -> ended PATROL_MISSING
                13:30       heartbeat    ->
                13:31       closed       -> opened PATROL_MISSING lead since 11:30; ended PATROL_MISSING
                20:00       heartbeat    ->
                evidence PATROL_MISSING -> 1 3 5; 5 7
                """);
    }

    @Test
    void aPatrolThatComesTooLateShowsItAndEndsIt() {
        Scenario.check("""
                watch PATROL_MISSING
                suspicion patrolSilenceMinutes 300
                08:00       opened       ->
                10:05       patrol       -> opened PATROL_MISSING lead since 08:00; ended PATROL_MISSING
                12:05       patrol       ->
                """);
    }

    @Test
    void whoNeverSaidThatItOpenedIsNotKnownToBeOpen() {
        Scenario.check("""
                watch PATROL_MISSING
                suspicion patrolSilenceMinutes 300
                08:00       patrol       ->
                12:00       heartbeat    ->
                13:00       closed       ->
                16:00       heartbeat    ->
                """);
    }

    @Test
    void ofATimeInWhichNothingCameNothingIsKnown() {
        Scenario.check("""
                watch PATROL_MISSING
                08:00       opened       ->
                08:15       heartbeat    ->
                08:31       heartbeat    -> # sixteen minutes: it counts from here
                10:25       heartbeat    ->
                10:31       heartbeat    ->
                10:45       heartbeat    ->
                """);
    }

    @Test
    void anOpenFindingEndsWhereTheSilenceBegins() {
        Scenario.check("""
                watch PATROL_MISSING
                suspicion patrolHours 1
                suspicion patrolSilenceMinutes 61
                08:00       opened       ->
                09:00       heartbeat    ->
                09:30       heartbeat    -> opened PATROL_MISSING lead since 08:00
                11:00       heartbeat    -> ended PATROL_MISSING at 09:30
                11:30       opened       ->
                """);
    }

    @Test
    void aNewBusinessDayBeginsAnew() {
        Scenario.check("""
                watch PATROL_MISSING
                suspicion patrolSilenceMinutes 1000
                08:00       opened       ->
                09:30       opened       ->
                11:30       heartbeat    ->
                11:31       opened       -> # it says of itself that it only opens now
                """);
    }
}
