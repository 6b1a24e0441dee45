package lingdian.platform.database;

import io.vertx.sqlclient.Pool;

/** Connections of the service's role on which batches are judged and written; see {@link Databases#commitPool}. */
public final class CommitPool extends DelegatingPool {
    public CommitPool(Pool pool) {
        super(pool);
    }
}
