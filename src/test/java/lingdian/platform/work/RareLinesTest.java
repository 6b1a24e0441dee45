package lingdian.platform.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RareLinesTest {
    private final List<String> written = new ArrayList<>();
    private long nanos;
    private final RareLines lines = new RareLines(() -> nanos);

    private void write(String cause) {
        lines.write(cause, more -> written.add(cause + more));
    }

    @Test
    void aFloodIsALineAMinuteThatSaysHowManyThereWere() {
        for (int i = 0; i < 400_000; i++) {
            write("pool");
        }
        write("disk");
        assertThat(written).containsExactly("pool", "disk");

        nanos += Duration.ofMinutes(1).toNanos();
        write("pool");
        write("pool");
        write("disk");
        assertThat(written).containsExactly("pool", "disk", "pool (399999 more since the last such line)", "disk");
    }
}
