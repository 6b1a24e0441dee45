package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Connection pools. The service's role can append to the journal but not change it. The readers' role cannot change
 * anything, and sees no row until a transaction states for whom it reads.
 */
public final class Databases {
    private static final String SERVICE_ROLE = "lingdian_service";
    /** The options of a connection with the read rights of the service. */
    public static final String AS_SERVICE = "-c role=" + SERVICE_ROLE;

    private static final String READER_ROLE = "lingdian_reader";

    /** The pools' names, as the meters report them. */
    public static final String COMMIT = "commit";

    public static final String QUERY = "query";
    public static final String OFFICE = "office";
    public static final String READER = "reader";
    public static final String STANDBY = "standby";

    static final int MAXIMUM_WAITING = 1_000;
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /**
     * The longest permitted statement of a request: hundreds of times the measured time of a province's lists and trends.
     */
    private static final Duration LONGEST_OF_REQUEST = Duration.ofSeconds(30);

    /**
     * No statement of the program is longer. By default the client keeps none prepared that has more than 2,048 characters, as
     * those of batches have, so that PostgreSQL would plan them with each batch.
     */
    static final int STATEMENT_LENGTH_MAX = 16 * 1024;

    private Databases() {}

    /**
     * A pool of {@code size} connections. PostgreSQL ends a session that stays in a transaction for ten seconds without
     * a statement, so that a frozen node cannot delay the others.
     */
    public static QueryPool queryPool(Vertx vertx, DatabaseAddress address, int size) {
        return queryPool(vertx, WritableHost.of(vertx, address), size);
    }

    /** @param host of all pools of a node */
    public static QueryPool queryPool(Vertx vertx, WritableHost host, int size) {
        return new QueryPool(pool(QUERY, vertx, host, connectOptions(host.address()), size));
    }

    /**
     * The pool for what accounts' requests change. Transactions of a few accounts that wait for one lock use up all its
     * connections, so tokens and keys are looked up, and the access log and the feed are served, with those of the query pool.
     * A statement is cancelled after half a minute, also while it waits.
     *
     * @param host of all pools of a node
     */
    public static QueryPool officePool(Vertx vertx, WritableHost host, int size) {
        PgConnectOptions options = connectOptions(host.address())
                .addProperty("statement_timeout", String.valueOf(LONGEST_OF_REQUEST.toMillis()));
        return new QueryPool(pool(OFFICE, vertx, host, options, size));
    }

    /**
     * The pool for batches. Each statement looks up a handful of rows by their keys, whatever the values, so it is
     * planned once: planning the widest statement takes longer than running it, under the lock that every batch waits
     * for. A plan made while the tables are small must stay good when they grow, so it may only use indexes.
     */
    public static CommitPool commitPool(Vertx vertx, DatabaseAddress address, int size) {
        return commitPool(vertx, WritableHost.of(vertx, address), size);
    }

    /** @param host of all pools of a node */
    public static CommitPool commitPool(Vertx vertx, WritableHost host, int size) {
        return new CommitPool(pool(
                COMMIT,
                vertx,
                host,
                connectOptions(host.address())
                        .addProperty("plan_cache_mode", "force_generic_plan")
                        .addProperty("enable_seqscan", "off")
                        .addProperty("enable_hashjoin", "off")
                        .addProperty("enable_mergejoin", "off"),
                size));
    }

    /**
     * The pool for answering readers, whose connections see only the scope of a transaction. Each statement is planned
     * for its own values, because a generic plan would read all violations for one page of old ones. A statement is
     * cancelled after half a minute, because it holds one of few connections, and keeps old row versions that batches
     * must skip.
     */
    public static ReaderPool readerPool(Vertx vertx, DatabaseAddress address, int size) {
        return readerPool(vertx, WritableHost.of(vertx, address), size);
    }

    /** @param host of all pools of a node */
    public static ReaderPool readerPool(Vertx vertx, WritableHost host, int size) {
        return readerPool(vertx, host, size, LONGEST_OF_REQUEST);
    }

    static ReaderPool readerPool(Vertx vertx, WritableHost host, int size, Duration longest) {
        return new ReaderPool(pool(READER, vertx, host, readerOptions(host.address(), longest), size));
    }

    /** Connections for readers to the one host of an address, which need not accept writes. */
    static Pool standbyPool(Vertx vertx, DatabaseAddress address, int size, Handler<SqlConnection> connected) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(readerOptions(address, LONGEST_OF_REQUEST))
                .withConnectHandler(connected)
                .with(OpenConnections.transport(address))
                .with(poolOptions(STANDBY, size))
                .build();
    }

    private static PgConnectOptions readerOptions(DatabaseAddress address, Duration longest) {
        return connectOptions(address)
                .addProperty("role", READER_ROLE)
                .addProperty("plan_cache_mode", "force_custom_plan")
                .addProperty("statement_timeout", String.valueOf(longest.toMillis()))
                .addProperty("default_transaction_read_only", "on");
    }

    private static Pool pool(String name, Vertx vertx, WritableHost host, PgConnectOptions options, int size) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(() -> host.options(options).map(found -> found))
                .withConnectHandler(host::connected)
                .with(OpenConnections.transport(host.address()))
                .with(poolOptions(name, size))
                .build();
    }

    private static PoolOptions poolOptions(String name, int size) {
        return new PoolOptions()
                .setName(name)
                .setMaxSize(size)
                .setMaxWaitQueueSize(MAXIMUM_WAITING)
                .setConnectionTimeout((int) LONGEST_WAIT.toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    }

    /** The options for asking a host something before it is used, without a role. */
    static PgConnectOptions plainOptions(DatabaseAddress address, DatabaseAddress.Host host) {
        var options = new PgConnectOptions()
                .setHost(host.name())
                .setPort(host.port())
                .setDatabase(address.name())
                .setUser(address.user())
                .setPassword(address.password());
        return address.tls().applyTo(options);
    }

    /**
     * The options for connecting as the service, to the address's first host. No statement takes a second processor from the
     * verdicts, and none is compiled: that takes longer than all of them, where a plan of batches counts as dear because an index
     * was not used.
     */
    public static PgConnectOptions connectOptions(DatabaseAddress address) {
        return address.session()
                .applyTo(plainOptions(address, address.hosts().getFirst())
                        .setCachePreparedStatements(true)
                        .setPreparedStatementCacheMaxSize(256)
                        .setPreparedStatementCacheSqlLimit(STATEMENT_LENGTH_MAX)
                        .setPipeliningLimit(64)
                        .addProperty("application_name", "lingdian")
                        .addProperty("search_path", DatabaseAddress.SCHEMA)
                        .addProperty("role", SERVICE_ROLE)
                        .addProperty("synchronous_commit", "on")
                        .addProperty("max_parallel_workers_per_gather", "0")
                        .addProperty("jit", "off")
                        .addProperty("idle_in_transaction_session_timeout", "10000"));
    }

    /** The database's own clock. Fails if it does not answer within two seconds. */
    public static Future<Instant> clock(SqlClient client) {
        return client.query("SELECT clock_timestamp()")
                .execute()
                .timeout(2, TimeUnit.SECONDS)
                .map(rows -> Objects.requireNonNull(rows.iterator().next().getOffsetDateTime(0))
                        .toInstant());
    }

    /**
     * Notifies the other nodes with a payload of at most 8,000 bytes. Best effort.
     *
     * <p>The caller waits for one notification before the next: PostgreSQL commits those of all sessions one after another, so a
     * session that commits very many, which every role that may connect to the database can, makes others wait, each with its
     * connection.
     */
    public static Future<Void> notify(SqlClient client, String channel, String payload) {
        return client.preparedQuery("SELECT pg_notify($1, $2)")
                .execute(Tuple.of(channel, payload))
                .mapEmpty();
    }
}
