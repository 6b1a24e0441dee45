package lingdian.office.cafe;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.record.accesslog.Action;

/**
 * {@code GET /cafe-changes}: cafés that left or came, and what else was changed of them that decides what is found. Otherwise an
 * administrator could take a café out of its county's sight unnoticed.
 */
final class CafeChangesEndpoint {
    private static final Duration SHOWN = Duration.ofDays(7);

    private final OfficeContext office;
    private final CafeChangeStore changes = new CafeChangeStore();

    CafeChangesEndpoint(OfficeContext office) {
        this.office = office;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Instant from = call.instant("from");
        Instant since = from == null ? office.clock().instant().minus(SHOWN) : from;
        long before = Cursor.number(call.query("cursor"));
        return office.scoped()
                .read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> changes.newest(
                                                client,
                                                since,
                                                call.query("placeCode"),
                                                call.query("change"),
                                                before,
                                                call.limit() + 1)
                                        .map(found -> Page.of(
                                                        found, call.limit(), last -> Cursor.afterNumber(last.number()))
                                                .json(one -> one.change().json(), position))))
                .compose(list -> office.reads().list(call.account(), Action.LIST_CAFES, list))
                .map(Reply::ok);
    }
}
