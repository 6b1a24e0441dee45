package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.Action;

/** {@code GET /colleagues}: to whom a regulator may assign cases. */
final class ColleagueEndpoint {
    private final ColleagueStore colleagues;
    private final ReadLog reads;

    ColleagueEndpoint(ColleagueStore colleagues, ReadLog reads) {
        this.colleagues = colleagues;
        this.reads = reads;
    }

    public Future<Reply> list(AuthorisedCall call) {
        return colleagues
                .meeting(
                        Objects.requireNonNull(call.account().authority(), "a regulator has an authority"),
                        Objects.requireNonNull(call.account().region(), "a regulator has a region"))
                .compose(found -> reads.list(call.account(), Action.LIST_ACCOUNTS, found))
                .map(found -> Reply.ok(new JsonObject()
                        .put(
                                "items",
                                new JsonArray(
                                        found.stream().map(Colleague::json).toList()))));
    }
}
