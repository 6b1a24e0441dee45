package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Page;
import lingdian.office.api.Reply;
import lingdian.office.enrolment.KeyListStore.Listed;
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
        return store.keys(office.pool(), query)
                .compose(found -> office.reads().list(call.account(), Action.LIST_AGENT_KEYS, found))
                .map(found -> page(query, found));
    }

    public Future<Reply> codes(AuthorisedCall call) {
        KeyQuery query = KeyQuery.of(call);
        return store.codes(office.pool(), query, office.clock().instant())
                .compose(found -> office.reads().list(call.account(), Action.LIST_ENROLMENTS, found))
                .map(found -> page(query, found));
    }

    private static Reply page(KeyQuery query, List<Listed> found) {
        Page<Listed> page = Page.of(found, query.limit(), Listed::place);
        return Reply.ok(new JsonObject()
                .put(
                        "items",
                        new JsonArray(page.items().stream().map(Listed::json).toList()))
                .put("next", page.next()));
    }
}
