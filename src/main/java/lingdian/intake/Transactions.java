package lingdian.intake;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Work in one transaction, whose failure says how far it came.
 *
 * <p>{@link Pool#withTransaction} does the same work, but its failures tell neither a database that cannot be reached from
 * a statement that is wrong, nor a commit that failed from one whose answer was lost.
 */
final class Transactions {
    private Transactions() {}

    /** Fails with a {@link TransactionFailure}, in all cases. */
    static <T> Future<T> run(Pool pool, Function<SqlConnection, Future<T>> work) {
        return pool.getConnection()
                .recover(cause -> Future.failedFuture(new TransactionFailure.NotBegun(cause)))
                .compose(connection -> run(connection, work).onComplete(done -> connection.close()));
    }

    private static <T> Future<T> run(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        var lost = new AtomicBoolean();
        connection.closeHandler(closed -> lost.set(true));
        connection.exceptionHandler(
                said -> {}); // what fails of it says so too; unhandled, it is printed with its stack
        return connection
                .begin()
                .recover(cause -> Future.failedFuture(new TransactionFailure.NotBegun(cause)))
                .compose(transaction -> Future.succeededFuture(connection)
                        .compose(work) // so that what it throws is a failure too
                        .compose(
                                result -> commit(transaction, result),
                                cause -> undo(transaction, new TransactionFailure.Undone(cause, lost::get))));
    }

    private static <T> Future<T> commit(Transaction transaction, T result) {
        return transaction
                .commit()
                .map(result)
                .recover(cause -> Future.failedFuture(
                        isRefusal(cause)
                                ? new TransactionFailure.Undone(cause, () -> false)
                                : new TransactionFailure.InDoubt(cause, result)));
    }

    private static <T> Future<T> undo(Transaction transaction, TransactionFailure failure) {
        return transaction.rollback().transform(done -> Future.failedFuture(failure));
    }

    /** The database answered the COMMIT with a mistake of ours. A shutdown can also come after the commit was done. */
    private static boolean isRefusal(Throwable cause) {
        return cause instanceof PgException && !DatabaseFailure.passes(cause, false);
    }
}
