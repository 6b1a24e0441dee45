package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;
import lingdian.access.account.Refused;
import lingdian.platform.database.QueryPool;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Causes;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes changes and disclosures that are written into the access log first.
 *
 * <p>Where the log cannot be written the answer is 503, and nothing has been changed or shown.
 */
public final class AccessLoggedChanges {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLoggedChanges.class);

    private final QueryPool pool;
    private final AccessLogStore log;

    public AccessLoggedChanges(QueryPool pool, AccessLogStore log) {
        this.pool = pool;
        this.log = log;
    }

    /** Completes when the entry is durable. */
    public Future<Void> before(AccessEntry entry) {
        return log.append(entry).recover(AccessLoggedChanges::notWritten);
    }

    /** A change and its entry, both or none. */
    public Future<Void> change(Function<SqlConnection, Future<Void>> change, AccessEntry entry) {
        return change(connection -> change.apply(connection).map(entry));
    }

    /** A change and the entry that it answers, both or none. */
    public Future<Void> change(Function<SqlConnection, Future<AccessEntry>> change) {
        return pool.withTransaction(connection -> change.apply(connection)
                .compose(entry -> log.append(connection, entry).recover(AccessLoggedChanges::notWritten)));
    }

    /** Always fails with the refusal, after logging it. */
    public <T> Future<T> refuse(AccessEntry entry, Problem.Thrown refusal) {
        return before(entry).compose(written -> Future.failedFuture(refusal));
    }

    /** As the admission; its refusal is logged first. */
    public Future<Void> admitted(Future<Void> admission, AccessEntry refused) {
        return admission.recover(failure ->
                failure instanceof Problem.Thrown refusal ? refuse(refused, refusal) : Future.failedFuture(failure));
    }

    static Future<Void> notWritten(Throwable failure) {
        LOG.atLevel(Causes.isAway(failure) ? Level.WARN : Level.ERROR)
                .log(
                        "the access log cannot be written, so nothing is shown: {}",
                        failure.getClass().getName());
        return Future.failedFuture(
                Refused.coded(503, "not-logged", "The access log cannot be written, so nothing is shown or changed."));
    }
}
