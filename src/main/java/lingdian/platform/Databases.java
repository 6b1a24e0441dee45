package lingdian.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Connection pools. The service's own role can append to the journal and change nothing in it; the role that answers
 * readers can change nothing at all, and sees no row before a transaction says for whom it reads.
 */
public final class Databases {
    private static final String SERVICE_ROLE = "lingdian_service";
    /** The options of a connection that reads what the service reads. */
    public static final String AS_SERVICE = "-c role=" + SERVICE_ROLE;

    private static final String READER_ROLE = "lingdian_reader";

    /** The pools' names, as the meters tell them. */
    public static final String COMMIT = "commit";

    public static final String QUERY = "query";
    public static final String READER = "reader";

    static final int MAXIMUM_WAITING = 1_000;
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** Hundreds of times what lists and trends of a province are measured to take. */
    private static final Duration LONGEST_READING = Duration.ofSeconds(30);

    private Databases() {}

    /**
     * A pool of {@code size} connections. A session that sits in a transaction for ten seconds without a statement is
     * ended by PostgreSQL, so that a frozen node cannot hold up the others.
     */
    public static QueryPool queryPool(Vertx vertx, DatabaseAddress address, int size) {
        return new QueryPool(pool(QUERY, vertx, connectOptions(address), size));
    }

    /**
     * The same for batches. Their statements look up a handful of rows by their keys, whatever the values, so they are planned
     * once: planning the widest of them takes longer than running it, and that under the lock that everybody waits for. Such a
     * plan must not be made for tables that are still small, so it may only follow indexes.
     */
    public static CommitPool commitPool(Vertx vertx, DatabaseAddress address, int size) {
        return new CommitPool(pool(
                COMMIT,
                vertx,
                connectOptions(address)
                        .addProperty("plan_cache_mode", "force_generic_plan")
                        .addProperty("enable_seqscan", "off")
                        .addProperty("enable_hashjoin", "off")
                        .addProperty("enable_mergejoin", "off"),
                size));
    }

    /**
     * The same for answering readers: of what is given a scope for one transaction, and of nothing else. Each statement is
     * planned for its own values: a plan for any values reads all violations for one page of old ones. One that takes longer
     * than half a minute is ended: it holds one of few connections, and old versions of rows that batches look through.
     */
    public static ReaderPool readerPool(Vertx vertx, DatabaseAddress address, int size) {
        return readerPool(vertx, address, size, LONGEST_READING);
    }

    static ReaderPool readerPool(Vertx vertx, DatabaseAddress address, int size, Duration longest) {
        return new ReaderPool(pool(
                READER,
                vertx,
                connectOptions(address)
                        .addProperty("role", READER_ROLE)
                        .addProperty("plan_cache_mode", "force_custom_plan")
                        .addProperty("statement_timeout", String.valueOf(longest.toMillis()))
                        .addProperty("default_transaction_read_only", "on"),
                size));
    }

    /** What may be logged of a failure: never the statement's values. */
    public static String say(Throwable failure) {
        return failure instanceof PgException refused
                ? "SQLSTATE " + refused.getSqlState()
                : failure.getClass().getSimpleName();
    }

    /** Whether a pool had no connection to give: too many waited for one, or this one for too long. */
    public static boolean isPoolUsedUp(Throwable failure) {
        return failure instanceof ConnectionPoolTooBusyException
                || failure instanceof VertxException
                        && String.valueOf(failure.getMessage()).startsWith("Timeout");
    }

    private static Pool pool(String name, Vertx vertx, PgConnectOptions options, int size) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(options)
                .with(new PoolOptions()
                        .setName(name)
                        .setMaxSize(size)
                        .setMaxWaitQueueSize(MAXIMUM_WAITING)
                        .setConnectionTimeout((int) LONGEST_WAIT.toSeconds())
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .build();
    }

    /** How to connect as the service. */
    public static PgConnectOptions connectOptions(DatabaseAddress address) {
        return new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.name())
                .setUser(address.user())
                .setPassword(address.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .setPipeliningLimit(64)
                .addProperty("application_name", "lingdian")
                .addProperty("search_path", DatabaseAddress.SCHEMA)
                .addProperty("role", SERVICE_ROLE)
                .addProperty("synchronous_commit", "on")
                .addProperty("idle_in_transaction_session_timeout", "10000");
    }

    /** The database's own clock. Fails where it does not answer within two seconds. */
    public static Future<Instant> clock(SqlClient client) {
        return client.query("SELECT clock_timestamp()")
                .execute()
                .timeout(2, TimeUnit.SECONDS)
                .map(rows -> Objects.requireNonNull(rows.iterator().next().getOffsetDateTime(0))
                        .toInstant());
    }

    /** Tells the other nodes that something was committed. Best effort: they also look by themselves. */
    public static void notify(SqlClient client, String channel) {
        notify(client, channel, "");
    }

    /** The same with something to say, of at most 8,000 bytes. */
    public static void notify(SqlClient client, String channel, String payload) {
        client.preparedQuery("SELECT pg_notify($1, $2)").execute(Tuple.of(channel, payload));
    }
}
