package lingdian.access.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.platform.database.ReaderPool;
import lingdian.platform.database.StandbyPool;
import org.jspecify.annotations.Nullable;

/**
 * Reads for one account in one transaction. All reads see one moment, so that a list and its feed position belong
 * together, and PostgreSQL itself enforces the account's scope for every statement.
 *
 * <p>The scope belongs to the transaction and ends with it, so that a connection returns to the pool without one, and a
 * connection without a scope shows nothing. No statement waits for the scope to be set: PostgreSQL executes statements
 * in order, and if setting the scope fails, all later ones fail.
 */
public final class ScopedStore {
    private static final String ONE_MOMENT = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
            """;
    private static final String SCOPE = """
            SELECT set_config('lingdian.account', $1, true), set_config('lingdian.role', $2, true),
              set_config('lingdian.authority', $3, true),
              set_config('lingdian.first_region', $4, true), set_config('lingdian.last_region', $5, true),
              set_config('lingdian.first_cafe', $6, true), set_config('lingdian.last_cafe', $7, true),
              set_config('lingdian.cafes', $8, true), set_config('lingdian.now', $9, true)
            """;
    private static final String POSITION = """
            SELECT CASE WHEN position = cases_to THEN before_cases ELSE position END AS position FROM head
            """;

    private final ReaderPool readers;
    private final InstantSource clock;
    private final @Nullable StandbyPool standby;

    /**
     * @param readers of the role that sees nothing without a scope
     * @param clock by which what was granted for a time ends
     */
    public ScopedStore(ReaderPool readers, InstantSource clock) {
        this(readers, clock, null);
    }

    /** @param standby null: there is none, and all is read from the primary */
    public ScopedStore(ReaderPool readers, InstantSource clock, @Nullable StandbyPool standby) {
        this.readers = readers;
        this.clock = clock;
        this.standby = standby;
    }

    /** How far behind a standby may be that is read; zero if there is none. */
    public Duration behindMax() {
        return standby == null ? Duration.ZERO : standby.behindMax();
    }

    /** Reads from the primary. */
    public <T> Future<T> read(Account account, Function<SqlClient, Future<T>> reading) {
        return readers.withTransaction(connection -> scoped(connection, account, reading));
    }

    /**
     * Reads from the standby, where there is one that is near enough, and otherwise from the primary. For lists and
     * figures, which may be some seconds old: never for what decides on a right.
     */
    public <T> Future<T> read(Account account, Freshness wanted, Function<SqlClient, Future<T>> reading) {
        Supplier<Future<T>> fromPrimary = () -> read(account, reading).onSuccess(read -> wanted.read(0));
        return standby == null || wanted.isOfPrimary()
                ? fromPrimary.get()
                : standby.read(
                        (connection, behind) -> oneMoment(
                                        connection, account, client -> notOlder(client, wanted, reading))
                                .onSuccess(read -> wanted.read(behind)),
                        fromPrimary);
    }

    /** Always rolled back: it has read only. */
    private <T> Future<T> oneMoment(SqlConnection connection, Account account, Function<SqlClient, Future<T>> reading) {
        return connection
                .begin()
                .compose(transaction -> scoped(connection, account, reading).eventually(transaction::rollback));
    }

    private static <T> Future<T> notOlder(SqlClient client, Freshness wanted, Function<SqlClient, Future<T>> reading) {
        if (wanted.isAny()) {
            return reading.apply(client);
        }
        return position(client)
                .compose(position -> wanted.allows(Long.parseLong(position))
                        ? reading.apply(client)
                        : Future.failedFuture(StandbyPool.older()));
    }

    private <T> Future<T> scoped(SqlClient connection, Account account, Function<SqlClient, Future<T>> reading) {
        var begun = connection.query(ONE_MOMENT).execute();
        var scoped =
                connection.preparedQuery(SCOPE).execute(RowScope.of(account).values(clock.instant()));
        Future<T> read = reading.apply(connection);
        return Future.all(begun, scoped).compose(set -> read);
    }

    /**
     * The feed's newest position, in the form that readers use. Messages about cases that end the feed do not count: few
     * readers ask for them, and whoever reads the feed up to this position must get there.
     */
    public static Future<String> position(SqlClient connection) {
        return connection
                .query(POSITION)
                .execute()
                .map(rows -> Long.toString(rows.iterator().next().getLong(0)));
    }
}
