package lingdian.domain.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lingdian.platform.http.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of both kinds: those that are decoded at once, and longer ones, which are checked before any event is kept. */
class EventLinesTest {
    private static final int SHORT = 2;
    private static final int LONG = 9_000;

    @ParameterizedTest
    @ValueSource(ints = {SHORT, LONG})
    void eachLineIsOneEventInItsPlace(int lines) {
        byte[] body = body(lines, "\n\n");

        assertThat(body.length > EventLines.SMALL_MAX).isEqualTo(lines == LONG);
        assertThat(EventLines.read(body))
                .extracting(ReceivedEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, lines).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {SHORT, LONG})
    void aBadLastLineIsNamed(int lines) {
        assertThatExceptionOfType(Problem.Thrown.class)
                .isThrownBy(() -> EventLines.read(body(lines, "\n{\"seq\":")))
                .satisfies(refused -> {
                    assertThat(refused.problem().status()).isEqualTo(400);
                    assertThat(refused.problem().toString()).contains("line " + (lines + 1) + ":");
                });
    }

    private static byte[] body(int lines, String end) {
        return IntStream.rangeClosed(1, lines)
                .mapToObj(seq -> "{\"seq\":" + seq + ",\"type\":\"heartbeat\",\"at\":\"2026-07-01T10:01:00+08:00\"}")
                .collect(Collectors.joining("\n", "", end))
                .getBytes(UTF_8);
    }
}
