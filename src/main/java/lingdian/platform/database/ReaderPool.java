package lingdian.platform.database;

import io.vertx.sqlclient.Pool;

/** Connections of the role that answers readers and sees no row without a scope; see {@link Databases#readerPool}. */
public final class ReaderPool extends DelegatingPool {
    public ReaderPool(Pool pool) {
        super(pool);
    }
}
