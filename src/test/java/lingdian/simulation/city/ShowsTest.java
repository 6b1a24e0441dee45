package lingdian.simulation.city;

import static lingdian.simulation.city.Truth.Shown.FACT;
import static lingdian.simulation.city.Truth.Shown.SUSPICION;
import static lingdian.simulation.city.Truth.Shown.UNOBSERVABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.simulation.city.Stay.Registered;
import org.junit.jupiter.api.Test;

class ShowsTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-06-12T16:00:00Z");
    private static final Document CARD = new Document("990", "X-1", "甲", null, "1990-01-01", ReadMethod.CHIP);
    private static final Person SOMEBODY = new Person(CARD, false);

    private final Shows shows = new Shows();
    private final Stay guest = stay("A001", Registered.PROPERLY);

    @Test
    void aLogoutAtExactlyGraceProvesOvertime() {
        shows.login(guest, at(-60));
        shows.logout(guest, at(10));
        assertThat(shows.overtime(MIDNIGHT)).isEqualTo(FACT);
    }

    @Test
    void aLogoutWithinGraceShowsNothing() {
        shows.login(guest, at(-60));
        shows.logout(guest, at(10).minusMillis(1));
        shows.other(at(30));
        assertThat(shows.overtime(MIDNIGHT)).isEqualTo(UNOBSERVABLE);
    }

    @Test
    void aLostLogoutIsASuspicionOnlyWhereTheSessionIsOpenAtGrace() {
        shows.login(guest, at(-60));
        shows.heartbeat(Map.of(), at(8));
        shows.heartbeat(Map.of(), at(9));
        shows.heartbeat(Map.of(), at(10));
        assertThat(guest.recordedOpen).isFalse(); // the third that misses it
        assertThat(shows.overtime(MIDNIGHT)).isEqualTo(SUSPICION);
    }

    @Test
    void anAgentThatWasOffAllNightLeavesASuspicion() {
        shows.login(guest, at(-60));
        shows.heartbeat(Map.of(), at(8 * 60));
        assertThat(shows.overtime(MIDNIGHT)).isEqualTo(SUSPICION);
    }

    @Test
    void anAgentThatLoggedEverybodyOutBeforeShowsNothing() {
        shows.login(guest, at(-60));
        shows.logout(guest, at(-10));
        shows.heartbeat(Map.of(), at(8 * 60));
        assertThat(shows.overtime(MIDNIGHT)).isEqualTo(UNOBSERVABLE);
    }

    @Test
    void aHeartbeatThatListsTheSeatProvesIt() {
        shows.login(guest, at(-60));
        shows.heartbeat(Map.of("A001", guest), at(11));
        assertThat(shows.overtime(MIDNIGHT)).isEqualTo(FACT);
    }

    @Test
    void aClockThatWasSetBackStandsStill() {
        shows.login(guest, at(-20));
        shows.heartbeat(Map.of("A001", guest), at(-200));
        shows.logout(guest, at(-100));
        assertThat(shows.overtime(MIDNIGHT)).isEqualTo(UNOBSERVABLE);
    }

    @Test
    void oneHeartbeatDoesNotShowAGuestWithoutLoginAndTwoDo() {
        Stay nobody = stay("A002", Registered.NOT_AT_ALL);
        shows.heartbeat(Map.of("A002", nobody), at(-60));
        assertThat(nobody.seenUnregistered).isFalse();
        shows.heartbeat(Map.of("A002", nobody), at(-55));
        assertThat(nobody.seenUnregistered).isTrue();
    }

    @Test
    void heartbeatsFartherApartThanFiveMinutesDoNot() {
        Stay nobody = stay("A002", Registered.NOT_AT_ALL);
        shows.heartbeat(Map.of("A002", nobody), at(-60));
        shows.heartbeat(Map.of("A002", nobody), at(-55).plusMillis(1));
        assertThat(nobody.seenUnregistered).isFalse();
    }

    @Test
    void heartbeatsAtTheSameTimeDoNot() {
        Stay nobody = stay("A002", Registered.NOT_AT_ALL);
        shows.heartbeat(Map.of("A002", nobody), at(-60));
        shows.heartbeat(Map.of("A002", nobody), at(-90)); // a clock that was set back
        assertThat(nobody.seenUnregistered).isFalse();
    }

    private static Stay stay(String seat, Registered registered) {
        return new Stay(seat, SOMEBODY, registered, CARD, at(-60), at(60));
    }

    /** Minutes after midnight. */
    private static Instant at(int minutes) {
        return MIDNIGHT.plusSeconds(minutes * 60L);
    }
}
