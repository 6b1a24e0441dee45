package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Map;

/** A read of a store, with no condition of its own, over a reader's connection. */
@FunctionalInterface
interface StoreRead {
    /** What it finds: a collection, a map, an optional or a count. */
    Future<?> over(SqlClient client);

    /** Names the method that is read by its class and its own name. */
    static Map.Entry<String, StoreRead> read(String method, StoreRead read) {
        return Map.entry(method, read);
    }
}
