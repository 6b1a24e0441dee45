package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections for readers to a standby, each with how far it is behind its primary.
 *
 * <p>What it cannot answer is read from the primary instead. It is asked once a second how it is, so that one that is
 * lost delays only what is read from it at that moment.
 */
public final class StandbyPool {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyPool.class);

    private static final long LOOK_MILLIS = 1_000;
    /** A question is answered in a millisecond; a busy machine may need some hundred. */
    private static final long QUESTION_MILLIS_MAX = 2_000;
    /** More than the connection for questions waits for an answer. */
    private static final long LOOK_MILLIS_MAX = 5_000;
    /** So many unanswered looks end what waits for the standby's answers. */
    private static final int LOOKS_UNANSWERED_MAX = 2;

    private static final String CANCELLED = "57014"; // by statement_timeout, which would pass on the primary too

    private final Pool standby;
    private final Pool looking;
    private final StandbyLag lag;
    private final Duration behindMax;
    private final OpenConnections connections = new OpenConnections();
    private final Periodic looks;
    private final LongAdder answered = new LongAdder();
    private final LongAdder declined = new LongAdder();
    private volatile State state = State.DOWN;
    private volatile OptionalLong behindMillis = OptionalLong.empty();
    private int looksUnanswered;

    /** Whether it is read, or why not. */
    public enum State {
        UP,
        BEHIND,
        DOWN
    }

    /** Reads on a connection that is so far behind. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Fails with what {@link #older()} makes where the standby lacks what the answer must have. */
        Future<T> read(SqlConnection connection, long behindMillis);
    }

    /**
     * @param primary of the service's own role
     * @param behindMax beyond which it is not read
     */
    public StandbyPool(Vertx vertx, DatabaseAddress address, QueryPool primary, int size, Duration behindMax) {
        this.lag = new StandbyLag(primary);
        this.behindMax = behindMax;
        this.standby = Databases.standbyPool(vertx, address, size, this::connected);
        this.looking = HostQuestions.connection(vertx, address, address.hosts().getFirst());
        this.looks = new Periodic(vertx, "watching the standby", this::look);
    }

    /** Asks it once a second from now on; before that nothing is read from it. */
    public void watch() {
        looks.start(LOOK_MILLIS);
        var unused = looks.now();
    }

    public State state() {
        return state;
    }

    /** Beyond which it is not read. */
    public Duration behindMax() {
        return behindMax;
    }

    /** By how much it was behind when it was asked last; empty where that is not known. */
    public OptionalLong behindMillis() {
        return behindMillis;
    }

    /** How many readings it has answered. */
    public long answered() {
        return answered.sum();
    }

    /** How many readings the primary had to answer. */
    public long declined() {
        return declined.sum();
    }

    /** The database has a new primary; see {@link StandbyLag#historyChanged}. */
    public void historyChanged() {
        lag.historyChanged();
    }

    /** The failure of a reading that must have what the standby has not replayed yet. */
    public static Exception older() {
        return new StandbyLag.Declined("is older than the answer may be");
    }

    /** Reads from the standby, or from the primary where the standby is too far behind, too old or does not answer. */
    public <T> Future<T> read(Reading<T> reading, Supplier<Future<T>> fromPrimary) {
        if (state != State.UP) {
            declined.increment();
            return fromPrimary.get();
        }
        return connection()
                .compose(connection -> near(connection)
                        .compose(behind -> reading.read(connection, behind))
                        .eventually(connection::close))
                .onSuccess(read -> answered.increment())
                .recover(failure -> {
                    if (!canPrimaryDo(failure)) {
                        return Future.failedFuture(failure);
                    }
                    declined.increment();
                    return fromPrimary.get();
                });
    }

    /** A standby may also lack a table of a newer version, or cancel a statement because of what it must replay. */
    private static boolean canPrimaryDo(Throwable failure) {
        return failure instanceof PgException refused
                ? !CANCELLED.equals(refused.getSqlState())
                : failure instanceof StandbyLag.Declined || Causes.isAway(failure);
    }

    private void connected(SqlConnection connection) {
        HostState.ask(connection)
                .onSuccess(answer -> {
                    connections.add(connection, answer);
                    connection.close(); // hands it to the pool
                })
                .onFailure(lost -> OpenConnections.breakOff(connection));
    }

    /** One that comes too late goes back to the pool. */
    private Future<SqlConnection> connection() {
        Future<SqlConnection> found = standby.getConnection();
        return found.timeout(QUESTION_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .onFailure(late -> found.onSuccess(SqlConnection::close));
    }

    private Future<Long> near(SqlConnection connection) {
        return lag.behindMillis(connection)
                .timeout(QUESTION_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    if (!(failure instanceof StandbyLag.Declined)) {
                        OpenConnections.breakOff(connection);
                    }
                })
                .compose(behind -> behind > behindMax.toMillis()
                        ? Future.failedFuture(new StandbyLag.Declined("is too far behind"))
                        : Future.succeededFuture(behind));
    }

    private Future<Void> look() {
        return lag.behindMillis(looking)
                .timeout(LOOK_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .onSuccess(
                        behind -> is(behind > behindMax.toMillis() ? State.BEHIND : State.UP, OptionalLong.of(behind)))
                .onFailure(this::unanswered)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** One that refuses, for instance because it has no connection left, is there. */
    private void unanswered(Throwable failure) {
        if (failure instanceof StandbyLag.Declined) {
            is(State.BEHIND, OptionalLong.empty());
            return;
        }
        int unanswered = failure instanceof PgException ? 0 : looksUnanswered + 1;
        is(State.DOWN, OptionalLong.empty());
        looksUnanswered = unanswered;
        if (unanswered >= LOOKS_UNANSWERED_MAX) {
            connections.breakOff(open -> true);
        }
    }

    private void is(State next, OptionalLong behind) {
        looksUnanswered = 0;
        behindMillis = behind;
        if (state != next) {
            state = next;
            LOG.info("The standby that lists and figures are read from is {}", next);
        }
    }

    public Future<Void> close() {
        looks.stop();
        return Future.join(standby.close(), looking.close()).mapEmpty();
    }
}
