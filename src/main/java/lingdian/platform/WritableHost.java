package lingdian.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import lingdian.platform.DatabaseAddress.Host;
import org.jspecify.annotations.Nullable;

/**
 * Finds the host of a cluster that accepts writes. All hosts are asked at the same time, and again until one does, so that
 * who waits for a connection gets it as soon as there is a new primary. A database of one host is not asked.
 *
 * <p>It is asked for each new connection: connections are few and stay open, and the answer of a moment ago may be that of a
 * host that has lost its writes since.
 */
public final class WritableHost {
    private static final String ACCEPTS_WRITES = """
            SELECT NOT pg_is_in_recovery() AND NOT current_setting('default_transaction_read_only')::boolean
            """;

    private static final long AGAIN_MILLIS = 100;
    /** A host that does not answer for so long is asked once more, beside the question that may be lost. */
    private static final Duration LOST = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final Duration patience;
    private final Map<Host, Long> asked = new HashMap<>();
    private @Nullable Promise<Host> search;

    /** Of the service's own connections. */
    public static WritableHost of(Vertx vertx, DatabaseAddress address) {
        return new WritableHost(vertx, address, Databases.LONGEST_WAIT);
    }

    /** @param patience after which a search fails */
    WritableHost(Vertx vertx, DatabaseAddress address, Duration patience) {
        this.vertx = vertx;
        this.address = address;
        this.patience = patience;
    }

    /** The options for connecting to the host as the service. Fails like a database that is away. */
    Future<PgConnectOptions> options() {
        return options(Databases.connectOptions(address));
    }

    /** The same options, for the host. */
    Future<PgConnectOptions> options(PgConnectOptions options) {
        return find().map(host ->
                new PgConnectOptions(options).setHost(host.name()).setPort(host.port()));
    }

    private Future<Host> find() {
        if (address.hosts().size() == 1) {
            return Future.succeededFuture(address.hosts().getFirst());
        }
        Promise<Host> begun;
        synchronized (this) {
            if (search != null) {
                return search.future();
            }
            begun = Promise.promise();
            search = begun;
        }
        begun.future().onComplete(done -> ended());
        ask(begun, System.nanoTime() + patience.toNanos());
        return begun.future();
    }

    private synchronized void ended() {
        search = null;
    }

    private void ask(Promise<Host> found, long until) {
        if (found.future().isComplete()) {
            return;
        }
        if (System.nanoTime() - until > 0) {
            found.tryFail(new IOException("no host of the database accepts writes"));
            return;
        }
        address.hosts().stream().filter(this::isFree).forEach(host -> ask(host, found));
        vertx.setTimer(AGAIN_MILLIS, timer -> ask(found, until));
    }

    private synchronized boolean isFree(Host host) {
        Long since = asked.get(host);
        if (since != null && System.nanoTime() - since < LOST.toNanos()) {
            return false;
        }
        asked.put(host, System.nanoTime());
        return true;
    }

    private void ask(Host host, Promise<Host> found) {
        PgConnection.connect(vertx, Databases.plainOptions(address, host))
                .compose(connection -> connection
                        .query(ACCEPTS_WRITES)
                        .execute()
                        .map(rows -> rows.iterator().next().getBoolean(0))
                        .eventually(connection::close))
                .onSuccess(writable -> {
                    if (writable) {
                        found.tryComplete(host);
                    }
                })
                .onComplete(answered -> answered(host));
    }

    private synchronized void answered(Host host) {
        asked.remove(host);
    }
}
