package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenPagesTest {
    private final OpenPages pages =
            new OpenPages(new Random(1), InstantSource.fixed(Instant.parse("2026-07-01T08:00:00Z")));

    @Test
    void beyondTheLimitTheOldestEnds() {
        String first = pages.open();
        String second = pages.open();
        for (int i = 2; i < OpenPages.PAGES_MAX; i++) {
            pages.open();
        }
        assertThat(pages.isOpen(first)).isTrue();

        String last = pages.open();

        assertThat(pages.isOpen(first)).isFalse();
        assertThat(pages.isOpen(second)).isTrue();
        assertThat(pages.isOpen(last)).isTrue();
    }
}
