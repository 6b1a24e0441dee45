package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import lingdian.testing.RunningService;

/** Cafés that post one event after another, and repeat each until it is answered 200. */
final class PostingCafes implements AutoCloseable {
    private static final long FIRST = 36_040_210_000_001L;
    /** Else two posters take a processor, and what is measured is how the machine shares it. */
    private static final long BETWEEN_NANOS = 20_000_000;

    private final RunningService service;
    private final Set<Integer> statuses = new ConcurrentSkipListSet<>();
    private final NavigableSet<Long> answered = new ConcurrentSkipListSet<>();
    private final List<Future<Long>> posted = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean enough;

    private PostingCafes(RunningService service) {
        this.service = service;
    }

    /** One café for each node. */
    static PostingCafes at(List<URI> nodes, RunningService one) throws Exception {
        var cafes = new PostingCafes(one);
        for (int i = 0; i < nodes.size(); i++) {
            var poster = new HonestPoster(nodes.get(i), one.cafe(placeCode(i), List.of()));
            cafes.posted.add(cafes.threads.submit(() -> cafes.post(poster)));
        }
        return cafes;
    }

    private static String placeCode(int i) {
        return Long.toString(FIRST + i);
    }

    private long post(HonestPoster poster) throws InterruptedException {
        UUID stream = UUID.randomUUID();
        long seq = 0;
        while (!enough) {
            try {
                int status =
                        poster.post(stream, Events.event(seq + 1, "opened")).status();
                statuses.add(status);
                if (status == 200) {
                    seq++;
                    answered.add(System.nanoTime());
                }
            } catch (IOException | RuntimeException brokenOff) {
                statuses.add(0);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        return seq;
    }

    /** When an event was answered for the first time after {@code nanos}; 0 while none is. */
    long firstAfter(long nanos) {
        Long first = answered.higher(nanos);
        return first == null ? 0 : first;
    }

    /** Ends the posting, and compares it with the record: every event that was answered is there, once, and no other. */
    void audit() throws Exception {
        enough = true;
        for (int i = 0; i < posted.size(); i++) {
            long last = posted.get(i).get(PATIENCE_SECONDS, SECONDS);
            assertThat(service.rows("SELECT seq FROM journal JOIN stream ON stream.number = stream_number"
                            + " WHERE place_code = '" + placeCode(i) + "' ORDER BY seq"))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, last)
                            .mapToObj(Long::toString)
                            .toList());
        }
        assertThat(statuses).as("what the posters were answered").contains(200).doesNotContain(409, 410, 500);
    }

    @Override
    public void close() {
        enough = true;
        threads.close();
    }
}
