package lingdian.intake.socket;

import static lingdian.intake.socket.Liveness.Finding.FINE;
import static lingdian.intake.socket.Liveness.Finding.NO_HELLO;
import static lingdian.intake.socket.Liveness.Finding.PING;
import static lingdian.intake.socket.Liveness.Finding.SILENT;
import static lingdian.intake.socket.Liveness.Finding.STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The limits of a running service: 30 s for the hello and between pings, 90 s of silence, 30 s without being read. */
class LivenessTest {
    private final Liveness liveness = new Liveness(AgentLimits.of(4_096, 60), 0, 0);

    private static long at(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void aHelloInTime() {
        assertThat(liveness.look(at(29), false, false)).isEqualTo(FINE);
        assertThat(liveness.look(at(30), false, false)).isEqualTo(NO_HELLO);
        assertThat(liveness.look(at(30), true, false)).isEqualTo(PING);
    }

    @Test
    void pingsAndThenSilence() {
        assertThat(liveness.look(at(30), true, false)).isEqualTo(PING);
        assertThat(liveness.look(at(59), true, false)).isEqualTo(FINE);
        assertThat(liveness.look(at(60), true, false)).isEqualTo(PING);
        assertThat(liveness.look(at(90), true, false)).isEqualTo(SILENT);
    }

    @Test
    void whatIsHeardEndsTheSilence() {
        liveness.heard(at(80));
        assertThat(liveness.look(at(90), true, false)).isEqualTo(PING);
        assertThat(liveness.look(at(170), true, false)).isEqualTo(SILENT);
    }

    @Test
    void whereNothingIsReadSilenceSaysNothing() {
        liveness.notListening();
        assertThat(liveness.look(at(95), true, false)).isEqualTo(PING);
        liveness.listening(at(100));
        assertThat(liveness.look(at(126), true, false)).isEqualTo(PING);
        assertThat(liveness.look(at(190), true, false)).isEqualTo(SILENT);
    }

    @Test
    void aPeerThatDoesNotRead() {
        assertThat(liveness.look(at(1), true, true)).isEqualTo(FINE);
        assertThat(liveness.look(at(20), true, false)).isEqualTo(FINE);
        assertThat(liveness.look(at(21), true, true)).isEqualTo(FINE);
        liveness.heard(at(50));
        assertThat(liveness.look(at(51), true, true)).isEqualTo(STALLED);
    }

    @Test
    void theFirstPingComesSooner() {
        var other = new Liveness(AgentLimits.of(4_096, 60), 0, 20_000);
        assertThat(other.look(at(9), true, false)).isEqualTo(FINE);
        assertThat(other.look(at(10), true, false)).isEqualTo(PING);
        assertThat(other.look(at(39), true, false)).isEqualTo(FINE);
        assertThat(other.look(at(40), true, false)).isEqualTo(PING);
    }
}
