package lingdian.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReturnsTest {
    private static final long AT_ONCE_MILLIS = 20;

    @Test
    void returnsAtOnceAreAFaultWhereMostAre() {
        assertThat(after(2, 0, 3, 19, 1, 5).faults())
                .singleElement()
                .asString()
                .startsWith("hurried-return: ")
                .contains("(6 of 6 times within 20 ms)", "protocol.md, Back-off");
        assertThat(after(2, 0, 3, 19, 1, 5, 200, 240).isFailed()).isTrue();
        assertThat(after(2, 0, 3, 19, 1, 200, 240, 90).isFailed()).isFalse();
    }

    @Test
    void aFewReturnsTellNothing() {
        assertThat(after(0, 0, 0, 0, 0).isSkipped()).isTrue();
    }

    private static CheckResult after(long... millis) {
        var returns = new Returns(AT_ONCE_MILLIS);
        LongStream.of(millis).forEach(returns::add);
        return returns.result();
    }
}
