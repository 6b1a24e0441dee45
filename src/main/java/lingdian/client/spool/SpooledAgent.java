package lingdian.client.spool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import lingdian.client.AgentEndpoint;
import lingdian.client.AgentListener;
import lingdian.client.Answer;

/** The café's own numbered, durable records of one stream and their way to the service. */
public final class SpooledAgent {
    private SpooledAgent() {}

    /**
     * Opens or recovers the records in {@code directory} and begins to connect. Completes when the records are open, connected
     * or not; fails with a {@link SpoolLockedException} where another agent uses the directory.
     */
    public static Future<SpooledAgent> start(
            Vertx vertx,
            AgentEndpoint endpoint,
            Path directory,
            SpoolSettings settings,
            InstantSource clock,
            RandomGenerator random,
            AgentListener listener) {
        throw new UnsupportedOperationException("under construction");
    }

    /**
     * Makes the draft the next event. Completes with its number once it is on disk, and it is on its way then; fails with a
     * {@link SpoolFullException} where the disk has no room, and nothing is recorded then.
     */
    public Future<Long> record(EventDraft draft) {
        throw new UnsupportedOperationException("under construction");
    }

    /**
     * What the service says of an event: verdict or reject of a login, else that it is safe (or a reject that came first).
     * Pending while offline; works after a restart too. Fails where the stream ended before the answer came.
     */
    public Future<Answer> answer(long seq) {
        throw new UnsupportedOperationException("under construction");
    }

    /** How things stand; from any thread. */
    public UplinkState state() {
        throw new UnsupportedOperationException("under construction");
    }

    /**
     * The last welcome ever received, its {@code hours} kept up to date by later notices; {@code receivedAt} says when, by
     * the agent's clock. Kept on disk. From any thread.
     */
    public Optional<JsonObject> welcome() {
        throw new UnsupportedOperationException("under construction");
    }

    /** The chain hashes that events were acknowledged with. */
    public Proofs proofs() {
        throw new UnsupportedOperationException("under construction");
    }

    /**
     * Reads all records of the current stream that are kept, in order; holds one at a time in memory. Blocking, not for an
     * event loop.
     *
     * @throws java.io.UncheckedIOException where they cannot be read
     */
    public void forEachRecord(Consumer<StoredEvent> consumer) {
        throw new UnsupportedOperationException("under construction");
    }

    /** Closes the connection with 1000 and the records. What is not acknowledged is sent when it is started again. */
    public Future<Void> close() {
        throw new UnsupportedOperationException("under construction");
    }
}
