package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code MIDNIGHT_BRIDGED} (handbook, suspicions.md): all leave at closing, and sit at the same seats when it opens.
 */
class BridgedMidnightTest {
    private static final String THREE = """
                watch MIDNIGHT_BRIDGED
                suspicion bridgePairs 3
                suspicion bridgeSilenceMinutes 490
                22:00    login a@A01 adult1  -> allow
                22:00    login b@A02 adult2  -> allow
                22:00    login c@A03 adult3  -> allow
                """;

    @Test
    void thePairsThatLeaveAtClosingAndComeBackAtTheOpening() {
        Scenario.check(THREE + """
                23:50    logout a            ->
                23:55    logout b            ->
                00:05+1  logout c            ->
                08:00+1  login d@A01 adult1  -> allow
                08:01+1  login e@A02 adult2  -> allow
                08:15+1  login f@A03 adult3  -> allow; opened MIDNIGHT_BRIDGED suspicion since 00:00+1
                                              ; ended MIDNIGHT_BRIDGED at 08:00+1 28800 s, 3 sessions, peak 3
                evidence MIDNIGHT_BRIDGED -> 4 7 5 8 6 9
                """);
    }

    @Test
    void whoLeftBeforeOrAfterIsNoPairNorWhoComesLater() {
        Scenario.check(THREE + """
                23:49:59 logout a            ->
                23:55    logout b            ->
                00:00+1  logout c            ->
                08:00+1  login d@A01 adult1  -> allow
                08:01+1  login e@A02 adult2  -> allow
                08:02+1  login f@A03 adult3  -> allow
                """);
        Scenario.check(THREE + """
                23:55    logout a            ->
                23:55    logout b            ->
                23:55    logout c            ->
                08:00+1  login d@A01 adult1  -> allow
                08:01+1  login e@A02 adult2  -> allow
                08:15:01+1 login f@A03 adult3  -> allow
                """);
    }

    @Test
    void otherSeatsAreNoPairs() {
        Scenario.check(THREE + """
                23:55    logout a            ->
                23:55    logout b            ->
                23:55    logout c            ->
                08:00+1  login d@A02 adult1  -> allow
                08:01+1  login e@A01 adult2  -> allow
                08:02+1  login f@A03 adult3  -> allow
                """);
    }

    @Test
    void aShareOfTheLicensedSeatsIsEnough() {
        Scenario.check(THREE.replace("bridgePairs 3", "bridgePairs 9") + """
                terminals A 7
                23:55    logout a            ->
                23:55    logout b            ->
                23:55    logout c            ->
                08:00+1  login d@A01 adult1  -> allow
                08:01+1  login e@A02 adult2  -> allow
                08:02+1  login f@A03 adult3  -> allow; opened MIDNIGHT_BRIDGED suspicion since 00:00+1
                                              ; ended MIDNIGHT_BRIDGED at 08:00+1 28800 s, 3 sessions, peak 3
                """);
    }

    @Test
    void aSilenceInBetweenMayHaveBeenANightAtHome() {
        Scenario.check(THREE.replace("bridgeSilenceMinutes 490", "bridgeSilenceMinutes 240") + """
                23:55    logout a            ->
                23:55    logout b            ->
                23:55    logout c            ->
                03:00+1  heartbeat           ->
                07:00:01+1 heartbeat         ->
                08:00+1  login d@A01 adult1  -> allow
                08:00+1  login e@A02 adult2  -> allow
                08:00+1  login f@A03 adult3  -> allow
                """);
    }

    @Test
    void moreOfThemExtendIt() {
        Scenario.check(THREE.replace("bridgePairs 3", "bridgePairs 2") + """
                23:55    logout a            ->
                23:55    logout b            ->
                23:55    logout c            ->
                08:00+1  login d@A01 adult1  -> allow
                08:00+1  login e@A02 adult2  -> allow; opened MIDNIGHT_BRIDGED suspicion since 00:00+1
                                              ; ended MIDNIGHT_BRIDGED 28800 s, 2 sessions, peak 2
                08:00+1  login f@A03 adult3  -> allow; updated MIDNIGHT_BRIDGED 3 sessions, peak 3
                """);
    }
}
