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

class ObservableRecordTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-06-12T16:00:00Z");
    private static final Document CARD = new Document("990", "X-1", "甲", null, "1990-01-01", ReadMethod.CHIP);
    private static final CityPerson SOMEBODY = new CityPerson(CARD, false);

    private final ObservableRecord observable = new ObservableRecord();
    private final Stay guest = stay("A001", Registered.PROPERLY);

    @Test
    void aLogoutAtExactlyGraceProvesOvertime() {
        observable.login(guest, at(-60));
        observable.logout(guest, at(10));
        assertThat(observable.overtime(MIDNIGHT)).isEqualTo(FACT);
    }

    @Test
    void aLogoutWithinGraceShowsNothing() {
        observable.login(guest, at(-60));
        observable.logout(guest, at(10).minusMillis(1));
        observable.other(at(30));
        assertThat(observable.overtime(MIDNIGHT)).isEqualTo(UNOBSERVABLE);
    }

    @Test
    void aLostLogoutIsASuspicionOnlyWhereTheSessionIsOpenAtGrace() {
        observable.login(guest, at(-60));
        observable.heartbeat(Map.of(), at(8));
        observable.heartbeat(Map.of(), at(9));
        observable.heartbeat(Map.of(), at(10));
        assertThat(guest.recordedOpen).isFalse(); // the third heartbeat that misses the seat
        assertThat(observable.overtime(MIDNIGHT)).isEqualTo(SUSPICION);
    }

    @Test
    void anAgentThatWasOffAllNightLeavesASuspicion() {
        observable.login(guest, at(-60));
        observable.heartbeat(Map.of(), at(8 * 60));
        assertThat(observable.overtime(MIDNIGHT)).isEqualTo(SUSPICION);
    }

    @Test
    void anAgentThatLoggedEverybodyOutBeforeShowsNothing() {
        observable.login(guest, at(-60));
        observable.logout(guest, at(-10));
        observable.heartbeat(Map.of(), at(8 * 60));
        assertThat(observable.overtime(MIDNIGHT)).isEqualTo(UNOBSERVABLE);
    }

    @Test
    void aHeartbeatThatListsTheSeatProvesIt() {
        observable.login(guest, at(-60));
        observable.heartbeat(Map.of("A001", guest), at(11));
        assertThat(observable.overtime(MIDNIGHT)).isEqualTo(FACT);
    }

    @Test
    void aClockThatWasSetBackStandsStill() {
        observable.login(guest, at(-20));
        observable.heartbeat(Map.of("A001", guest), at(-200));
        observable.logout(guest, at(-100));
        assertThat(observable.overtime(MIDNIGHT)).isEqualTo(UNOBSERVABLE);
    }

    @Test
    void oneHeartbeatDoesNotShowAGuestWithoutLoginAndTwoDo() {
        Stay nobody = stay("A002", Registered.NOT_AT_ALL);
        observable.heartbeat(Map.of("A002", nobody), at(-60));
        assertThat(nobody.seenUnregistered).isFalse();
        observable.heartbeat(Map.of("A002", nobody), at(-55));
        assertThat(nobody.seenUnregistered).isTrue();
    }

    @Test
    void heartbeatsFartherApartThanFiveMinutesDoNot() {
        Stay nobody = stay("A002", Registered.NOT_AT_ALL);
        observable.heartbeat(Map.of("A002", nobody), at(-60));
        observable.heartbeat(Map.of("A002", nobody), at(-55).plusMillis(1));
        assertThat(nobody.seenUnregistered).isFalse();
    }

    @Test
    void heartbeatsAtTheSameTimeDoNot() {
        Stay nobody = stay("A002", Registered.NOT_AT_ALL);
        observable.heartbeat(Map.of("A002", nobody), at(-60));
        observable.heartbeat(Map.of("A002", nobody), at(-90)); // a clock that was set back
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
