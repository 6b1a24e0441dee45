package lingdian.platform.http;

import static lingdian.platform.http.ReadingPace.BYTES_A_MILLISECOND_MIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.testing.Await;
import org.junit.jupiter.api.Test;

class PacedPagesTest {
    private static final long PATIENCE = 60_000;
    /** What the slowest client takes in twenty seconds. */
    private static final int PAGE = 20_000 * BYTES_A_MILLISECOND_MIN;

    private final AtomicLong now = new AtomicLong(5_000_000);
    private final PacedPages pages = new PacedPages(PATIENCE, now::get);

    @Test
    void whoKeepsThePaceIsNeverTooLate() {
        for (int page = 0; page < 100; page++) {
            assertThat(pages.millisFor(PAGE)).isEqualTo(PATIENCE + 20_000);
            takes(20_000);
        }
    }

    @Test
    void whoReadsAHalfOfItIsAMinuteBehindAfterThreePages() {
        takes(40_000);
        takes(40_000);
        takes(40_000);
        assertThat(pages.millisFor(PAGE)).isEqualTo(20_000);
    }

    @Test
    void theTimeThatAPageIsMadeInDoesNotCount() {
        takes(40_000);
        now.addAndGet(3_600_000);
        assertThat(pages.millisFor(PAGE)).isEqualTo(PATIENCE);
    }

    @Test
    void whatTheSystemTakesAtOnceLastsNoLonger() {
        takes(0);
        takes(0);
        assertThat(pages.millisFor(PAGE)).isEqualTo(PATIENCE + 20_000);
    }

    @Test
    void aPageThatIsNotTakenFails() throws Exception {
        Future<Void> unread =
                new PacedPages(10, now::get).taken(0, Promise.<Void>promise().future());
        Await.until("it failed", unread::failed);
        assertThat(unread.cause()).isInstanceOf(TimeoutException.class);
    }

    private void takes(long millis) {
        Promise<Void> written = Promise.promise();
        Future<Void> taken = pages.taken(PAGE, written.future());
        now.addAndGet(millis);
        written.complete();
        assertThat(taken.succeeded()).isTrue();
    }
}
