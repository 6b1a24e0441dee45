package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.ReceivedEvent;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.StreamState;
import org.junit.jupiter.api.Test;

/** What a café's inbox remembers of the numbers that were taken. */
class InboxTest {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");

    private final CafeState state = new CafeState(CAFE);
    private final Inbox inbox = new Inbox(CAFE, new DailyTraffic());

    private static List<ReceivedEvent> event(long seq) {
        return List.of(new ReceivedEvent(new AgentEvent.Opened(seq, Instant.EPOCH), "{}", new byte[0]));
    }

    private void commit(UUID stream, long seq) {
        state.putStream(new StreamState(stream, 1, seq, "", false));
    }

    @Test
    void streamsThatAreCommittedAreForgotten() {
        for (int i = 0; i < 10 * Inbox.STREAMS_MAX; i++) {
            UUID stream = new UUID(0, i);
            assertThat(inbox.sequence(stream, event(1), state)).isNull();
            commit(stream, 1);
        }
        assertThat(inbox.streams()).isLessThanOrEqualTo(Inbox.STREAMS_MAX + 1);
        assertThat(inbox.sequence(new UUID(0, 0), event(3), state)).isEqualTo(2);
        assertThat(inbox.sequence(new UUID(0, 0), event(2), state)).isNull();
    }

    /** Otherwise a number that waits for its commit would be taken twice. */
    @Test
    void oneThatWaitsForItsCommitIsNotForgotten() {
        UUID waiting = new UUID(1, 1);
        commit(waiting, 4);
        assertThat(inbox.sequence(waiting, event(5), state)).isNull();
        for (int i = 0; i < 10 * Inbox.STREAMS_MAX; i++) {
            UUID stream = new UUID(0, i);
            inbox.sequence(stream, event(1), state);
            commit(stream, 1);
        }
        assertThat(inbox.sequence(waiting, event(7), state)).isEqualTo(6);
        assertThat(inbox.sequence(waiting, event(6), state)).isNull();
    }
}
