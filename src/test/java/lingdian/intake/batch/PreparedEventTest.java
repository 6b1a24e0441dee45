package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import lingdian.domain.event.AgentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparedEventTest {
    private static PreparedEvent prepared(AgentEvent event, int characters) {
        return new PreparedEvent(event, "x".repeat(characters), new byte[0], null, List.of());
    }

    private static PreparedEvent opened(int characters) {
        return prepared(new AgentEvent.Opened(1, Instant.EPOCH), characters);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "400, 1", "2048, 1", "2049, 2", "262144, 128"})
    void aLongEventWeighsMore(int characters, int weight) {
        assertThat(opened(characters).weight()).isEqualTo(weight);
    }

    /** A thousand terminals, which are as many as there are, in lists of 8 and of 32 characters an id. */
    @ParameterizedTest
    @CsvSource({"1, 11000, 1", "1, 35000, 2", "3, 33000, 3", "3, 105000, 4"})
    void aHeartbeatOfTheLargestCafeWeighsLittle(int lists, int characters, int weight) {
        List<String> ids = IntStream.range(0, 1_000).mapToObj(i -> "T" + i).toList();
        var heartbeat = new AgentEvent.Heartbeat(1, Instant.EPOCH, ids, lists > 1 ? ids : null, lists > 2 ? ids : null);

        assertThat(prepared(heartbeat, characters).weight()).isEqualTo(weight);
    }

    /** A message of many megabytes is not written in one commit, while all others wait. */
    @Test
    void aPortionHasFewCharacters() {
        List<PreparedEvent> message = Collections.nCopies(32, opened(250_000));

        assertThat(Shard.portions(message)).hasSize(32);
        assertThat(Shard.portions(Collections.nCopies(32, opened(400)))).hasSize(1);
    }
}
