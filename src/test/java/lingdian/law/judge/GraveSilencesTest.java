package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code MEASURES_STOPPED_GRAVE} (handbook, suspicions.md): three silences in a business day. */
class GraveSilencesTest {
    @Test
    void threeSilencesOfABusinessDayAreGraveTwoAreNot() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                10:00 heartbeat ->
                10:15 look      -> opened MEASURES_STOPPED suspicion since 10:00
                10:20 heartbeat -> ended MEASURES_STOPPED
                10:35 look      -> opened MEASURES_STOPPED suspicion since 10:20
                10:40 heartbeat -> ended MEASURES_STOPPED
                10:55 look      -> opened MEASURES_STOPPED suspicion since 10:40
                                 ; opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                 ; ended MEASURES_STOPPED_GRAVE at 10:40 2400 s, 3 sessions, peak 1
                11:00 heartbeat -> ended MEASURES_STOPPED
                11:15 look      -> opened MEASURES_STOPPED suspicion since 11:00
                                 ; updated MEASURES_STOPPED_GRAVE 4 sessions, peak 1 to 11:00
                evidence MEASURES_STOPPED_GRAVE -> 1 2 3 4
                """);
    }

    @Test
    void theNextBusinessDayBeginsAgain() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                hours A daily 00:00-24:00
                07:00+1 heartbeat ->
                07:15+1 look      -> opened MEASURES_STOPPED suspicion since 07:00+1
                07:20+1 heartbeat -> ended MEASURES_STOPPED
                07:35+1 look      -> opened MEASURES_STOPPED suspicion since 07:20+1
                08:00+1 heartbeat -> ended MEASURES_STOPPED
                08:15+1 look      -> opened MEASURES_STOPPED suspicion since 08:00+1
                """);
    }

    @Test
    void aProbableOutageDoesNotCount() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                suspicion silencesGrave 2
                10:00 heartbeat          ->
                10:15 look               -> opened MEASURES_STOPPED suspicion since 10:00
                10:20 heartbeat          -> ended MEASURES_STOPPED
                10:35 look [outage yes]  -> opened MEASURES_STOPPED suspicion since 10:20 explained probable-outage
                10:40 heartbeat          -> ended MEASURES_STOPPED
                10:55 look               -> opened MEASURES_STOPPED suspicion since 10:40
                                          ; opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                          ; ended MEASURES_STOPPED_GRAVE at 10:40 2400 s, 2 sessions, peak 1
                """);
    }

    @Test
    void silencesThatAreSettledLaterCountInTheirOrder() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                suspicion silencesGrave 2
                10:00 opened      ->
                10:20 heartbeat   ->
                10:30 heartbeat   ->
                10:50 heartbeat   ->
                10:51 look        -> opened MEASURES_STOPPED suspicion since 10:00
                                   ; ended MEASURES_STOPPED at 10:20
                10:51 look        -> opened MEASURES_STOPPED suspicion since 10:30
                                   ; ended MEASURES_STOPPED at 10:50
                                   ; opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                   ; ended MEASURES_STOPPED_GRAVE at 10:30 1800 s, 2 sessions, peak 1
                evidence MEASURES_STOPPED_GRAVE -> 1 3
                """);
    }

    @Test
    void theEventBeforeASilenceProvesItAlsoWhereANewStreamEndsIt() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                suspicion silencesGrave 1
                10:00 heartbeat [stream 5] ->
                10:20 heartbeat [stream 2] -> new stream
                10:21 look                 -> opened MEASURES_STOPPED suspicion since 10:00
                                            ; ended MEASURES_STOPPED at 10:20
                                            ; opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                            ; ended MEASURES_STOPPED_GRAVE at 10:00 0 s, 1 session, peak 1
                evidence MEASURES_STOPPED_GRAVE -> 1
                """);
    }

    @Test
    void itConcernsWhoseMeasureTheSoftwareIs() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                suspicion silencesGrave 1
                measures A security
                10:00 heartbeat ->
                10:15 look      -> opened MEASURES_STOPPED suspicion since 10:00
                                 ; opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                 ; ended MEASURES_STOPPED_GRAVE at 10:00 0 s, 1 session, peak 1
                authorities MEASURES_STOPPED_GRAVE -> public-security
                """);
    }
}
