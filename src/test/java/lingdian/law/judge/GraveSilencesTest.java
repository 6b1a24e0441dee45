package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.event.AgentEvent;
import org.junit.jupiter.api.Test;

/** {@code MEASURES_STOPPED_GRAVE} (handbook, suspicions.md): three silences in a business day, or two hours. */
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

    @Test
    void moreThanTwoHoursOfABusinessDayAreGraveExactlyTwoAreNot() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                10:00 heartbeat ->
                10:15 look      -> opened MEASURES_STOPPED suspicion since 10:00
                12:00 look      ->
                12:01 look      -> opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                 ; ended MEASURES_STOPPED_GRAVE at 12:00 7200 s, 1 session, peak 1
                12:02 look      ->
                14:30 heartbeat -> ended MEASURES_STOPPED
                14:31 look      ->
                evidence MEASURES_STOPPED_GRAVE -> 1
                """);
    }

    @Test
    void oneThatEndsIsMeasuredUpToItsEnd() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                10:00    heartbeat ->
                10:15    look      -> opened MEASURES_STOPPED suspicion since 10:00
                12:00    heartbeat -> ended MEASURES_STOPPED
                12:01    look      ->
                B: 10:00 heartbeat [received 12:01] ->
                B: 14:02 heartbeat ->
                B: 14:03 look      -> opened MEASURES_STOPPED suspicion since 12:01
                                    ; ended MEASURES_STOPPED at 14:02
                B: 14:03 look      -> opened MEASURES_STOPPED_GRAVE suspicion since 12:01
                                    ; ended MEASURES_STOPPED_GRAVE at 14:01 7200 s, 1 session, peak 1
                """);
    }

    @Test
    void silencesOfADaySumUp() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                10:00 heartbeat ->
                10:15 look      -> opened MEASURES_STOPPED suspicion since 10:00
                11:00 heartbeat -> ended MEASURES_STOPPED
                11:10 heartbeat ->
                11:25 look      -> opened MEASURES_STOPPED suspicion since 11:10
                12:10 look      ->
                12:11 look      -> opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                 ; ended MEASURES_STOPPED_GRAVE at 12:10 7800 s, 2 sessions, peak 1
                12:20 heartbeat -> ended MEASURES_STOPPED
                12:35 look      -> opened MEASURES_STOPPED suspicion since 12:20
                                 ; updated MEASURES_STOPPED_GRAVE 3 sessions, peak 1 to 12:20
                15:00 look      ->
                evidence MEASURES_STOPPED_GRAVE -> 1 3 4
                """);
    }

    @Test
    void eachBusinessDayHasOnlyWhatLiesWithinIt() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                hours A daily 00:00-24:00
                06:30+1 heartbeat ->
                06:45+1 look      -> opened MEASURES_STOPPED suspicion since 06:30+1
                10:00+1 look      ->
                10:01+1 look      -> opened MEASURES_STOPPED_GRAVE suspicion since 08:00+1
                                   ; ended MEASURES_STOPPED_GRAVE at 10:00+1 7200 s, 1 session, peak 1
                23:00+1 look      ->
                evidence MEASURES_STOPPED_GRAVE -> 1
                """);
    }

    @Test
    void whatLiesAfterTheBorderCountsForTheNewDay() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                hours A daily 00:00-24:00
                06:30+1 heartbeat ->
                06:45+1 look      -> opened MEASURES_STOPPED suspicion since 06:30+1
                09:00+1 heartbeat -> ended MEASURES_STOPPED
                09:15+1 look      -> opened MEASURES_STOPPED suspicion since 09:00+1
                10:00+1 look      ->
                10:01+1 look      -> opened MEASURES_STOPPED_GRAVE suspicion since 09:00+1
                                   ; ended MEASURES_STOPPED_GRAVE at 10:00+1 3600 s, 1 session, peak 1
                """);
    }

    @Test
    void exactlyTwoHoursBeforeTheBorderAreNotGraveAndMoreIs() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                hours A daily 00:00-24:00
                06:00+1 heartbeat ->
                06:15+1 look      -> opened MEASURES_STOPPED suspicion since 06:00+1
                08:10+1 heartbeat -> ended MEASURES_STOPPED
                08:11+1 look      ->
                hours B daily 00:00-24:00
                B: 05:59+2 heartbeat ->
                B: 06:14+2 look      -> opened MEASURES_STOPPED suspicion since 05:59+2
                B: 08:11+2 look      -> opened MEASURES_STOPPED_GRAVE suspicion since 05:59+2
                                      ; ended MEASURES_STOPPED_GRAVE at 07:59+2 7200 s, 1 session, peak 1
                """);
    }

    @Test
    void theServicesOwnDowntimeDoesNotCount() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                down 10:30..11:30
                10:00 heartbeat ->
                10:15 look      -> opened MEASURES_STOPPED suspicion since 10:00
                13:02 look      -> # half an hour, and an hour and a half from two minutes after it is back
                13:03 look      -> opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                 ; ended MEASURES_STOPPED_GRAVE at 13:02 10920 s, 1 session, peak 1
                """);
    }

    @Test
    void onlyPermittedTimeCounts() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                closure A c1 11:00..14:00
                10:00   heartbeat    ->
                10:15   look         -> opened MEASURES_STOPPED suspicion since 10:00
                15:00   look         ->
                15:01   look         -> opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                      ; ended MEASURES_STOPPED_GRAVE at 15:00 18000 s, 1 session, peak 1
                B: 23:00   heartbeat ->
                B: 23:15   look      -> opened MEASURES_STOPPED suspicion since 23:00
                B: 09:30+1 heartbeat -> ended MEASURES_STOPPED
                B: 09:31+1 look      -> # an hour in the evening, an hour and a half in the morning
                """);
    }

    @Test
    void theTimeOfAProbableOutageDoesNotCount() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                10:00 heartbeat         ->
                10:15 look [outage yes] -> opened MEASURES_STOPPED suspicion since 10:00 explained probable-outage
                13:00 heartbeat         -> ended MEASURES_STOPPED
                13:15 look              -> opened MEASURES_STOPPED suspicion since 13:00
                15:00 look              ->
                15:01 look              -> opened MEASURES_STOPPED_GRAVE suspicion since 13:00
                                         ; ended MEASURES_STOPPED_GRAVE at 15:00 7200 s, 1 session, peak 1
                """);
    }

    @Test
    void theTimeOfABufferedSilenceDoesNotCountForOthers() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                10:00 heartbeat                  ->
                10:15 look                       -> opened MEASURES_STOPPED suspicion since 10:00
                10:30 heartbeat [received 11:00] -> ended MEASURES_STOPPED at 11:00
                                                  ; updated MEASURES_STOPPED explained buffered
                now 11:10
                11:10 heartbeat                  ->
                11:25 look                       -> opened MEASURES_STOPPED suspicion since 11:10
                13:10 look                       ->
                13:11 look                       -> opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                                  ; ended MEASURES_STOPPED_GRAVE at 13:10 11400 s, 2 sessions, peak 1
                """);
    }

    @Test
    void aDayThatABufferedSilenceMadeGraveSaysSoUntilAnotherMakesIt() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                10:00 heartbeat                  ->
                10:15 look                       -> opened MEASURES_STOPPED suspicion since 10:00
                12:01 look                       -> opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                                  ; ended MEASURES_STOPPED_GRAVE at 12:00 7200 s, 1 session, peak 1
                10:30 heartbeat [received 12:10] -> ended MEASURES_STOPPED at 12:10
                                                  ; updated MEASURES_STOPPED explained buffered
                                                  ; updated MEASURES_STOPPED_GRAVE explained buffered
                now 12:20
                12:20 heartbeat                  ->
                12:35 look                       -> opened MEASURES_STOPPED suspicion since 12:20
                                                  ; updated MEASURES_STOPPED_GRAVE 2 sessions, peak 1 to 12:20
                14:20 look                       ->
                14:21 look                       -> updated MEASURES_STOPPED_GRAVE to 14:20
                """);
    }

    /** Whether anyone looked before its events came. */
    @Test
    void aBufferedSilenceThatIsMeasuredLaterSaysSoToo() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                10:00 heartbeat                  ->
                10:30 heartbeat [received 12:10] ->
                12:11 look                       -> opened MEASURES_STOPPED suspicion since 10:00 explained buffered
                                                  ; ended MEASURES_STOPPED at 12:10
                12:11 look                       -> opened MEASURES_STOPPED_GRAVE suspicion since 10:00 explained buffered
                                                  ; ended MEASURES_STOPPED_GRAVE at 12:00 7200 s, 1 session, peak 1
                """);
    }

    @Test
    void howMuchIsGraveIsConfiguration() {
        Scenario.check("""
                watch MEASURES_STOPPED_GRAVE
                suspicion silenceGraveMinutes 20
                10:00 heartbeat ->
                10:15 look      -> opened MEASURES_STOPPED suspicion since 10:00
                10:20 look      ->
                10:21 look      -> opened MEASURES_STOPPED_GRAVE suspicion since 10:00
                                 ; ended MEASURES_STOPPED_GRAVE at 10:20 1200 s, 1 session, peak 1
                """);
    }

    /** And never later than when another silence can be full. */
    @Test
    void theNextLookIsWhenTheDayIsFull() {
        CafeFacts facts = new ScenarioCafes().facts("A");
        Instant ten = Instant.parse("2026-07-01T02:00:00Z");
        var city = new City(Documents.RULES, City.Mode.RUNNING);
        city.decide(facts);
        String place = facts.placeCode().value();
        city.judge(place, new UUID(0, 1), new AgentEvent.Opened(1, ten), null, ten, null);
        city.look(place, listening(ten.plusSeconds(900)), null);

        assertThat(next(facts, ten, city, "PT1H")).isEqualTo(ten.plus(Duration.parse("PT1H15M")));
        assertThat(next(facts, ten, city, "PT1H50M")).isEqualTo(ten.plus(Duration.parse("PT2H0.001S")));
    }

    private static Instant next(CafeFacts facts, Instant since, City city, String later) {
        Presence presence = city.state(facts.placeCode().value()).presence();
        Listening listening = listening(since.plus(Duration.parse(later)));
        return SilenceLook.at(facts, since, presence, listening, Rulebook.of(Documents.RULES))
                .next();
    }

    private static Listening listening(Instant until) {
        return new Listening(List.of(new Listening.Stretch(Instant.EPOCH, until, false)), until, Duration.ofMinutes(2));
    }
}
