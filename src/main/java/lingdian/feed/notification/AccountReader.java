package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.function.BiFunction;
import lingdian.domain.AccountId;
import lingdian.domain.region.Scope;

/** Reads violations with the rights that an account has now. */
@FunctionalInterface
public interface AccountReader {
    /**
     * Queries with a connection that shows only rows in the account's scope.
     *
     * @return empty if the account has ended, its token has expired, or its role sees no violations
     */
    <T> Future<Optional<T>> read(AccountId account, BiFunction<Scope, SqlClient, Future<T>> asked);
}
