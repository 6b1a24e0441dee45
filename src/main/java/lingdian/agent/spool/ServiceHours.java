package lingdian.agent.spool;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import lingdian.agent.link.EventJson;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last welcome, updated by later changes of the hours, in memory and on disk: an agent that starts without a
 * connection decides by it. Also estimates the service's clock, which dates the service's answers: a wrong local clock
 * must not delete records early.
 */
final class ServiceHours {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceHours.class);

    private final SpoolDirectory directory;
    private final WorkerExecutor worker;
    private final InstantSource clock;
    private volatile @Nullable JsonObject welcome;
    private @Nullable Instant serverTime;
    private long heardNanos;

    ServiceHours(SpoolDirectory directory, WorkerExecutor worker, InstantSource clock, @Nullable JsonObject kept) {
        this.directory = directory;
        this.worker = worker;
        this.clock = clock;
        this.welcome = kept;
    }

    /** A copy; may be called from any thread. */
    Optional<JsonObject> welcome() {
        return Optional.ofNullable(welcome).map(JsonObject::copy);
    }

    void welcomed(JsonObject message) {
        serverTime = Rfc3339.parse(message.getString("serverTime", "")).orElse(null);
        heardNanos = System.nanoTime();
        keep(message.copy());
    }

    /** Only {@code hours-changed} changes the stored welcome. */
    void noticed(JsonObject notice) {
        JsonArray hours = notice.getJsonArray("hours");
        JsonObject known = welcome;
        if (known != null && hours != null && "hours-changed".equals(notice.getString("notice"))) {
            keep(known.copy().put("hours", hours.copy()));
        }
    }

    /** The service's clock; empty until the service has stated it. */
    Optional<Instant> serverTime() {
        return Optional.ofNullable(serverTime).map(told -> told.plus(Duration.ofNanos(System.nanoTime() - heardNanos)));
    }

    /** The service's clock, or this machine's if that is unknown. */
    Instant now() {
        return serverTime().orElseGet(clock::instant);
    }

    private void keep(JsonObject message) {
        JsonObject kept = message.put("receivedAt", EventJson.time(clock.instant()));
        welcome = kept;
        worker.executeBlocking(() -> {
                    directory.keepWelcome(kept);
                    return null;
                })
                .onFailure(failure -> LOG.warn(
                        "the hours cannot be written to disk ({})",
                        failure.getClass().getSimpleName()));
    }
}
