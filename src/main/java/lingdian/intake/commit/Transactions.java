package lingdian.intake.commit;

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
 * <p>{@link Pool#withTransaction} does the same work, but its failures tell neither a database that cannot be reached
 * from a statement that is wrong, nor a commit that failed from one whose answer was lost.
 */
public final class Transactions {
    private Transactions() {}

    /**
     * Fails with a {@link TransactionFailure}, in all cases.
     *
     * @param work what it writes, it writes after an answer to what it read: so that nothing is written outside of a
     *     transaction that could not be begun
     */
    public static <T> Future<T> run(Pool pool, Function<SqlConnection, Future<T>> work) {
        return pool.getConnection()
                .recover(cause -> Future.failedFuture(new TransactionFailure.NotBegun(cause)))
                .compose(connection -> run(connection, work).onComplete(done -> connection.close()));
    }

    private static <T> Future<T> run(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        var lost = new AtomicBoolean();
        connection.closeHandler(closed -> lost.set(true));
        connection.exceptionHandler(
                said -> {}); // what fails of it says so too; unhandled, it is printed with its stack
        Future<Transaction> begun = connection.begin();
        // Not waited for: what the work asks first goes along with the BEGIN, and is answered after it.
        Future<T> worked = Future.succeededFuture(connection).compose(work); // so that what it throws is a failure too
        return begun.transform(beginning -> beginning.succeeded()
                ? worked.transform(working -> working.succeeded()
                        ? commit(beginning.result(), working.result())
                        : undo(beginning.result(), new TransactionFailure.Undone(working.cause(), lost::get)))
                : worked.transform(working -> Future.failedFuture(new TransactionFailure.NotBegun(beginning.cause()))));
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

    /** The database answered the COMMIT with an error of ours. A shutdown can also come after the commit was done. */
    private static boolean isRefusal(Throwable cause) {
        return cause instanceof PgException && !DatabaseFailure.passes(cause, false);
    }
}
