package lingdian.office.account;

import io.vertx.core.Future;
import java.util.Objects;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.query.Page;
import lingdian.record.accesslog.Action;

/** {@code GET /colleagues}: to whom a regulator may assign cases. */
final class ColleagueEndpoint {
    private final ScopedStore scoped;
    private final ColleagueStore colleagues;
    private final ReadLog reads;

    ColleagueEndpoint(ScopedStore scoped, ColleagueStore colleagues, ReadLog reads) {
        this.scoped = scoped;
        this.colleagues = colleagues;
        this.reads = reads;
    }

    public Future<Reply> list(AuthorisedCall call) {
        return scoped.read(call.account(), ScopedStore::position)
                .compose(position -> colleagues
                        .meeting(
                                Objects.requireNonNull(call.account().authority(), "a regulator has an authority"),
                                Objects.requireNonNull(call.account().region(), "a regulator has a region"))
                        .compose(found -> reads.list(call.account(), Action.LIST_ACCOUNTS, found))
                        .map(found -> Reply.ok(Page.whole(found).json(Colleague::json, position))));
    }
}
