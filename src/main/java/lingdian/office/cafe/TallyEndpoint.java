package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.cafe.TallyStore.Tally;
import lingdian.record.accesslog.Action;

/** {@code GET /cafes/tally}: how many cafés are open and connected, how many sessions, how much overtime, right now. */
final class TallyEndpoint {
    private final ScopedStore scoped;
    private final TallyStore tallies;
    private final ReadLog reads;

    TallyEndpoint(ScopedStore scoped, TallyStore tallies, ReadLog reads) {
        this.reads = reads;
        this.scoped = scoped;
        this.tallies = tallies;
    }

    public Future<Reply> now(AuthorisedCall call) {
        return scoped.read(call.account(), client -> tallies.now(client, call.scope(), call.region()))
                .compose(tally -> reads.list(call.account(), Action.TALLY_CAFES, json(tally)))
                .map(Reply::ok);
    }

    private static JsonObject json(Tally tally) {
        return new JsonObject()
                .put("cafes", tally.cafes())
                .put("connected", tally.connected())
                .put("open", tally.open())
                .put("sessions", tally.sessions())
                .put("overtime", tally.overtime());
    }
}
