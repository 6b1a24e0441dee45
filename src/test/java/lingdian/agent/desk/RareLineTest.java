package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RareLineTest {
    @Test
    void isWrittenOnceInAWhile() {
        var now = new AtomicLong(-5);
        var written = new AtomicInteger();
        var line = new RareLine(60, now::get);
        line.write(written::incrementAndGet);
        now.set(54);
        line.write(written::incrementAndGet);
        assertThat(written).hasValue(1);

        now.set(55);
        line.write(written::incrementAndGet);
        line.write(written::incrementAndGet);
        assertThat(written).hasValue(2);
    }
}
