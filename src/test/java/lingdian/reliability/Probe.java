package lingdian.reliability;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import lingdian.testing.Await;
import lingdian.testing.Http;

/** Requests the health and lists of a service, and remembers every status code. */
final class Probe implements AutoCloseable {
    private final Http server;
    private final Map<String, Set<Integer>> statuses = new ConcurrentHashMap<>();
    private final Thread asking;
    private volatile boolean closed;

    Probe(URI server, String token) {
        this.server = Http.to(server).as(token);
        this.asking = Thread.ofVirtual().start(this::ask);
    }

    /** Waits until the service reports that it is ready, or not ready. It must report itself live all the time. */
    void awaitReady(boolean ready) throws Exception {
        Await.until("ready is " + ready, () -> get("/health/ready") == (ready ? 200 : 503));
    }

    int get(String path) throws IOException, InterruptedException {
        int status = server.get(path).status();
        statuses.computeIfAbsent(path, first -> new ConcurrentSkipListSet<>()).add(status);
        return status;
    }

    /** All statuses of each path since the last call. */
    Map<String, Set<Integer>> statuses() {
        var seen = Map.copyOf(statuses);
        statuses.clear();
        return seen;
    }

    private void ask() {
        while (!closed) {
            try {
                get("/health/live");
                get("/api/v1/cafes");
                get("/api/v1/violations");
                Thread.sleep(Duration.ofMillis(50)); // the interval between requests
            } catch (IOException | InterruptedException broken) {
                if (!closed) {
                    statuses.computeIfAbsent("broken", first -> new ConcurrentSkipListSet<>())
                            .add(0);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        asking.interrupt();
    }
}
