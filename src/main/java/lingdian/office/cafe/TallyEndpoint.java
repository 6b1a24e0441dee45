package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Predicate;
import lingdian.access.account.ScopedStore;
import lingdian.domain.PlaceCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.office.cafe.TallyStore.Tally;

/** {@code GET /cafes/tally}: how many cafés are open and connected, how many sessions, how much overtime, right now. */
final class TallyEndpoint {
    private final ScopedStore scoped;
    private final TallyStore tallies;
    private final Predicate<PlaceCode> connected;

    TallyEndpoint(ScopedStore scoped, TallyStore tallies, Predicate<PlaceCode> connected) {
        this.scoped = scoped;
        this.tallies = tallies;
        this.connected = connected;
    }

    public Future<Reply> now(AuthorisedCall call) {
        return scoped.read(call.account(), client -> tallies.now(client, call.scope(), call.region()))
                .map(tally -> Reply.ok(json(tally)));
    }

    private JsonObject json(Tally tally) {
        return new JsonObject()
                .put("cafes", tally.placeCodes().size())
                .put("connected", tally.placeCodes().stream().filter(connected).count())
                .put("open", tally.open())
                .put("sessions", tally.sessions())
                .put("overtime", tally.overtime());
    }
}
