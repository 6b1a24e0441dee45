package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import lingdian.platform.database.DatabaseAddress.Host;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the host of a cluster that accepts writes, and notices when another takes its place.
 *
 * <p>Whoever needs a connection gets it as soon as there is a primary: all hosts are asked at the same time, again and
 * again until one accepts writes. While it {@link #watch watches}, connections to a host that lost its writes, or
 * whose place was taken, or that says nothing any more, are broken off, so that nothing waits for it. A primary of an
 * earlier timeline than one that was seen is never used again: what it commits is in no other history.
 */
public final class WritableHost {
    private static final Logger LOG = LoggerFactory.getLogger(WritableHost.class);
    private static final long AGAIN_MILLIS = 100;
    private static final long WATCH_MILLIS = 500;
    /**
     * A host that answers no question for so long is lost. Longer than a busy machine is silent; it costs no time,
     * since a new primary is noticed by its own answer.
     */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final Duration patience;
    private final HostQuestions questions;
    private final OpenConnections connections = new OpenConnections();
    private final Map<Host, Heard> heard = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Periodic watching;
    private volatile @Nullable Primary primary;
    private @Nullable Promise<Host> search;

    /** The last answer of a host. */
    private record Heard(HostState state, long nanos) {
        boolean isOlderThan(Duration age) {
            return System.nanoTime() - nanos > age.toNanos();
        }
    }

    /** The host that accepted writes last, and its history. */
    public record Primary(Host host, DatabaseHistory history) {}

    /** Of the service's own connections. */
    public static WritableHost of(Vertx vertx, DatabaseAddress address) {
        return new WritableHost(vertx, address, Databases.LONGEST_WAIT);
    }

    /** @param patience after which a search fails */
    WritableHost(Vertx vertx, DatabaseAddress address, Duration patience) {
        this.vertx = vertx;
        this.address = address;
        this.patience = patience;
        this.questions = new HostQuestions(vertx, address);
        this.watching = Periodic.of(vertx, "watching the database's hosts", this::look);
    }

    /** Asks all hosts twice a second from now on. */
    public void watch() {
        watching.start(WATCH_MILLIS);
    }

    public void stop() {
        watching.stop();
    }

    /** The host that accepted writes last; null before the first connection. */
    public @Nullable Primary primary() {
        return primary;
    }

    /** @param changed called whenever another history takes the place of the known one, from any event loop */
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    DatabaseAddress address() {
        return address;
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

    /** Takes up a pool's new connection, or breaks it off where its host is not the primary. */
    void connected(SqlConnection connection) {
        HostState.ask(connection)
                .onSuccess(state -> {
                    if (isOfPrimary(state)) {
                        connections.add(connection, state);
                        connection.close(); // hands it to the pool
                    } else {
                        OpenConnections.breakOff(connection);
                    }
                })
                .onFailure(lost -> OpenConnections.breakOff(connection));
    }

    /** A pool may be read-only by its own options. Of a single host the state may have to be waited for. */
    private boolean isOfPrimary(HostState state) {
        if (address.hosts().size() == 1) {
            return state.recovering() || isCurrent(address.hosts().getFirst(), state.history());
        }
        Primary known = primary;
        return !state.recovering()
                && known != null
                && (state.history().equals(known.history()) || known.history().isBefore(state.history()));
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
        search(begun, System.nanoTime() + patience.toNanos());
        return begun.future();
    }

    private synchronized void ended() {
        search = null;
    }

    private void search(Promise<Host> found, long until) {
        if (found.future().isComplete()) {
            return;
        }
        if (System.nanoTime() - until > 0) {
            found.tryFail(new IOException("no host of the database accepts writes"));
            return;
        }
        askAll();
        vertx.setTimer(AGAIN_MILLIS, timer -> search(found, until));
    }

    private void askAll() {
        for (Host host : address.hosts()) {
            if (!questions.isAsked(host)) {
                questions.ask(host).onSuccess(state -> heard(host, state)).onFailure(failure -> notTold(host, failure));
            }
        }
    }

    private void look() {
        askAll();
        heard.forEach((host, last) -> {
            if (last.isOlderThan(SILENCE_MAX)) {
                breakOff(host, last.state(), "says nothing");
            }
        });
    }

    private void heard(Host host, HostState state) {
        Heard before = heard.put(host, new Heard(state, System.nanoTime()));
        if (before != null && before.state().started() != state.started()) {
            breakOff(host, before.state(), "was started again");
        }
        if (state.acceptsWrites()) {
            if (isCurrent(host, state.history())) {
                found(host);
            } else {
                breakOff(host, state, "is an old primary");
            }
        } else if (address.hosts().size() > 1) {
            breakOff(host, state, "does not accept writes");
        }
    }

    /** A host that refuses, for instance because it has no connection left, is there. */
    private void notTold(Host host, Throwable failure) {
        if (failure instanceof PgException) {
            heard.computeIfPresent(host, (same, last) -> new Heard(last.state(), System.nanoTime()));
        }
    }

    private void breakOff(Host host, HostState state, String why) {
        int lost = connections.breakOff(open -> open.started() == state.started());
        if (lost > 0) {
            LOG.warn("The database's host {} {}: {} connections to it are broken off", host, why, lost);
        }
    }

    private synchronized void found(Host host) {
        if (search != null) {
            search.tryComplete(host);
        }
    }

    /** Whether a host that says it is a primary may be used; remembers it if so. */
    private boolean isCurrent(Host host, DatabaseHistory history) {
        Primary before;
        synchronized (this) {
            before = primary;
            if (before != null && (history.isBefore(before.history()) || isStranger(host, history, before))) {
                return false;
            }
            primary = new Primary(host, history);
        }
        if (before != null && !before.history().equals(history)) {
            changed(host, history);
        }
        return true;
    }

    /** Another database altogether is not taken while the known host accepts writes. */
    private boolean isStranger(Host host, DatabaseHistory history, Primary before) {
        Heard last = heard.get(before.host());
        return history.system() != before.history().system()
                && !host.equals(before.host())
                && last != null
                && last.state().acceptsWrites()
                && !last.isOlderThan(Duration.ofMillis(2 * WATCH_MILLIS));
    }

    private void changed(Host host, DatabaseHistory history) {
        int lost = connections.breakOff(open -> !open.history().equals(history));
        LOG.warn(
                "The database continues at {}, timeline {}: {} connections to its past are broken off",
                host,
                history.timeline(),
                lost);
        listeners.forEach(Runnable::run);
    }
}
