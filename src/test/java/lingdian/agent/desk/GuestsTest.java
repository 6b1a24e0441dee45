package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.domain.document.MaskedPerson;
import org.junit.jupiter.api.Test;

class GuestsTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private final Guests guests = new Guests();

    @Test
    void aSecondLoginOnATerminalEndsTheFirst() {
        guests.seat(guest("s-1", "A01", 1, "p"));
        guests.seat(guest("s-2", "A01", 2, "q"));

        assertThat(sessions()).containsExactly("s-2");
        assertThat(guests.session("s-1")).isEmpty();
    }

    @Test
    void anAnswerThatComesLateTakesNoTerminalAway() {
        guests.seat(guest("s-2", "A01", 2, "q"));
        guests.seat(guest("s-1", "A01", 1, "p"));

        assertThat(sessions()).containsExactly("s-2");
    }

    @Test
    void threeHeartbeatsInARowWithoutTheTerminalEndASession() {
        guests.seat(guest("s-1", "A01", 1, "p"));
        guests.seat(guest("s-2", "A02", 2, "q"));

        assertThat(guests.heartbeat(3, List.of("A02"))).isEmpty();
        assertThat(guests.heartbeat(4, List.of("A02"))).isEmpty();
        assertThat(guests.heartbeat(5, List.of("A01"))).isEmpty();
        assertThat(guests.heartbeat(6, List.of())).isEmpty();
        assertThat(guests.heartbeat(7, List.of())).extracting(Guest::session).containsExactly("s-2");
        assertThat(sessions()).containsExactly("s-1");
        assertThat(guests.heartbeat(8, List.of())).extracting(Guest::session).containsExactly("s-1");
    }

    @Test
    void aHeartbeatBeforeTheLoginSaysNothingOfIt() {
        guests.seat(guest("s-1", "A01", 9, "p"));
        for (long seq = 5; seq < 9; seq++) {
            guests.heartbeat(seq, List.of());
        }

        assertThat(sessions()).containsExactly("s-1");
    }

    @Test
    void aDayOfSilenceEndsAll() {
        guests.event(NOW);
        guests.seat(guest("s-1", "A01", 1, "p"));
        guests.event(NOW.plus(Duration.ofHours(24)));
        assertThat(sessions()).containsExactly("s-1");

        guests.event(NOW.plus(Duration.ofHours(48)).plusSeconds(1));
        assertThat(sessions()).isEmpty();
    }

    @Test
    void aPersonIsElsewhereOnlyAtAnotherTerminal() {
        guests.seat(guest("s-1", "A01", 1, "p"));

        assertThat(guests.elsewhere(new PersonKey("p"), "A02")).isTrue();
        assertThat(guests.elsewhere(new PersonKey("p"), "A01")).isFalse();
        assertThat(guests.elsewhere(new PersonKey("q"), "A02")).isFalse();
        guests.leave("s-1");
        assertThat(guests.elsewhere(new PersonKey("p"), "A02")).isFalse();
    }

    private List<String> sessions() {
        return guests.all().stream().map(Guest::session).toList();
    }

    private static Guest guest(String session, String terminal, long login, String person) {
        return new Guest(
                session, terminal, NOW, login, new PersonKey(person), new MaskedPerson("990", "E*1", "张*"), false);
    }
}
