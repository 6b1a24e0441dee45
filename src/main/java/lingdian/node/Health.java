package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import lingdian.platform.database.DatabaseClock;
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
    private static final Duration WAITING_MAX = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 10_000;

    private final DatabaseClock clocks;
    private final Supplier<WritableHost.@Nullable Primary> primary;
    private final Supplier<StandbyPool.@Nullable State> standby;
    private final Supplier<Future<Duration>> waiting;
    private final Periodic looks;
    private volatile boolean begun;
    private volatile Duration clockOffset = Duration.ZERO;

    /**
     * @param primary which host of the database accepts writes
     * @param standby how the standby for readers is, without which the node works all the same; null: there is none
     * @param waiting how long the batch in hand has been waiting for its commit
     */
    Health(
            Vertx vertx,
            DatabaseClock clocks,
            Supplier<WritableHost.@Nullable Primary> primary,
            Supplier<StandbyPool.@Nullable State> standby,
            Supplier<Future<Duration>> waiting) {
        this.clocks = clocks;
        this.primary = primary;
        this.standby = standby;
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
        boolean well = DatabaseClock.agree(offset) && waited.compareTo(WAITING_MAX) <= 0;
        return new JsonObject()
                .put("status", well ? "up" : "down")
                .put("database", "up")
                .put("clockOffsetSeconds", offset.toMillis() / 1_000.0)
                .put("waitingSeconds", waited.toMillis() / 1_000.0);
    }

    private Future<Duration> compareClocks() {
        return clocks.offset().onSuccess(this::compared);
    }

    private void compared(Duration offset) {
        if (!DatabaseClock.agree(offset) && DatabaseClock.agree(clockOffset)) {
            LOG.error("The clock of this machine is {} ms ahead of the database's: not ready", offset.toMillis());
        }
        clockOffset = offset;
    }
}
