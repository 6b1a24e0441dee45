package lingdian.office.savedview;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.query.JsonValues;

/** {@code /worklist-views}. They say nothing of any café or person, so neither sight nor change is in the access log. */
final class SavedViewEndpoints {
    private static final int OWN_MAX = 20;
    private static final int SEEN_MAX = 100;

    private final OfficeContext office;
    private final SavedViewStore views = new SavedViewStore();

    SavedViewEndpoints(OfficeContext office) {
        this.office = office;
    }

    public Future<Reply> list(AuthorisedCall call) {
        return seen(call)
                .map(found -> Reply.ok(new JsonObject()
                        .put(
                                "items",
                                new JsonArray(
                                        found.stream().map(SavedView::json).toList()))));
    }

    public Future<Reply> create(AuthorisedCall call) {
        Account account = call.account();
        var view = new SavedView(
                office.ids().get(),
                name(call),
                JsonValues.textsByName(call.body().getJsonObject("filter")),
                call.body().getBoolean("shared"),
                true,
                account.name());
        return office.pool()
                .withTransaction(connection -> views.lockAndCount(connection, account.id())
                        .compose(count -> {
                            if (count >= OWN_MAX) {
                                throw Refused.coded(409, "too-many", "An account has at most " + OWN_MAX + " views.");
                            }
                            return views.add(
                                    connection,
                                    account.id(),
                                    view,
                                    office.clock().instant());
                        }))
                .map(added -> Reply.created(view.json()));
    }

    public Future<Reply> change(AuthorisedCall call) {
        return views.change(
                        office.pool(),
                        call.account().id(),
                        call.id(),
                        name(call),
                        call.body().getBoolean("shared"),
                        office.clock().instant())
                .map(SavedViewEndpoints::known)
                .compose(known -> seen(call))
                .map(found -> Reply.ok(found.stream()
                        .filter(one -> one.id().equals(call.id()))
                        .findFirst()
                        .orElseThrow(Refused::unknown)
                        .json()));
    }

    public Future<Reply> remove(AuthorisedCall call) {
        return views.remove(office.pool(), call.account().id(), call.id())
                .map(SavedViewEndpoints::known)
                .map(removed -> Reply.ended());
    }

    private Future<List<SavedView>> seen(AuthorisedCall call) {
        Account account = call.account();
        return views.seen(
                office.pool(),
                account.id(),
                Objects.requireNonNull(account.authority(), "a regulator has an authority"),
                Objects.requireNonNull(account.region(), "a regulator has a region"),
                SEEN_MAX);
    }

    private static boolean known(boolean known) {
        if (!known) {
            throw Refused.unknown();
        }
        return true;
    }

    private static String name(AuthorisedCall call) {
        String name = call.body().getString("name").strip();
        if (name.isEmpty()) {
            throw Refused.body("/name", "expected a name");
        }
        return name;
    }
}
