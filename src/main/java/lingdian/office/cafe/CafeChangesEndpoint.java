package lingdian.office.cafe;

import io.vertx.core.Future;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.RecentChanges;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.Action;

/**
 * {@code GET /cafe-changes}: cafés that left or came, and what else was changed of them that decides what is found. Otherwise an
 * administrator could take a café out of its county's sight unnoticed.
 */
final class CafeChangesEndpoint {
    private final RecentChanges recent;
    private final CafeChangeStore changes = new CafeChangeStore();

    CafeChangesEndpoint(OfficeContext office) {
        recent = new RecentChanges(office, Action.LIST_CAFES);
    }

    public Future<Reply> list(AuthorisedCall call) {
        String placeCode = call.query("placeCode");
        String change = call.query("change");
        return recent.list(call, (client, part) -> changes.newest(client, part, placeCode, change), CafeChange::json);
    }
}
