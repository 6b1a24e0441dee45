package lingdian.platform;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * Called with a change as the last step of its transaction, to log it.
 *
 * <p>If it fails, the change is rolled back: a change that is not logged does not happen.
 *
 * @param <T> what was changed
 */
@FunctionalInterface
public interface Witness<T> {
    Future<Void> saw(SqlConnection connection, T change);
}
