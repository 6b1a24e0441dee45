package lingdian.feed.notification;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import lingdian.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names that are never resolved keep their owner's messages waiting, and nobody else's. */
class NameLookupsTest {
    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final NameLookups names = new NameLookups(vertx, "names", host -> () -> {
        asked.add(host);
        if (host.startsWith("silent")) {
            never.await();
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    });

    @AfterEach
    void end() throws Exception {
        never.countDown();
        names.close();
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void oneOwnerKeepsNoOthersNamesWaiting() throws Exception {
        List<Future<List<InetAddress>>> silent = IntStream.range(0, 100)
                .mapToObj(number -> names.numbers("a", "silent-" + number))
                .toList();

        assertThat(names.numbers("b", "b.example").await(PATIENCE_SECONDS, SECONDS))
                .hasSize(1);
        assertThat(silent.stream().filter(Future::failed)).hasSize(100 - NameLookups.OWNERS_SHARE);
        assertThat(asked)
                .filteredOn(host -> host.startsWith("silent"))
                .hasSizeLessThanOrEqualTo(NameLookups.OWNERS_SHARE);
    }

    @Test
    void theShareIsFreeAgainWhenTheNamesAreKnown() throws Exception {
        for (int i = 0; i < NameLookups.OWNERS_SHARE; i++) {
            names.numbers("a", "silent-" + i);
        }
        assertThat(names.numbers("a", "a.example").failed()).isTrue();
        assertThat(names.numbers("a", "silent-0").failed())
                .as("one that is under way")
                .isFalse();

        never.countDown();

        Await.until("there is room", () -> !names.numbers("a", "a.example").failed());
    }
}
