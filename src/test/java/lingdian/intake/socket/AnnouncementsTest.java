package lingdian.intake.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When which notice is due, whatever the clock does between two looks. */
class AnnouncementsTest {
    private static final Instant CLOSES = Instant.parse("2026-07-01T16:00:00Z");

    private final AgentServer.Hours hours = new AgentServer.Hours();
    private Announcements announcements = welcomed(60);

    private Announcements welcomed(long minutesBefore) {
        hours.closes = CLOSES;
        return new Announcements(CLOSES, before(minutesBefore));
    }

    private static Instant before(long minutes) {
        return CLOSES.minus(Duration.ofMinutes(minutes));
    }

    private String at(long minutesBefore) {
        return String.join(" ", announcements.due(hours, before(minutesBefore)))
                .replaceAll("(?s).*\"minutes\":(\\d+)}", "$1");
    }

    @Test
    void onceAtEachMoment() {
        assertThat(at(16)).isEmpty();
        assertThat(at(15)).isEqualTo("15");
        assertThat(at(15)).isEmpty();
        assertThat(at(6)).isEmpty();
        assertThat(at(5)).isEqualTo("5");
        assertThat(at(4)).isEmpty();
        assertThat(at(0)).isEmpty();
        assertThat(at(-1)).isEmpty();
    }

    @Test
    void aMomentBetweenTwoLooksIsNotMissed() {
        assertThat(at(16)).isEmpty();
        assertThat(at(14)).isEqualTo("15");
        assertThat(at(3)).isEqualTo("5");
    }

    @Test
    void ofTwoPassedAtOnceTheLastAlone() {
        assertThat(at(20)).isEmpty();
        assertThat(at(2)).isEqualTo("5");
        assertThat(at(1)).isEmpty();
    }

    @Test
    void aMomentBeforeTheWelcomeIsPast() {
        announcements = welcomed(10);
        assertThat(at(9)).isEmpty();
        assertThat(at(5)).isEqualTo("5");
    }

    @Test
    void theMomentOfTheWelcomeItselfIsNot() {
        announcements = welcomed(15);
        assertThat(at(15)).isEqualTo("15");
    }

    @Test
    void aClockThatGoesBackRepeatsNothing() {
        assertThat(at(15)).isEqualTo("15");
        assertThat(at(17)).isEmpty();
        assertThat(at(14)).isEmpty();
    }

    @Test
    void changedHoursOnceWithTheirNextDays() {
        hours.closes = before(30);
        assertThat(announcements.due(hours, before(60)))
                .containsExactly("{\"type\":\"notice\",\"notice\":\"hours-changed\",\"hours\":[{"
                        + "\"opens\":\"2026-07-01T23:00:00+08:00\",\"closes\":\"2026-07-01T23:30:00+08:00\"}]}");
        assertThat(announcements.due(hours, before(60))).isEmpty();
    }
}
