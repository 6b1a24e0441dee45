package lingdian.office.setup;

import io.vertx.core.Future;
import java.time.Instant;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.Action;

/** {@code GET /setup-gaps}: what an administrator looks at every day. It names accounts, so it is logged as their list is. */
final class SetupEndpoint {
    private final OfficeContext office;
    private final SetupStore store = new SetupStore();

    SetupEndpoint(OfficeContext office) {
        this.office = office;
    }

    public Future<Reply> gaps(AuthorisedCall call) {
        Instant now = office.clock().instant();
        var offices = store.offices(office.pool(), now);
        var unconnected = store.unconnected(office.pool(), now);
        var closed = store.closedWithKey(office.pool(), now);
        var invitations = store.invitations(office.pool(), now);
        return Future.all(offices, unconnected, closed, invitations)
                .map(all ->
                        new SetupGaps(offices.result(), unconnected.result(), closed.result(), invitations.result()))
                .compose(found -> office.reads().list(call.account(), Action.LIST_ACCOUNTS, found))
                .map(found -> Reply.ok(found.json()));
    }
}
