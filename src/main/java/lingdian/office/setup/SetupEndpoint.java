package lingdian.office.setup;

import io.vertx.core.Future;
import java.time.Instant;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.permission.Approvers;
import lingdian.record.accesslog.Action;

/** {@code GET /setup-gaps}: what an administrator looks at every day. It names accounts, so it is logged as their list is. */
final class SetupEndpoint {
    private final OfficeContext office;
    private final Approvers approvers;
    private final SetupStore store = new SetupStore();

    SetupEndpoint(OfficeContext office, Approvers approvers) {
        this.office = office;
        this.approvers = approvers;
    }

    public Future<Reply> gaps(AuthorisedCall call) {
        Instant now = office.clock().instant();
        var offices = store.offices(office.pool(), now);
        var unconnected = store.unconnected(office.pool(), now);
        var closed = store.closedWithKey(office.pool(), now);
        var invitations = store.invitations(office.pool(), now);
        var releasers = store.releasers(office.pool(), call.account().id(), now, now.minus(approvers.unchanged()));
        return Future.all(offices, unconnected, closed, invitations, releasers)
                .map(all -> new SetupGaps(
                        offices.result(),
                        unconnected.result(),
                        closed.result(),
                        invitations.result(),
                        releasers.result()))
                .compose(found -> office.reads().list(call.account(), Action.LIST_ACCOUNTS, found))
                .map(found -> Reply.ok(found.json()));
    }
}
