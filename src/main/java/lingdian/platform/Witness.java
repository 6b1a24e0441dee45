package lingdian.platform;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * Is told of a change as the last thing of its transaction, to write down that it was made.
 *
 * <p>Where it fails, there is no change: what is not written down has not happened.
 *
 * @param <T> what was changed
 */
@FunctionalInterface
public interface Witness<T> {
    Future<Void> saw(SqlConnection connection, T change);
}
