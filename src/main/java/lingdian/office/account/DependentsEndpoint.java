package lingdian.office.account;

import io.vertx.core.Future;
import lingdian.access.account.Refused;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.Action;

/** {@code GET /accounts/{id}/dependents}: what an administrator settles before an account ends. */
final class DependentsEndpoint {
    private final OfficeContext office;
    private final AccountDependentsStore store;

    DependentsEndpoint(OfficeContext office) {
        this.office = office;
        this.store = new AccountDependentsStore(office.pool());
    }

    public Future<Reply> get(AuthorisedCall call) {
        return store.of(call.id(), office.clock().instant())
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(found -> office.reads().list(call.account(), Action.LIST_ACCOUNTS, found))
                .map(found -> Reply.ok(found.json()));
    }
}
