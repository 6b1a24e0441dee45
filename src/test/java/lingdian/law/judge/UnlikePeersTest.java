package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code CAFE_UNLIKE_PEERS} (handbook, suspicions.md): the nightly comparison says that a café is far from its peers. */
class UnlikePeersTest {
    /** In either direction; 3.5 itself is not far. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            night-logins    | 3.500   | 100   |
            night-logins    | 3.501   | 100   | 3501
            night-logins    | 3.501   | 99    |
            minors-refused  | 12.000  | 640   | 12000
            logins-a-seat   | -3.500  | 100   |
            logins-a-seat   | -3.501  | 100   | -3501
            """)
    void aDayIsJudgedByTheScore(String figure, String score, int logins, String found) {
        Scenario.check("""
                watch CAFE_UNLIKE_PEERS
                unlike A %1$s %2$s %3$d
                09:00    heartbeat  ->
                07:59+1  heartbeat  ->
                08:00+1  heartbeat  ->%4$s
                """.formatted(
                        figure,
                        score,
                        logins,
                        found == null
                                ? ""
                                : " opened CAFE_UNLIKE_PEERS lead since 08:00; ended CAFE_UNLIKE_PEERS %s %s"
                                        .formatted(figure, found)));
    }

    /** Two findings share no day that was compared. */
    @Test
    void aCafeIsFoundOnceInTwentyEightDays() {
        Scenario.check("""
                watch CAFE_UNLIKE_PEERS
                unlike A night-logins 4.000 200
                09:00     heartbeat  ->
                09:00+1   heartbeat  -> opened CAFE_UNLIKE_PEERS lead since 08:00
                                      ; ended CAFE_UNLIKE_PEERS at 08:00+1 night-logins 4000
                09:00+2   heartbeat  ->
                unlike A minors-refused 9.000 200
                09:00+27  heartbeat  ->
                09:00+28  heartbeat  ->
                09:00+29  heartbeat  -> opened CAFE_UNLIKE_PEERS lead since 08:00+28
                                      ; ended CAFE_UNLIKE_PEERS at 08:00+29 minors-refused 9000
                """);
    }

    @Test
    void nothingIsFoundOnceItIsLikeItsPeersAgain() {
        Scenario.check("""
                watch CAFE_UNLIKE_PEERS
                unlike A night-logins 4.000 200
                09:00     heartbeat  ->
                unlike A
                09:00+1   heartbeat  ->
                unlike B night-logins 4.000 200
                09:00+2   heartbeat  ->
                """);
    }

    /** What is nearer is not entered, so a rule that asked for it would find nothing. */
    @Test
    void rulesMayOnlyAskForMoreThanIsEntered() {
        assertThat(new Rules.Suspicion.Peers(100, 30)).isEqualTo(new Rules.Suspicion.Peers(100, 30));
        assertThatThrownBy(() -> new Rules.Suspicion.Peers(99, 35)).hasMessageContaining("peerLogins: at least 100");
        assertThatThrownBy(() -> new Rules.Suspicion.Peers(100, 29))
                .hasMessageContaining("peerScoreTenths: at least 30");
    }
}
