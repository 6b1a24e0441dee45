package lingdian.platform.database;

import io.vertx.sqlclient.Pool;

/** Connections of the service's role for everything but batches; see {@link Databases#queryPool} and {@link Databases#officePool}. */
public final class QueryPool extends DelegatingPool {
    public QueryPool(Pool pool) {
        super(pool);
    }
}
