package lingdian.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenDoorTest {
    private final List<String> reached = new ArrayList<>();
    private final List<Promise<String>> underWay = new ArrayList<>();
    private final OpenDoor door = new OpenDoor(reached::add);

    private Future<String> attempt(String address) {
        return door.attempt(ClientAddress.of(address), () -> {
            Promise<String> one = Promise.promise();
            underWay.add(one);
            return one.future();
        });
    }

    @Test
    void aNetworkHasAFewAtOnceAndOthersHaveTheirs() {
        List<Future<String>> attempts = Stream.generate(() -> attempt("192.0.2.1"))
                .limit(OpenDoor.OF_NETWORK + 2)
                .toList();

        assertThat(underWay).hasSize(OpenDoor.OF_NETWORK);
        assertThat(attempts.getLast().cause())
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem())
                                .satisfies(
                                        problem -> assertThat(problem.status()).isEqualTo(429))
                                .satisfies(problem ->
                                        assertThat(problem.members()).containsEntry("retryAfterSeconds", 1L)));
        assertThat(reached).containsExactly("attempts", "attempts");
        assertThat(attempt("192.0.2.2").failed()).isFalse();
    }

    @Test
    void aNetworkOfIpv6IsOne() {
        for (int i = 0; i < OpenDoor.OF_NETWORK; i++) {
            attempt("2001:db8:1:2::" + i);
        }

        assertThat(attempt("2001:db8:1:2:ffff::9").failed()).isTrue();
        assertThat(attempt("2001:db8:1:3::1").failed()).isFalse();
    }

    @Test
    void manyNetworksHaveSoManyInAll() {
        IntStream.range(0, 2 * OpenDoor.IN_ALL).forEach(i -> attempt("198.51.100." + i));

        assertThat(underWay).hasSize(OpenDoor.IN_ALL);
    }

    /** A proxy on it may carry everybody. */
    @Test
    void thisMachineCountsInAllOnly() {
        IntStream.range(0, 2 * OpenDoor.IN_ALL).forEach(i -> attempt("127.0.0.1"));

        assertThat(underWay).hasSize(OpenDoor.IN_ALL);
    }

    @Test
    void aPlaceIsGivenBackHoweverTheAttemptEnds() {
        for (int i = 0; i < 10 * OpenDoor.IN_ALL; i++) {
            attempt("192.0.2.1");
            underWay.getLast().complete("done");
            attempt("192.0.2.1");
            underWay.getLast().fail("broken");
            door.attempt(ClientAddress.of("192.0.2.1"), () -> {
                throw new IllegalStateException("a bug");
            });
        }

        assertThat(reached).isEmpty();
    }
}
