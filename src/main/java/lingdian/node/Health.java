package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;
import lingdian.platform.database.Databases;
import lingdian.platform.database.StandbyPool;
import lingdian.platform.database.WritableHost;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node can do its work: it is started and not stopping, its database answers, batches are being
 * committed, and its clock agrees with the database's. A node whose clock is wrong would accuse cafés wrongly, so it
 * reports itself not ready.
 */
final class Health implements NodeModule {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final Duration CLOCK_MAX = Duration.ofSeconds(10);
    private static final Duration WAITING_MAX = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 10_000;

    private final SqlClient client;
    private final Supplier<WritableHost.@Nullable Primary> primary;
    private final Supplier<StandbyPool.@Nullable State> standby;
    private final InstantSource wall;
    private final Supplier<Future<Duration>> waiting;
    private final Periodic looks;
    private volatile boolean begun;
    private volatile Duration clockOffset = Duration.ZERO;

    /**
     * @param primary which host of the database accepts writes
     * @param standby how the standby for readers is, without which the node works all the same; null: there is none
     * @param wall the machine's own clock, whatever clock the service runs on
     * @param waiting how long the batch in hand has been waiting for its commit
     */
    Health(
            Vertx vertx,
            SqlClient client,
            Supplier<WritableHost.@Nullable Primary> primary,
            Supplier<StandbyPool.@Nullable State> standby,
            InstantSource wall,
            Supplier<Future<Duration>> waiting) {
        this.client = client;
        this.primary = primary;
        this.standby = standby;
        this.wall = wall;
        this.waiting = waiting;
        this.looks = new Periodic(
                vertx, "the clock", () -> compareClocks().<Void>mapEmpty().otherwiseEmpty());
    }

    /** From now on the node reports itself ready if it is. */
    @Override
    public Future<Void> start() {
        begun = true;
        looks.start(LOOK_MILLIS);
        looks.now();
        return Future.succeededFuture();
    }

    /** From now on the node reports itself not ready. */
    @Override
    public Future<Void> stop() {
        begun = false;
        looks.stop();
        return Future.succeededFuture();
    }

    /** How far this machine's clock was ahead of the database's at the last check. */
    Duration clockOffset() {
        return clockOffset;
    }

    /** The answer of {@code GET /health/ready}, whose {@code status} is {@code up} or {@code down}. Never fails. */
    Future<JsonObject> look() {
        if (!begun) {
            return Future.succeededFuture(new JsonObject().put("status", "down"));
        }
        return compareClocks()
                .compose(offset -> waiting.get().map(waited -> withHosts(report(offset, waited))))
                .otherwise(unreachable -> new JsonObject().put("status", "down").put("database", "down"));
    }

    private JsonObject withHosts(JsonObject report) {
        WritableHost.Primary known = primary.get();
        if (known != null) {
            report.put("databaseHost", known.host().toString())
                    .put("databaseTimeline", known.history().timeline());
        }
        StandbyPool.State reading = standby.get();
        return reading == null
                ? report
                : report.put("readDatabase", reading.name().toLowerCase(Locale.ROOT));
    }

    private static JsonObject report(Duration offset, Duration waited) {
        boolean well = offset.abs().compareTo(CLOCK_MAX) <= 0 && waited.compareTo(WAITING_MAX) <= 0;
        return new JsonObject()
                .put("status", well ? "up" : "down")
                .put("database", "up")
                .put("clockOffsetSeconds", offset.toMillis() / 1_000.0)
                .put("waitingSeconds", waited.toMillis() / 1_000.0);
    }

    /**
     * The offset of this machine's clock. The database read its clock at some time between request and response, so a
     * difference within that time does not count.
     */
    private Future<Duration> compareClocks() {
        Instant asked = wall.instant();
        return Databases.clock(client)
                .map(there -> offset(asked, wall.instant(), there))
                .onSuccess(this::compared);
    }

    static Duration offset(Instant asked, Instant answered, Instant there) {
        if (there.isBefore(asked)) {
            return Duration.between(there, asked);
        }
        return there.isAfter(answered) ? Duration.between(there, answered) : Duration.ZERO;
    }

    private void compared(Duration offset) {
        if (offset.abs().compareTo(CLOCK_MAX) > 0 && clockOffset.abs().compareTo(CLOCK_MAX) <= 0) {
            LOG.error("The clock of this machine is {} ms ahead of the database's: not ready", offset.toMillis());
        }
        clockOffset = offset;
    }
}
