package lingdian.office.enrolment;

import io.vertx.core.Future;
import java.util.List;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.enrolment.KeyListStore.Listed;
import lingdian.office.query.Page;
import lingdian.record.accesslog.Action;

/** Lists of agents' keys and of codes, for administrators: so that nobody loses the id of a key that must end. */
final class KeyLists {
    private final OfficeContext office;
    private final KeyListStore store = new KeyListStore();

    KeyLists(OfficeContext office) {
        this.office = office;
    }

    public Future<Reply> keys(AuthorisedCall call) {
        KeyQuery query = KeyQuery.of(call);
        return position(call)
                .compose(position -> store.keys(office.pool(), query)
                        .compose(found -> office.reads().list(call.account(), Action.LIST_AGENT_KEYS, found))
                        .map(found -> page(query, found, position)));
    }

    public Future<Reply> codes(AuthorisedCall call) {
        KeyQuery query = KeyQuery.of(call);
        return position(call)
                .compose(position -> store.codes(
                                office.pool(), query, office.clock().instant())
                        .compose(found -> office.reads().list(call.account(), Action.LIST_ENROLMENTS, found))
                        .map(found -> page(query, found, position)));
    }

    private Future<String> position(AuthorisedCall call) {
        return office.scoped().read(call.account(), ScopedStore::position);
    }

    private static Reply page(KeyQuery query, List<Listed> found, String position) {
        return Reply.ok(Page.of(found, query.limit(), Listed::place).json(Listed::json, position));
    }
}
