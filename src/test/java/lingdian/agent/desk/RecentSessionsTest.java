package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentSessionsTest {
    private final RecentSessions recent = new RecentSessions();

    @Test
    void anAdapterThatRecordsMuchBuriesNoOthers() {
        recent.add("cards.0.1");
        for (int line = 0; line < 5_000; line++) {
            recent.add("till.0." + line);
        }
        assertThat(recent.contains("cards.0.1")).isTrue();
        assertThat(recent.contains("till.0.4000")).isTrue();
        assertThat(recent.contains("till.0.3999"))
                .as("the last thousand of each")
                .isFalse();
    }

    @Test
    void anothersAreAddedAfterTheOwn() {
        var read = new RecentSessions();
        read.add("cards.0.2");
        read.add("5f0c1d2e3f4a-1");
        recent.add("cards.0.1");

        recent.addAll(read);

        assertThat(recent.contains("cards.0.1")).isTrue();
        assertThat(recent.contains("cards.0.2")).isTrue();
        assertThat(recent.contains("5f0c1d2e3f4a-1")).as("of the desk").isFalse();
    }
}
