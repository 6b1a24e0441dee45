package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import lingdian.platform.database.DatabaseAddress.Host;

/**
 * Asks the hosts of a cluster for their states, over one connection to each, which is kept while there are questions.
 * A connection on which nothing is heard for three seconds is closed, so a host that is frozen delays only its own
 * answer.
 */
final class HostQuestions {
    private static final int SILENCE_SECONDS = 3;
    /** A session keeps the setting default_transaction_read_only with which it began. */
    private static final int LIFETIME_SECONDS = 2;

    private static final int CLEANER_MILLIS = 500;
    private static final int CONNECT_MILLIS = 2_000;

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final Map<Host, Pool> connections = new ConcurrentHashMap<>();
    private final Set<Host> asked = ConcurrentHashMap.newKeySet();

    HostQuestions(Vertx vertx, DatabaseAddress address) {
        this.vertx = vertx;
        this.address = address;
    }

    /** Whether the host still has to answer the last question. */
    boolean isAsked(Host host) {
        return asked.contains(host);
    }

    Future<HostState> ask(Host host) {
        asked.add(host);
        return HostState.ask(connections.computeIfAbsent(host, asked -> connection(vertx, address, asked)))
                .onComplete(answered -> asked.remove(host));
    }

    /** The one connection for questions to a host. */
    static Pool connection(Vertx vertx, DatabaseAddress address, Host host) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(Databases.plainOptions(address, host))
                .with(new PoolOptions()
                        .setName("hosts")
                        .setMaxSize(1)
                        .setMaxLifetime(LIFETIME_SECONDS)
                        .setMaxLifetimeUnit(TimeUnit.SECONDS)
                        .setPoolCleanerPeriod(CLEANER_MILLIS)
                        .setMaxWaitQueueSize(1)
                        .setConnectionTimeout(SILENCE_SECONDS + 1))
                .with(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setIdleTimeout(SILENCE_SECONDS))
                .build();
    }
}
