package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.function.BiFunction;
import lingdian.access.account.Account;
import lingdian.access.account.AccountStore;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.region.Scope;
import lingdian.feed.notification.AccountReader;

/** Reads with an account's present rights when the account itself is not asking, under the same two access checks. */
public final class AccountReading implements AccountReader {
    private final AccountStore accounts;
    private final ScopedStore readers;

    public AccountReading(AccountStore accounts, ScopedStore readers) {
        this.accounts = accounts;
        this.readers = readers;
    }

    @Override
    public <T> Future<Optional<T>> read(AccountId account, BiFunction<Scope, SqlClient, Future<T>> asked) {
        return accounts.goingOn(account)
                .compose(found ->
                        found.map(one -> read(one, asked)).orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private <T> Future<Optional<T>> read(Account account, BiFunction<Scope, SqlClient, Future<T>> asked) {
        return account.scope()
                .map(scope -> readers.read(account, client -> asked.apply(scope, client))
                        .map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }
}
