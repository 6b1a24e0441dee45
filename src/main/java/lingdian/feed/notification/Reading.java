package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import lingdian.domain.region.Scope;

/** Reads as an account may read at this moment. */
@FunctionalInterface
public interface Reading {
    /**
     * Asks with a connection that shows what the account may see.
     *
     * @return empty where the account has ended, its token has expired, or its role sees no violations
     */
    <T> Future<Optional<T>> read(UUID account, BiFunction<Scope, SqlClient, Future<T>> asked);
}
