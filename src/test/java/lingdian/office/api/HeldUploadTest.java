package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who hangs up has no place for another file while the service works on the first. */
class HeldUploadTest {
    private final AtomicInteger left = new AtomicInteger();
    private final HeldUpload upload = new HeldUpload(left::incrementAndGet);

    @Test
    void thePlaceIsKeptUntilTheWorkIsOver() {
        Promise<String> work = Promise.promise();
        Future<String> done = upload.during(work::future);
        upload.release();
        assertThat(left).as("the client hung up").hasValue(0);

        work.complete("read");
        assertThat(done.result()).isEqualTo("read");
        assertThat(left).hasValue(1);
    }

    @Test
    void noWorkBeginsForAClientWhoHasLeft() {
        upload.release();
        assertThat(left).hasValue(1);

        assertThat(upload.during(() -> Future.succeededFuture("read")).failed()).isTrue();
        assertThat(left).hasValue(1);
    }

    @Test
    void workThatThrowsIsOver() {
        assertThat(upload.during(() -> {
                            throw new IllegalStateException("expected");
                        })
                        .cause())
                .hasMessage("expected");
        upload.release();
        assertThat(left).hasValue(1);
    }
}
