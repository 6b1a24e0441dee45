package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * Logs a change as the last step of its transaction.
 *
 * <p>If logging fails, the change is rolled back, so that no change is made without being logged.
 *
 * @param <T> what was changed
 */
@FunctionalInterface
public interface Witness<T> {
    Future<Void> saw(SqlConnection connection, T change);
}
